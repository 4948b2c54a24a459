namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>How often a job comes round, from the end of one turn to the next.</summary>
/// <param name="Every">The pause after a turn, at least.</param>
/// <param name="AfterFailure">The pause after a turn that failed.</param>
/// <param name="MostOfTime">Share of the time, 0 to 1, that turns may take on the whole: after a long one the pause is longer.</param>
/// <param name="AtMost">The longest pause; null: as long as that share needs.</param>
internal sealed record Rhythm<TJob>(TimeSpan Every, TimeSpan AfterFailure, double MostOfTime = 1, TimeSpan? AtMost = null)
    where TJob : IJob
{
    /// <summary>The pause after a turn.</summary>
    /// <param name="turn">How long it took.</param>
    public TimeSpan After(TimeSpan turn)
    {
        var needed = turn * ((1 / MostOfTime) - 1);
        if (AtMost < needed) needed = AtMost.Value;
        return needed > Every ? needed : Every;
    }
}
