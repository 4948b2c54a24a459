namespace ServiceTracker.Domain.Flags;

/// <summary>A step of the work on a flag, as somebody wants to take it.</summary>
public sealed record FlagTransition
{
    /// <summary>Where it leads.</summary>
    public required FlagStatus To { get; init; }

    public FlagFinding? Finding { get; init; }

    /// <summary>What is being done.</summary>
    public string? Action { get; init; }

    public string? Note { get; init; }

    /// <summary>Whose work it is from now on; null leaves it as it is.</summary>
    public string? Owner { get; init; }

    public DateOnly? LookAgainOn { get; init; }

    /// <summary>Why nothing more is to be done.</summary>
    public string? Reason { get; init; }

    /// <summary>The later data confirm that it is over.</summary>
    public bool Confirmed { get; init; }

    /// <summary>What it lacks to be taken.</summary>
    /// <param name="isNote">Whether the flag is a note on the data.</param>
    public IReadOnlyList<FlagStepNeed> Missing(bool isNote) => [.. FlagSteps.Needs(To, isNote, Confirmed).Where(Lacks)];

    /// <summary>Takes the step: changes the flag, and gives the line of its history.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="position">The line's place in the history: 1, 2, …</param>
    /// <param name="at">UTC instant.</param>
    /// <param name="today">Business date of the flag's site at that instant.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="byName">Their name.</param>
    /// <exception cref="InvalidOperationException">It cannot be taken now, or lacks something.</exception>
    public FlagEvent Take(Flag flag, int position, DateTime at, DateOnly today, string by, string byName)
    {
        ArgumentNullException.ThrowIfNull(flag);
        var from = flag.Status;
        if (!FlagSteps.From(from, flag.IsNote).Contains(To) || Missing(flag.IsNote).Count > 0)
            throw new InvalidOperationException($"No step from {from} to {To} with what is given.");
        var (isClosing, isReopening) = (To == FlagStatus.Closed, from == FlagStatus.Closed);
        flag.Status = To;
        // What it was taken for when it was closed is in question again.
        flag.Finding = Finding ?? (isReopening ? null : flag.Finding);
        flag.Owner = Owner ?? flag.Owner;
        flag.LookAgainOn = isClosing ? null : LookAgainOn ?? flag.LookAgainOn;
        (flag.ClosedAt, flag.ClosedOn) = isClosing ? (at, today) : ((DateTime?)null, (DateOnly?)null);
        flag.Version++;
        return new FlagEvent
        {
            SiteId = flag.SiteId,
            FlagId = flag.Id,
            Position = position,
            At = at,
            By = by,
            ByName = byName,
            From = from,
            To = To,
            Finding = Finding,
            Action = Action,
            Note = Note,
            Reason = Reason,
            LookAgainOn = LookAgainOn,
            Confirmed = Confirmed,
        };
    }

    private bool Lacks(FlagStepNeed need) => need switch
    {
        FlagStepNeed.Finding => Finding is null,
        FlagStepNeed.Action => string.IsNullOrWhiteSpace(Action),
        FlagStepNeed.LookAgainOn => LookAgainOn is null,
        FlagStepNeed.Reason => string.IsNullOrWhiteSpace(Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };
}
