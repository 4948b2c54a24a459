namespace ServiceTracker.Domain.Flags;

/// <summary>
/// A recorded human decision: from this day on something is done another way. It is drawn on every chart it concerns; where it rebases,
/// what is usual is learnt anew from that day on.
/// </summary>
public sealed class ProcessChange
{
    /// <summary>The site, or 0 for all of them.</summary>
    public int SiteId { get; init; }

    public Guid Id { get; init; }

    /// <summary>Only this channel; null: all.</summary>
    public int? ChannelId { get; init; }

    /// <summary>Code of the only basic it is about; null: all.</summary>
    public string? Expectation { get; init; }

    /// <summary>Business date from which it holds.</summary>
    public DateOnly Date { get; init; }

    public required string What { get; init; }
    public required string Why { get; init; }

    /// <summary>What is usual begins anew.</summary>
    public bool Rebase { get; init; }

    /// <summary>UTC instant of recording.</summary>
    public DateTime At { get; init; }

    public required string By { get; init; }
    public required string ByName { get; init; }

    /// <summary>Whether it is about what happens at a site, on a channel, with a basic; null asks for a whole that contains it.</summary>
    public bool Concerns(int siteId, int? channelId, string? expectation) => (SiteId == 0 || SiteId == siteId)
        && (ChannelId is null || channelId is null || ChannelId == channelId)
        && (Expectation is null || expectation is null || Expectation == expectation);
}
