using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Recovery;

/// <summary>One step of a case. Never changed, never removed.</summary>
public sealed class RecoveryEvent
{
    public int SiteId { get; init; }
    public Guid CaseId { get; init; }

    /// <summary>1, 2, … within the case.</summary>
    public int Position { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime At { get; init; }

    public required string By { get; init; }
    public required string ByName { get; init; }
    public RecoveryStatus From { get; init; }
    public RecoveryStatus To { get; init; }

    /// <summary>What the customer was told in this step.</summary>
    public string? Words { get; init; }

    public Cause? Cause { get; init; }
    public string? Steps { get; init; }
    public DateOnly? DueOn { get; init; }
    public RecoveryOutcome? Outcome { get; init; }

    /// <summary>The same step at another site, where its case went.</summary>
    public RecoveryEvent MovedTo(int siteId) => new()
    {
        SiteId = siteId,
        CaseId = CaseId,
        Position = Position,
        At = At,
        By = By,
        ByName = ByName,
        From = From,
        To = To,
        Words = Words,
        Cause = Cause,
        Steps = Steps,
        DueOn = DueOn,
        Outcome = Outcome,
    };
}
