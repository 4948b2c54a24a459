namespace ServiceTracker.Domain.Recovery;

/// <summary>The steps of a case: which may follow which, and what each needs. There is no other table of them.</summary>
public static class RecoverySteps
{
    private static readonly Dictionary<RecoveryStatus, RecoveryStatus[]> After = new()
    {
        // Whoever tells cause and steps at once, face to face, need not say it in three.
        [RecoveryStatus.Open] =
            [RecoveryStatus.Owned, RecoveryStatus.Explained, RecoveryStatus.StepsTold, RecoveryStatus.FollowUp, RecoveryStatus.Closed],
        [RecoveryStatus.Owned] = [RecoveryStatus.Explained, RecoveryStatus.StepsTold, RecoveryStatus.FollowUp, RecoveryStatus.Closed],
        [RecoveryStatus.Explained] = [RecoveryStatus.StepsTold, RecoveryStatus.FollowUp, RecoveryStatus.Closed],
        [RecoveryStatus.StepsTold] = [RecoveryStatus.FollowUp, RecoveryStatus.Closed],
        // The customer was not there, or it takes longer.
        [RecoveryStatus.FollowUp] = [RecoveryStatus.FollowUp, RecoveryStatus.Closed],
        // The customer is back with the same: somebody owns it again.
        [RecoveryStatus.Closed] = [RecoveryStatus.Owned],
    };

    private static readonly Dictionary<RecoveryStatus, RecoveryNeed[]> NeedsOf = new()
    {
        [RecoveryStatus.Owned] = [RecoveryNeed.Words],
        [RecoveryStatus.Explained] = [RecoveryNeed.Words, RecoveryNeed.Cause],
        [RecoveryStatus.StepsTold] = [RecoveryNeed.Words, RecoveryNeed.Cause, RecoveryNeed.Steps],
        [RecoveryStatus.FollowUp] = [RecoveryNeed.Words, RecoveryNeed.Cause, RecoveryNeed.Steps, RecoveryNeed.DueOn],
        [RecoveryStatus.Closed] = [RecoveryNeed.Words, RecoveryNeed.Cause, RecoveryNeed.Steps, RecoveryNeed.Outcome],
    };

    /// <summary>Where steps lead: every status but the one in which a case begins.</summary>
    public static IReadOnlyList<RecoveryStatus> All { get; } = [.. NeedsOf.Keys];

    /// <summary>The words of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(SnakeCase<RecoveryStatus>.Text)];

    /// <summary>The steps that may be taken now.</summary>
    public static IReadOnlyList<RecoveryStatus> From(RecoveryStatus status) => After[status];

    /// <summary>What a step cannot be taken without, said now or before.</summary>
    /// <param name="to">Where it leads; never <see cref="RecoveryStatus.Open"/>.</param>
    public static IReadOnlyList<RecoveryNeed> Needs(RecoveryStatus to) => NeedsOf[to];
}
