using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>What has been counted of a person on a channel, as it is kept.</summary>
internal sealed record KeptRecord
{
    public int Channel { get; init; }
    public required RecentDaysState Recent { get; init; }
    public required int[] Weeks { get; init; }
    public int ThisWeek { get; init; }
    public int LastDay { get; init; } = -1;
    public required KeptDay[] Shown { get; init; }
    public required KeptMix[] Mix { get; init; }
    public required KeptMix[] MixOfWeek { get; init; }
}

/// <summary>A day that was shown.</summary>
/// <param name="Day">Its number.</param>
/// <param name="Counts">Interactions, expected and observed misses in turn: of any basic, then of each.</param>
internal sealed record KeptDay(int Day, double[] Counts);

/// <summary>Work for a reason in an hour.</summary>
/// <param name="Reason">Id of the reason; 0 without one.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Count">Interactions, expected and observed misses.</param>
internal sealed record KeptMix(int Reason, int Hour, MissCount Count);
