namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>How interactions are gathered for writing: configuration <c>Writing</c>.</summary>
public sealed record WriteBatcherSettings
{
    /// <summary>Transactions at a time, at most; SQLite has one writer by nature. 1 to 16.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>
    /// Interactions that may wait; beyond that callers are told to come back. At least <see cref="LogInteraction.MaxBatch"/>.
    /// </summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>Most interactions in one transaction, but for a larger single request.</summary>
    public int MostAtOnce { get; init; } = 512;
}
