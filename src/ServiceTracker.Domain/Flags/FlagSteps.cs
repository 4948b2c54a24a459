namespace ServiceTracker.Domain.Flags;

/// <summary>The steps of the work on a flag: which may follow which, and what each needs. There is no other table of them.</summary>
public static class FlagSteps
{
    private static readonly Dictionary<FlagStatus, FlagStatus[]> OfFlags = new()
    {
        // Whoever sees at once what it is need not say first that they look.
        [FlagStatus.New] = [FlagStatus.Looking, FlagStatus.Acting, FlagStatus.Closed],
        [FlagStatus.Looking] = [FlagStatus.Acting, FlagStatus.Closed],
        [FlagStatus.Acting] = [FlagStatus.Watching, FlagStatus.Closed],
        // It did not help: something else is done, or it takes longer.
        [FlagStatus.Watching] = [FlagStatus.Acting, FlagStatus.Watching, FlagStatus.Closed],
        // Opened again.
        [FlagStatus.Closed] = [FlagStatus.Looking],
    };

    private static readonly Dictionary<FlagStatus, FlagStepNeed[]> NeedsOfFlags = new()
    {
        [FlagStatus.Looking] = [],
        [FlagStatus.Acting] = [FlagStepNeed.Finding, FlagStepNeed.Action],
        [FlagStatus.Watching] = [FlagStepNeed.LookAgainOn],
        [FlagStatus.Closed] = [FlagStepNeed.Reason],
    };

    /// <summary>The steps that may be taken now; a note on the data can only be closed, which says that it was seen.</summary>
    /// <param name="status">How far the work has come.</param>
    /// <param name="isNote">Whether it is a note.</param>
    public static IReadOnlyList<FlagStatus> From(FlagStatus status, bool isNote) =>
        !isNote ? OfFlags[status] : status == FlagStatus.Closed ? [] : [FlagStatus.Closed];

    /// <summary>What a step cannot be taken without.</summary>
    /// <param name="to">Where it leads.</param>
    /// <param name="isNote">A note is only seen, which needs no words.</param>
    /// <param name="isConfirmed">Later data say that it is over: then closing needs no reason.</param>
    public static IReadOnlyList<FlagStepNeed> Needs(FlagStatus to, bool isNote, bool isConfirmed) =>
        isNote || (isConfirmed && to == FlagStatus.Closed) ? [] : NeedsOfFlags.GetValueOrDefault(to, []);
}
