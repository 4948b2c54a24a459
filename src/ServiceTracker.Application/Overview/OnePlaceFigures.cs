using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>Everything about one channel, one site, or a channel at a site.</summary>
/// <param name="Story">What can be said of it in one sentence.</param>
/// <param name="Concerns">What stands out about it, people left out; the sentence's is among them.</param>
/// <param name="Chart">The weeks of all basics together.</param>
/// <param name="Standing">Its class; null where it is no unit of the watch.</param>
/// <param name="Recorded">Recorded changes of the process that concern it within the chart, oldest first.</param>
/// <param name="Effects">Its level before and since each change, the newest first.</param>
/// <param name="Basics">Each basic there, in the order of the baseline.</param>
/// <param name="Channels">Numbers of the channels there.</param>
/// <param name="People">People against colleagues; null where it is not asked here.</param>
/// <param name="Flags">Open flags of it, those nobody has looked at first, then the newest.</param>
/// <param name="Hours">How often all basics were met in each hour of the day that has any; null where it is not asked here.</param>
/// <param name="Misses">The latest interactions with something missed, newest first.</param>
public sealed record OnePlaceFigures(
    LevelStory Story, IReadOnlyList<Concern> Concerns, UnitChart Chart, Standing? Standing, IReadOnlyList<ProcessChange> Recorded,
    IReadOnlyList<ChangeEffect> Effects, IReadOnlyList<PlaceBasic> Basics, IReadOnlyList<int> Channels, FunnelFigures? People,
    IReadOnlyList<FlagLine> Flags, IReadOnlyList<HourOfDay>? Hours, IReadOnlyList<InteractionDetails> Misses);

/// <summary>A basic at a place.</summary>
/// <param name="Basic">The basic, as the baseline in force has it.</param>
/// <param name="Chart">Its weeks.</param>
/// <param name="Now">The last weeks.</param>
/// <param name="Before">The weeks before them.</param>
/// <param name="Concern">What matters most about it there; null where nothing stands out.</param>
public sealed record PlaceBasic(Expectation Basic, UnitChart Chart, RateLevel Now, RateLevel Before, Concern? Concern);
