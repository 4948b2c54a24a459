using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>Everything about one basic.</summary>
/// <param name="Basic">The basic, as the baseline in force has it.</param>
/// <param name="Story">What can be said of it in one sentence.</param>
/// <param name="Concerns">What stands out about it, what matters most first; the first one is the sentence's.</param>
/// <param name="Chart">Its weeks.</param>
/// <param name="Recorded">Recorded changes of the process that concern it within the chart, oldest first.</param>
/// <param name="Effects">Its level before and since each change, the newest first.</param>
/// <param name="Channels">Its weeks on each channel, by name of the channel.</param>
/// <param name="Sites">How often it was met at each site in the last weeks; none where one site alone is shown.</param>
/// <param name="People">People against colleagues; null where it is not asked here.</param>
/// <param name="Obstacles">What got in the way.</param>
/// <param name="Hours">How often it was met in each hour of the day that has any; null where it is not asked here.</param>
/// <param name="Misses">The latest interactions in which it was missed, newest first.</param>
public sealed record OneBasicFigures(
    Expectation Basic, LevelStory Story, IReadOnlyList<Concern> Concerns, UnitChart Chart, IReadOnlyList<ProcessChange> Recorded,
    IReadOnlyList<ChangeEffect> Effects, IReadOnlyList<BasicChannel> Channels, IReadOnlyList<BreakdownLine> Sites, FunnelFigures? People,
    Obstacles Obstacles, IReadOnlyList<HourOfDay>? Hours, IReadOnlyList<InteractionDetails> Misses);

/// <summary>A basic on a channel.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Weeks">Met of applicable by week, oldest first.</param>
/// <param name="Signal">What was found by comparing the last weeks with those before.</param>
/// <param name="Now">The last weeks.</param>
public sealed record BasicChannel(int ChannelId, IReadOnlyList<WeekCount> Weeks, Signal Signal, RateLevel Now);
