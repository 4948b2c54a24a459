namespace ServiceTracker.Domain.Interactions;

/// <summary>One change of a stored interaction: who, when, why, what it was before and what it is since. Never changed.</summary>
public sealed class InteractionRevision
{
    public int SiteId { get; init; }
    public Guid InteractionId { get; init; }

    /// <summary>The version that the interaction has since; the first is 2.</summary>
    public int Version { get; init; }

    public RevisionKind Kind { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime At { get; init; }

    /// <summary>Who: <c>user:</c> or <c>token:</c> and its id.</summary>
    public required string By { get; init; }

    /// <summary>Their name at that time.</summary>
    public required string ByName { get; init; }

    public required string Reason { get; init; }

    /// <summary>What the interaction said before, JSON.</summary>
    public required string Before { get; init; }

    /// <summary>What it says since, JSON.</summary>
    public required string After { get; init; }

    /// <summary>The same where the interaction is another site's from now on.</summary>
    public InteractionRevision MovedTo(int siteId) => new()
    {
        SiteId = siteId,
        InteractionId = InteractionId,
        Version = Version,
        Kind = Kind,
        At = At,
        By = By,
        ByName = ByName,
        Reason = Reason,
        Before = Before,
        After = After,
    };
}
