using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Figures;

/// <summary>
/// A basic that has been met steadily above its share of the target for 26 weeks: then the bar can be raised. Steady: each of the weeks has
/// interactions, and none carries a concern on the basic's chart. Above: the lower end of the 95 % interval (Wilson) of all weeks together,
/// their number divided by the spread φ of the weeks over that of chance alone (at least 1), is not under the share.
/// </summary>
/// <param name="Rate">Of the 26 weeks together, 0 to 1.</param>
/// <param name="N">Interactions in which it applied.</param>
/// <param name="LowEnd">Lower end of the interval, 0 to 1.</param>
/// <param name="Share">Its share of the target, 0 to 1.</param>
public sealed record SteadyAbove(double Rate, long N, double LowEnd, double Share)
{
    /// <summary>Half a year, and none of the weeks missing.</summary>
    public const int Weeks = UnitChart.DefaultWeeks;

    /// <summary>
    /// How often each of several basics has to be met so that all of them together are met as often as the target says, if misses came
    /// one by one: target^(1/basics). Misses that come together leave the whole better than that, so it asks no less than is needed.
    /// </summary>
    /// <param name="target">Share of interactions in which all basics are meant to be met, 0 to 1.</param>
    /// <param name="basics">How many there are, at least 1.</param>
    public static double ShareOf(double target, int basics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(basics, 1);
        return Math.Pow(target, 1.0 / basics);
    }

    /// <summary>Judges a basic.</summary>
    /// <param name="weeks">Consecutive whole weeks, oldest first, 0 ≤ k ≤ n; the last 26 count.</param>
    /// <param name="share">Its share of the target, 0 to 1.</param>
    /// <param name="from">From this day on the same is asked in the same process; null: all the time.</param>
    /// <returns>Null where it is not steady, not above, or not for as long.</returns>
    public static SteadyAbove? Of(IReadOnlyList<WeekCount> weeks, double share, DateOnly? from = null)
    {
        var some = weeks.TakeLast(Weeks).ToList();
        if (some.Count < Weeks || some.Any(w => w.N == 0) || from > some[0].Week.Monday) return null;
        if (UnitChart.Of(some, [], hasTarget: false).Points.Any(p => p.Signal == Signal.Concern)) return null;
        var (n, k) = (some.Sum(w => w.N), some.Sum(w => w.K));
        if (n < MinimumSample.Default) return null;
        var p = (double)k / n;
        var spread = Math.Max(1, BinomialDispersion.Of(some.Select(w => (w.K, w.N))).Ratio ?? 1);
        // As few interactions as would tell as much if weeks differed by chance alone.
        var effective = Math.Max(1, (long)(n / spread));
        var low = WilsonInterval.Of((long)Math.Floor(p * effective), effective).Low;
        return low >= share ? new SteadyAbove(p, n, low, share) : null;
    }
}
