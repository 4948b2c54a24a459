using System.Numerics;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A person's unit on the channel (site, basic) that is asked about.</summary>
/// <param name="Id">The person.</param>
/// <param name="Observations">In the order of <see cref="DetectorObservation.Order"/>, from the start of the segment on.</param>
/// <param name="Terms">What holds around the unit.</param>
public sealed record WatchedUnit(int Id, IReadOnlyList<DetectorObservation> Observations, DetectorTerms Terms);

/// <summary>A person who carries a flag.</summary>
/// <param name="Id">The person.</param>
/// <param name="Signal">As the unit's detector raised it.</param>
public sealed record AttributedSignal(int Id, DetectorSignal Signal);

/// <summary>Who carries what.</summary>
/// <param name="Channel">The channel's signal, if it carries one.</param>
/// <param name="People">The people who do.</param>
/// <param name="Withheld">Signals of people that say no more than what everybody on the channel shows: no flags.</param>
public sealed record Attributed(DetectorSignal? Channel, IReadOnlyList<AttributedSignal> People, IReadOnlyList<AttributedSignal> Withheld)
{
    /// <summary>Both carry a flag, and each names the other.</summary>
    public bool IsLinked => Channel is not null && People.Count > 0;
}

/// <summary>
/// Attribution before alarm: is it the person or the channel? A person carries a flag when the evidence still reaches the threshold against
/// the expectation made from everybody else on the same channel, site and reason, themselves left out. The channel (site, basic) carries
/// one when it still signals without the interactions of those people. When only the channel holds, its people get none.
/// </summary>
/// <remarks>
/// What everybody else shows is their misses since the person's change began, over those that their own usual levels and case mix let
/// expect; shrunk to no difference by as many interactions as the site's rate weighs, and added on the logit scale to what the person would
/// be expected to miss. For swings it is taken day by day, so that a day that was bad for all excuses it. Everything up to the flag is
/// known by then, so the same days are compared with each other.
/// </remarks>
public static class Attribution
{
    /// <summary>Decides who carries the flags of the last weeks.</summary>
    /// <param name="units">All units of the channel (site, basic).</param>
    /// <param name="channel">What holds around the channel's own series, its threshold from its own volume included.</param>
    /// <param name="from">Signals before this business date are settled matters.</param>
    public static Attributed Decide(IReadOnlyList<WatchedUnit> units, DetectorTerms channel, DateOnly from)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(channel);
        var carried = new List<AttributedSignal>();
        var withheld = new List<AttributedSignal>();
        foreach (var unit in units)
        {
            if (LatestSignal(unit.Observations, unit.Terms, from) is not { } signal) continue;
            (Carries(unit, signal, units) ? carried : withheld).Add(new(unit.Id, signal));
        }

        var all = units.Sum(u => u.Observations.Count);
        var rest = units.Where(u => carried.TrueForAll(c => c.Id != u.Id)).SelectMany(u => u.Observations).ToList();
        rest.Sort(DetectorObservation.Order);
        // Fewer interactions a year, so a lower threshold for the same budget.
        var terms = carried.Count == 0 ? channel : channel with { Threshold = channel.Threshold * rest.Count / Math.Max(1, all) };
        return new(rest.Count == 0 ? null : LatestSignal(rest, terms, from), carried, withheld);
    }

    /// <summary>Whether a person's signal stands against what everybody else shows.</summary>
    /// <param name="unit">The person's unit.</param>
    /// <param name="signal">What its detector raised.</param>
    /// <param name="units">All units of the channel; the person's own is left out.</param>
    public static bool Carries(WatchedUnit unit, DetectorSignal signal, IReadOnlyList<WatchedUnit> units)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(units);
        var others = OthersSince(unit, signal, units);
        var byDay = signal.Label.Kind == DetectionKind.Erratic;
        var detector = new ChangeDetector(Basics(unit));
        var terms = unit.Terms;
        var day = default(DateOnly);
        foreach (var observation in unit.Observations)
        {
            if (Later(observation, signal)) return false;
            if (observation.BusinessDate >= signal.Since && (day == default || (byDay && day != observation.BusinessDate)))
            {
                day = observation.BusinessDate;
                terms = others.Moved(unit.Terms, byDay ? day : null);
            }

            // Until the change began everything was as told; the flag in question is not raised before it.
            if (detector.Advance(observation, terms).Raised is not null && observation.BusinessDate >= signal.Since) return true;
        }

        return false;
    }

    private static DetectorSignal? LatestSignal(IReadOnlyList<DetectorObservation> observations, DetectorTerms terms, DateOnly from)
    {
        if (observations.Count == 0) return null;
        var detector = new ChangeDetector(BitOperations.Log2((ulong)terms.Basics) + 1);
        DetectorSignal? latest = null;
        foreach (var observation in observations)
        {
            var step = detector.Advance(observation, terms);
            if (step.Raised is { } raised && raised.BusinessDate >= from) latest = raised;
            if (step.Settled is { } settled && settled.Interaction == latest?.Interaction) latest = settled;
        }

        return latest;
    }

    private static int Basics(WatchedUnit unit) => BitOperations.Log2((ulong)unit.Terms.Basics) + 1;

    // The label's five business days are looked at too, as far as they are over: the flag itself was raised at the first instant it could
    // be.
    private static bool Later(in DetectorObservation observation, DetectorSignal signal) =>
        observation.BusinessDate.DayNumber > signal.BusinessDate.DayNumber + ChangeDetector.SettlingDays;

    private static Others OthersSince(WatchedUnit unit, DetectorSignal signal, IReadOnlyList<WatchedUnit> units)
    {
        var others = new Others(Basics(unit));
        foreach (var other in units)
        {
            if (other.Id == unit.Id) continue;
            var detector = new ChangeDetector(Basics(other));
            foreach (var observation in other.Observations)
            {
                if (Later(observation, signal)) break;
                if (observation.BusinessDate < signal.Since) detector.Advance(observation, other.Terms);
                else if (observation.IsScored) others.Count(observation, detector.Usual, other.Terms);
            }
        }

        return others;
    }

    /// <summary>What the others missed and should have missed, in all and by day.</summary>
    private sealed class Others(int basics)
    {
        private readonly Dictionary<DateOnly, (double N, double Expected, double Missed)> days = [];
        private readonly double[] applicable = new double[basics], expected = new double[basics], missed = new double[basics];
        private double n, allExpected, allMissed;

        public void Count(in DetectorObservation observation, UsualLevel usual, DetectorTerms terms)
        {
            var q = UsualLevel.Moved(
                usual.Rate(terms.SiteMissRate), observation.CaseMix + terms.RateOffset);
            var any = observation.AnyMissed ? 1 : 0;
            (n, allExpected, allMissed) = (n + 1, allExpected + q, allMissed + any);
            days.TryGetValue(observation.BusinessDate, out var day);
            days[observation.BusinessDate] = (day.N + 1, day.Expected + q, day.Missed + any);
            var count = BitOperations.PopCount((ulong)terms.Basics);
            for (var rest = observation.Applicable & terms.Basics & (1L << basics) - 1; rest != 0; rest &= rest - 1)
            {
                var j = BitOperations.TrailingZeroCount(rest);
                applicable[j]++;
                expected[j] += terms.UsualBasicRate(usual, j, count);
                missed[j] += observation.Missed >> j & 1;
            }
        }

        public DetectorTerms Moved(DetectorTerms terms, DateOnly? date)
        {
            var offset = Offset(n, allExpected, allMissed, UsualLevel.SiteWeight, 0);
            if (date is { } d && days.TryGetValue(d, out var day))
                offset = Offset(day.N, day.Expected, day.Missed, UsualLevel.SiteWeight, offset);
            return terms with
            {
                RateOffset = terms.RateOffset + offset,
                BasicOffsets = [
                    .. Enumerable.Range(0, basics)
                    .Select(j => Offset(applicable[j], expected[j], missed[j], UsualLevel.SiteWeight, 0) + Told(terms, j))],
            };
        }

        private static double Told(DetectorTerms terms, int basic) =>
            terms.BasicOffsets is { } told && basic < told.Count ? told[basic] : 0;

        // The shift from what was expected to what was missed, with so many interactions pretended at the shift given before.
        private static double Offset(double n, double expected, double missed, double weight, double before)
        {
            if (n == 0) return before;
            var mean = Math.Clamp(expected / n, UsualLevel.LowestBasicRate, 1 - UsualLevel.LowestBasicRate);
            var prior = Odds.Times(mean, Math.Exp(before));
            return Odds.Logit((missed + weight * prior) / (n + weight)) - Odds.Logit(mean);
        }
    }
}
