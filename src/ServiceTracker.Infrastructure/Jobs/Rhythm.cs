namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>How often a job comes round, from the end of one turn to the next.</summary>
/// <param name="Every">The pause after a turn.</param>
/// <param name="AfterFailure">The pause after a turn that failed.</param>
internal sealed record Rhythm<TJob>(TimeSpan Every, TimeSpan AfterFailure)
    where TJob : IJob;
