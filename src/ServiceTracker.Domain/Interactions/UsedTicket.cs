namespace ServiceTracker.Domain.Interactions;

/// <summary>
/// A number that was drawn and answered: stored with the entry in one transaction, and removed where the entry is undone, so that what was
/// drawn is owed until it is done.
/// </summary>
public sealed class UsedTicket
{
    public int SiteId { get; init; }
    public int StaffId { get; init; }
    public int ChannelId { get; init; }

    /// <summary>Of the person's own logs on the channel at the site, from 1.</summary>
    public int Number { get; init; }

    /// <summary>The entry that answered it. A correction may have made it another person's or channel's since.</summary>
    public Guid InteractionId { get; init; }
}
