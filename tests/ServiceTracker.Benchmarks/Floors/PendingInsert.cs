using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>A row that waits for the next batch, and who waits for its id.</summary>
internal sealed record PendingInsert(Sample Row)
{
    /// <summary>Most rows in one batch, and most that may wait.</summary>
    public const int MaxBatch = 512, MaxWaiting = 20_000;

    /// <summary>Answered after the commit.</summary>
    public TaskCompletionSource<long> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
