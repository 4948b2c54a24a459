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
        var w = terms.Weights;
        var each = WeightOfBasic(terms);
        var (all, strongest, most) = (0.0, -1, double.NegativeInfinity);
        for (var rest = terms.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            all += basicSums[j];
            if (basicSums[j] > most) (strongest, most) = (j, basicSums[j]);
        }

        return new(
            w.Lower * sums[Low] + w.MuchLower * sums[MuchLow], w.MuchLower * sums[Collapse], each * all, w.Erratic * sums[Erratic],
            w.Better * sums[Better],
            strongest, strongest < 0 ? 0 : each * most);
    }

    private static double WeightOfBasic(DetectorTerms terms) =>
        terms.Basics == 0 ? 0 : terms.Weights.OneBasic / BitOperations.PopCount((ulong)terms.Basics);

    private void Read(DetectorTerms under)
    {
        terms = under;
        strength = PolyaUrn.Strength(under.DayToDayVariation);
        basicWeight = WeightOfBasic(under);
        var rate = Math.Clamp(Usual.Rate(under.SiteMissRate), UsualLevel.NeverQuite, 1 - UsualLevel.NeverQuite);
        watched = under.SiteMissRate is not null || learning == 0;
        usualOdds = rate / (1 - rate) * UsualLevel.Factor(under.RateOffset);
        highest = UsualLevel.HighestOf(rate);
        (q, qLow, qMuchLow, qBetter, qCollapse) = Rates(usualOdds);
        var count = BitOperations.PopCount((ulong)under.Basics);
        for (var rest = under.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            basicRates[j] = UsualBasicRate(j, under, count);
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
    private double Weigh(bool missed, double caseMix)
    {
        var (q0, q1, q2, q3, q4) = caseMix == 0 ? (q, qLow, qMuchLow, qBetter, qCollapse) : Rates(usualOdds * UsualLevel.Factor(caseMix));
        var usual = PolyaUrn.Predict(q0, strength, dayMissed, dayExpected[0]);
        var expected = usual / q;
        if (watched)
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

    private double WeighBasics(long missed, long applicable, double expected)
    {
        var all = 0.0;
        for (var rest = terms!.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            var applies = (applicable >> j & 1) != 0;
            var taught = IsWatched(j);
            if (applies && basicLearning[j] > 0) basicLearning[j]--;
            if (!taught) continue;
            if (!applies)
            {
                all += ++basicSums[j];
                continue;
            }

            var miss = (missed >> j & 1) != 0;

            // Odds × 8 of m: 8/(1 + 7m) for a miss, 1/(1 + 7m) for a met.
            var m = Math.Min(UsualLevel.HighestBasicRate, basicRates[j] * expected);
            var ratio = (miss ? ExplanationWeights.OneBasicOdds : 1) / (1 + (ExplanationWeights.OneBasicOdds - 1) * m);
            all += basicSums[j] = (basicSums[j] + 1) * ratio;
            Follow(ref starts[StartOfBasics + j], ratio, miss, mayBegin: true);
        }

        return all;
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
