namespace ServiceTracker.Domain.Interactions;

/// <summary>How many contacts with customers something else counted on a day, such as a till: what was logged is held against it.</summary>
public sealed class ContactCount
{
    /// <summary>Most contacts of a day.</summary>
    public const int MostContacts = 1_000_000;

    public int SiteId { get; init; }
    public DateOnly BusinessDate { get; init; }

    /// <summary>0 where it is of all channels together.</summary>
    public int ChannelId { get; init; }

    public int Contacts { get; init; }

    /// <summary>Counts changes of the day.</summary>
    public int Version { get; init; }
}
