using System.Numerics;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

// What an interaction adds to the sums, and what they amount to.
public sealed partial class ChangeDetector
{
    /// <summary>The evidence as the terms weigh it.</summary>
    public Evidence EvidenceUnder(DetectorTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Evidence.Of([EvidenceOf(terms.Weights, terms.Basics)]);
    }

    /// <summary>The same with the evidence of every basic.</summary>
    internal (Evidence All, double[] Basics) EvidenceOf(in ExplanationWeights w, long basics)
    {
        var each = WeightOfBasic(w, basics);
        var of = new double[basicSums.Length];
        for (var j = 0; j < of.Length; j++)
            if ((basics >> j & 1) != 0) of[j] = each * basicSums[j];
        return (
            new(
                w.Lower * sums[Low] + w.MuchLower * sums[MuchLow], w.MuchLower * sums[Collapse], 0, w.Erratic * sums[Erratic],
                w.Better * sums[Better], -1, 0),
            of);
    }

    // The level and the day's variation are the unit's own or, for an interaction of one of several units, that unit's.
    internal double Accumulate(in DetectorObservation observation, DetectorTerms under, ChangeDetector? unit)
    {
        var date = observation.BusinessDate.DayNumber;
        if (date != day || !Usual.HasToday)
        {
            EndDay();
            Usual.Begin(date, observation.Applicable);
            (day, dayInteractions, dayMissed) = (date, 0, 0);
            Array.Clear(dayExpected);
            Array.Clear(basicDay);
            Read(under, unit);
        }
        else
        {
            Usual.Seen(observation.Applicable);
            if (unit is not null || !ReferenceEquals(under, terms)) Read(under, unit);
        }

        lastTicks = observation.OccurredAt.Ticks;
        Interactions++;
        var expected = Weigh(observation.AnyMissed, observation.CaseMix, unit);
        var basics = WeighBasics(observation.Missed, observation.Applicable, expected, unit);
        if (sums[Low] + sums[MuchLow] + sums[Erratic] + sums[Better] + sums[Collapse] + basics > TooLarge) basics = Shrink(basics);
        Usual.Count(observation.Missed, observation.Applicable);

        var w = under.Weights;
        return w.Lower * sums[Low] + w.MuchLower * sums[MuchLow] + basicWeight * basics + w.Erratic * sums[Erratic]
            + w.Better * sums[Better];
    }

    private static double WeightOfBasic(in ExplanationWeights weights, long basics) =>
        basics == 0 ? 0 : weights.OneBasic / BitOperations.PopCount((ulong)basics);

    private void Read(DetectorTerms under, ChangeDetector? unit)
    {
        basicWeight = WeightOfBasic(under.Weights, under.Basics);
        terms = under;
        if (unit is not null)
        {
            (usualOdds, highest, strength) = (unit.usualOdds, unit.highest, unit.strength);
            (q, qLow, qMuchLow, qBetter, qCollapse) = (unit.q, unit.qLow, unit.qMuchLow, unit.qBetter, unit.qCollapse);
            unit.basicRates.CopyTo(basicRates, 0);
            unit.basicStrengths.CopyTo(basicStrengths, 0);
            return;
        }

        strength = PolyaUrn.Strength(under.DayToDayVariation);
        var rate = Math.Clamp(Usual.Rate(under.SiteMissRate), UsualLevel.NeverQuite, 1 - UsualLevel.NeverQuite);
        watched = under.SiteMissRate is not null || learning == 0;
        usualOdds = rate / (1 - rate) * UsualLevel.Factor(under.RateOffset);
        // What everybody shows now is not cut either: on a site of one half a bad week would be flagged for the cut.
        highest = UsualLevel.HighestOf(usualOdds / (1 + usualOdds));
        (q, qLow, qMuchLow, qBetter, qCollapse) = Rates(usualOdds);
        var count = BitOperations.PopCount((ulong)under.Basics);
        for (var rest = under.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            basicRates[j] = UsualBasicRate(j, under, count);
            basicStrengths[j] = PolyaUrn.Strength(under.BasicVariationOf(j));
        }
    }

    private double UsualBasicRate(int basic, DetectorTerms under, int count)
    {
        var m = UnmovedBasicRate(basic, under, count);
        return under.BasicOffsets is { } offsets && basic < offsets.Count && offsets[basic] != 0
            ? Math.Clamp(Odds.Times(m, UsualLevel.Factor(offsets[basic])), UsualLevel.LowestBasicRate, UsualLevel.HighestBasicRate)
            : m;
    }

    private double UnmovedBasicRate(int basic, DetectorTerms under, int count) =>
        IsNew(basic) && !under.IsSiteBasicKnown(basic) ? Usual.BasicRate(basic, null) : under.UsualBasicRate(Usual, basic, count);

    private bool IsNew(int basic) => (newBasics >> basic & 1) != 0;

    // Colleagues tell what is usual, or the unit has taught it by now.
    private bool IsWatched(int basic) =>
        basicLearning[basic] == 0 || terms!.IsSiteBasicKnown(basic) || (terms.SiteMissRate is not null && !IsNew(basic));

    private (double Usual, double Low, double MuchLow, double Better, double Collapse) Rates(double odds)
    {
        var usual = Math.Clamp(odds / (1 + odds), UsualLevel.LowestRate, highest);
        return (
            usual,
            Odds.Times(usual, ExplanationWeights.LowerOdds),
            Odds.Times(usual, ExplanationWeights.MuchLowerOdds),
            Odds.Times(usual, 1 / ExplanationWeights.LowerOdds),
            Odds.Times(usual, ExplanationWeights.CollapseOdds));
    }

    // Gives how much more, or less, often than usual a miss was to be expected here, from the day so far and the case mix.
    private double Weigh(bool missed, double caseMix, ChangeDetector? unit)
    {
        weighed = unit?.weighed ?? watched;
        var (q0, q1, q2, q3, q4) = caseMix == 0 ? (q, qLow, qMuchLow, qBetter, qCollapse) : Rates(usualOdds * UsualLevel.Factor(caseMix));
        var usual = PolyaUrn.Predict(q0, strength, dayMissed, dayExpected[0]);
        var expected = usual / q;
        if (weighed)
        {
            var low = PolyaUrn.Predict(q1, strength, dayMissed, dayExpected[1]);
            var muchLow = PolyaUrn.Predict(q2, strength, dayMissed, dayExpected[2]);
            var better = PolyaUrn.Predict(q3, strength, dayMissed, dayExpected[3]);
            var erratic = PolyaUrn.Predict(q0, ErraticStrength, dayMissed, dayExpected[0]);
            var collapse = PolyaUrn.Predict(q4, strength, dayMissed, dayExpected[4]);
            if (!missed)
                (usual, low, muchLow, better, erratic, collapse) = (1 - usual, 1 - low, 1 - muchLow, 1 - better, 1 - erratic, 1 - collapse);
            var per = 1 / usual;
            sums[Low] = (sums[Low] + 1) * low * per;
            sums[MuchLow] = (sums[MuchLow] + 1) * muchLow * per;
            sums[Better] = (sums[Better] + 1) * better * per;
            sums[Collapse] = (sums[Collapse] + 1) * collapse * per;

            // The change to erratic can only begin with a day.
            var first = dayInteractions == 0;
            if (first) sums[Erratic] += Usual.PerActiveDay;
            sums[Erratic] *= erratic * per;

            if (Follow(ref starts[StartOfLow], low * per, missed, mayBegin: true)) spread[LowSquares] = spread[LowVariance] = 0;
            Follow(ref starts[StartOfBetter], better * per, missed, mayBegin: true);
            if (Follow(ref starts[StartOfErratic], erratic * per, missed, mayBegin: first))
                spread[ErraticSquares] = spread[ErraticVariance] = 0;
        }

        if (learning > 0 && --learning == 0) watched = true;
        dayInteractions++;
        if (missed) dayMissed++;
        dayExpected[0] += q0;
        dayExpected[1] += q1;
        dayExpected[2] += q2;
        dayExpected[3] += q3;
        dayExpected[4] += q4;
        spread[DayVariance] += q0 * (1 - q0);
        return expected;
    }

    private double WeighBasics(long missed, long applicable, double expected, ChangeDetector? unit)
    {
        weighedBasics = unit?.weighedBasics ?? Watched();
        var all = 0.0;
        for (var rest = terms!.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            var applies = (applicable >> j & 1) != 0;
            if (applies && basicLearning[j] > 0) basicLearning[j]--;
            if (applies)
            {
                var miss = (missed >> j & 1) != 0;
                var ratio = RatioOfBasic(j, miss, expected);
                if ((weighedBasics >> j & 1) == 0) continue;
                basicSums[j] = (basicSums[j] + 1) * ratio;
                Follow(ref starts[StartOfBasics + j], ratio, miss, mayBegin: true);
            }
            else if ((weighedBasics >> j & 1) != 0)
            {
                basicSums[j]++;
            }

            all += basicSums[j];
        }

        return all;
    }

    // The day so far and the case mix move what is expected of every basic; on top of that a basic has a day of its own, where it is told
    // to: what the printer missed this morning it is expected to miss this afternoon. m·(s·m + Y)/(s·m + Σm) as for the whole, with the
    // basic's own s and Y, and m as it was moved.
    private double RatioOfBasic(int j, bool miss, double expected)
    {
        var m = Math.Min(UsualLevel.HighestBasicRate, basicRates[j] * expected);
        if (double.IsPositiveInfinity(basicStrengths[j]))
        {
            // Odds × 8 of m: 8/(1 + 7m) for a miss, 1/(1 + 7m) for a met.
            return (miss ? ExplanationWeights.OneBasicOdds : 1) / (1 + (ExplanationWeights.OneBasicOdds - 1) * m);
        }

        var slips = Odds.Times(m, ExplanationWeights.OneBasicOdds);
        var ofDay = basicDay.AsSpan(InDay * j, InDay);
        var already = (int)ofDay[BasicMissed];
        var usual = PolyaUrn.Predict(m, basicStrengths[j], already, ofDay[BasicUsual]);
        var changed = PolyaUrn.Predict(slips, basicStrengths[j], already, ofDay[BasicSlips]);
        ofDay[BasicUsual] += m;
        ofDay[BasicSlips] += slips;
        if (miss) ofDay[BasicMissed]++;
        return miss ? changed / usual : (1 - changed) / (1 - usual);
    }

    private long Watched()
    {
        var watchedBasics = 0L;
        for (var rest = terms!.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            if (IsWatched(j)) watchedBasics |= 1L << j;
        }

        return watchedBasics;
    }

    private double Shrink(double basics)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] *= Smaller;
        for (var j = 0; j < basicSums.Length; j++) basicSums[j] *= Smaller;
        return basics * Smaller;
    }

    // True when a new start begins here.
    private bool Follow(ref ChangeStart start, double ratio, bool missed, bool mayBegin)
    {
        if (start.Ratio <= 1 && mayBegin)
        {
            start = new(ratio, day, 1, missed ? 1 : 0);
            return true;
        }

        start = start with { Ratio = Math.Min(TooLarge, start.Ratio * ratio), N = start.N + 1, K = start.K + (missed ? 1 : 0) };
        return false;
    }

    private void EndDay()
    {
        var off = dayMissed - dayExpected[0];
        spread[LowSquares] += off * off;
        spread[LowVariance] += spread[DayVariance];
        spread[ErraticSquares] += off * off;
        spread[ErraticVariance] += spread[DayVariance];
        spread[DayVariance] = 0;
    }
}
