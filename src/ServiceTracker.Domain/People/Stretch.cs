using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.People;

/// <summary>Four weeks of service.</summary>
/// <param name="FirstWeek">Number of the first of them, from 1.</param>
/// <param name="Met">Own interactions with all basics met.</param>
/// <param name="N">Own scored interactions.</param>
/// <param name="OthersMet">Those of others in the same weeks of their service; 0 where these are not told.</param>
/// <param name="OthersN">Scored interactions of others; 0 where these are not told.</param>
public readonly record struct Stretch(int FirstWeek, long Met, long N, long OthersMet, long OthersN)
{
    /// <summary>Wilson 95 % interval of the own share; null without interactions.</summary>
    public WilsonInterval? Interval => N == 0 ? null : WilsonInterval.Of(Met, N);
}
