using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>What the watch over a site told on a day.</summary>
/// <param name="StaffId">The person; 0 for the site and its channels, and for a critical miss of nobody in particular.</param>
/// <param name="ChannelId">The channel that it is about; 0: all of them together.</param>
/// <param name="Signal">What it says: raised, settled, or a critical miss.</param>
/// <param name="Baseline">Number of the baseline whose bits it names.</param>
/// <param name="ToldOn">The business day on which it was told.</param>
/// <param name="DayToDayVariation">ρ₀ by which it was judged.</param>
/// <param name="Basics">Usual share of misses of every basic, by bit.</param>
public sealed record WatchedSignal(
    int StaffId, int ChannelId, DetectorSignal Signal, int Baseline, DateOnly ToldOn, double DayToDayVariation = 0,
    IReadOnlyList<double>? Basics = null);
