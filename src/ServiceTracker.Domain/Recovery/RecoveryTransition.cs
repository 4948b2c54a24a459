using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Recovery;

/// <summary>A step of a case, as somebody wants to take it.</summary>
public sealed record RecoveryTransition
{
    /// <summary>Where it leads.</summary>
    public required RecoveryStatus To { get; init; }

    /// <summary>What the customer was told.</summary>
    public string? Words { get; init; }

    public Cause? Cause { get; init; }

    /// <summary>What is being done about it.</summary>
    public string? Steps { get; init; }

    /// <summary>By when the next step is to be taken.</summary>
    public DateOnly? DueOn { get; init; }

    public RecoveryOutcome? Outcome { get; init; }

    /// <summary>What it lacks to be taken: what was said before counts, but for the day and the outcome, which are of this step.</summary>
    public IReadOnlyList<RecoveryNeed> Missing(RecoveryCase of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return [.. RecoverySteps.Needs(To).Where(n => Lacks(n, of))];
    }

    /// <summary>Takes the step: changes the case, and gives the line of its history.</summary>
    /// <param name="of">The case.</param>
    /// <param name="position">The line's place in the history: 1, 2, …</param>
    /// <param name="at">UTC instant.</param>
    /// <param name="today">Business date of the case's site at that instant.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="byName">Their name.</param>
    /// <exception cref="InvalidOperationException">It cannot be taken now, or lacks something.</exception>
    public RecoveryEvent Take(RecoveryCase of, int position, DateTime at, DateOnly today, string by, string byName)
    {
        ArgumentNullException.ThrowIfNull(of);
        var from = of.Status;
        if (!RecoverySteps.From(from).Contains(To) || Missing(of).Count > 0)
            throw new InvalidOperationException($"No step from {from} to {To} with what is given.");
        var isClosing = To == RecoveryStatus.Closed;
        of.Status = To;
        of.Words = Words ?? of.Words;
        of.Cause = Cause ?? of.Cause;
        of.Steps = Steps ?? of.Steps;
        if (To == RecoveryStatus.Owned || of.Owner is null) (of.Owner, of.OwnerName) = (by, byName);
        of.RepliedAt ??= at;
        of.DueOn = isClosing ? null : DueOn ?? today.AddDays(RecoveryCase.DaysToNextStep);
        of.Outcome = isClosing ? Outcome : null;
        (of.ClosedAt, of.ClosedOn) = isClosing ? (at, today) : ((DateTime?)null, (DateOnly?)null);
        of.Version++;
        return new RecoveryEvent
        {
            SiteId = of.SiteId,
            CaseId = of.Id,
            Position = position,
            At = at,
            By = by,
            ByName = byName,
            From = from,
            To = To,
            Words = Words,
            Cause = Cause,
            Steps = Steps,
            DueOn = of.DueOn,
            Outcome = of.Outcome,
        };
    }

    private bool Lacks(RecoveryNeed need, RecoveryCase of) => need switch
    {
        // Whoever takes it on again tells the customer so again.
        RecoveryNeed.Words => string.IsNullOrWhiteSpace(Words)
            && (To == RecoveryStatus.Owned || string.IsNullOrWhiteSpace(of.Words)),
        RecoveryNeed.Cause => !RecoveryCase.IsKnown(Cause ?? of.Cause),
        RecoveryNeed.Steps => string.IsNullOrWhiteSpace(Steps) && string.IsNullOrWhiteSpace(of.Steps),
        RecoveryNeed.DueOn => DueOn is null,
        RecoveryNeed.Outcome => Outcome is null,
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };
}
