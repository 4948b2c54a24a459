using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>
/// How often a person met something beside what the others, as one group, would have met on the same channels in the same weeks
/// (<see cref="ColleagueExpectation"/>). Usual is what 99.8 % of usual people in the person's place meet, by the distribution of a usual
/// person in <see cref="BetweenStaffModel"/> at the median of its prior on the spread: so it follows from sums of the others alone, and
/// tells nothing of how any one of them differs from the rest.
/// </summary>
/// <param name="Met">The person's, 0 to <paramref name="N"/>.</param>
/// <param name="N">The person's interactions that are compared.</param>
/// <param name="Expected">Share that the others would have met in them, 0 to 1.</param>
/// <param name="ExpectedInterval">Wilson 95 % interval of that share, by the others' own chance.</param>
/// <param name="Usual">Between these shares usual people stay.</param>
public sealed record BesideOthers(long Met, long N, double Expected, WilsonInterval ExpectedInterval, FunnelLimits Usual)
{
    /// <summary>Fewest others behind a comparison.</summary>
    public const int FewestOthers = 5;

    private const double Tail = 0.001;

    // Half of all half-normal spreads are smaller than this part of their scale, Φ⁻¹(0.75).
    private const double MedianOfHalfNormal = 0.6745;

    /// <summary>The person's share, 0 to 1.</summary>
    public double Rate => (double)Met / N;

    /// <summary>Wilson 95 % interval of <see cref="Rate"/>.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Met, N);

    /// <summary>Misses that the others would have had, not rounded.</summary>
    public double ExpectedMisses => N * (1 - Expected);

    /// <summary>On which side of what is usual the person is.</summary>
    public Signal Signal => Rate < Usual.Lower ? Signal.Concern : Rate > Usual.Upper ? Signal.Improvement : Signal.None;

    /// <summary>Compares, where there is enough on both sides.</summary>
    /// <param name="cells">Cells in which the others are not told count for nothing; they are left out by whoever makes them.</param>
    /// <param name="designEffect">1 + (interactions of a person's day − 1)·ρ, at least 1.</param>
    /// <param name="common">The share that σ belongs to, 0 to 1; null for what the others would have met.</param>
    /// <returns>Null with fewer than <see cref="MinimumSample.Default"/> interactions to compare.</returns>
    public static BesideOthers? Of(IReadOnlyCollection<BesideCell> cells, double designEffect, double? common = null)
    {
        const string Own = "own", Others = "others";
        StaffCell Cell(string who, BesideCell c, long met, long n) =>
            new(who, new Surroundings(c.Channel, c.Channel, $"{c.Channel} {c.Week}"), met, n);
        var own = cells.Where(c => c is { OwnN: > 0, OthersN: > 0 }).Select(c => Cell(Own, c, c.OwnMet, c.OwnN)).ToList();
        if (own.Sum(c => c.N) < MinimumSample.Default) return null;
        var expectation = new ColleagueExpectation(
            [.. own, .. cells.Where(c => c.OthersN > 0).Select(c => Cell(Others, c, c.OthersMet, c.OthersN))]);
        // How the others share the interactions among them is not told: as few as there may be.
        var person = expectation.For(Own, own) with { Company = 1.0 / FewestOthers };
        var usual = OwnRate.Usual(
            person, 0, MedianOfHalfNormal * BetweenStaffModel.UsualSpread, OwnRate.Inside(common ?? person.Rate), Math.Max(1, designEffect),
            withDays: true);
        double Limit(double probability) =>
            (double)BetweenStaffModel.FirstWhere(person.N, k => usual.Cdf(k, person.N) >= probability) / person.N;
        // So many interactions of one group would be as uncertain.
        var worth = person.Chance > 0 ? (long)Math.Max(1, person.Rate * (1 - person.Rate) / person.Chance) : cells.Sum(c => c.OthersN);
        return new BesideOthers(
            person.K, person.N, person.Rate, WilsonInterval.Of((long)Math.Round(person.Rate * worth), worth),
            new FunnelLimits(Limit(Tail), Limit(1 - Tail)));
    }
}
