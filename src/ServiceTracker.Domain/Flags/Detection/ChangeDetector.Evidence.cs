using System.Numerics;
using System.Runtime.Intrinsics;
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
    internal EvidenceSums EvidenceOf(in ExplanationWeights w, long basics)
    {
        var kinds = new double[Enum.GetValues<DetectionKind>().Length];
        for (var i = 0; i < Places.Weighed; i++)
            if (i != Places.OfBasics) kinds[(int)Places.All[i].Kind] += w.Shares[i] * sums[i];
        var each = WeightOfBasic(w, basics);
        var of = new double[basicSums.Length];
        for (var j = 0; j < of.Length; j++)
            if ((basics >> j & 1) != 0) of[j] = each * basicSums[j];
        return new(kinds, w.Shares[Places.WeightOfCollapse] * sums[Places.OfCollapse], of);
    }

    // The level and the day's variation are the unit's own or, for an interaction of one of several units, that unit's.
    internal double Accumulate(in DetectorObservation observation, DetectorTerms under, ChangeDetector? unit)
    {
        var date = observation.BusinessDate.DayNumber;
        var isNewDay = date != day || !Usual.HasToday;
        if (isNewDay)
        {
            EndDay();
            Usual.Begin(date, observation.Applicable);
            (day, dayInteractions, dayMissed, dayUsual) = (date, 0, 0, 0);
            Array.Clear(dayExpected);
            Array.Clear(basicDay);
        }
        else
        {
            Usual.Seen(observation.Applicable);
        }

        if (isNewDay || !ReferenceEquals(under, terms)) Read(under, ofOwnLevel: unit is null);
        lastTicks = observation.OccurredAt.Ticks;
        Interactions++;
        var level = unit ?? this;
        var expected = Weigh(observation.AnyMissed, observation.CaseMix, level);
        var basics = WeighBasics(observation.Missed, observation.Applicable, expected, level);
        var wholes = Vector256<double>.Zero;
        for (var at = 0; at < Places.Width; at += Places.Lanes) wholes += Places.At(sums, at);
        if (Vector256.Sum(wholes) + basics > TooLarge) basics = Shrink(basics);
        Usual.Count(observation.Missed, observation.Applicable);

        var evidence = 0.0;
        for (var i = 0; i < Places.Weighed; i++) evidence += weights[i] * (i == Places.OfBasics ? basics : sums[i]);
        return evidence;
    }

    private static double WeightOfBasic(in ExplanationWeights weights, long basics) =>
        basics == 0 ? 0 : weights.Shares[Places.OfBasics] / BitOperations.PopCount((ulong)basics);

    private void Read(DetectorTerms under, bool ofOwnLevel)
    {
        if (!ReferenceEquals(under, terms))
        {
            under.Weights.Shares.CopyTo(weights);
            weights[Places.OfBasics] = WeightOfBasic(under.Weights, under.Basics);
            terms = under;
        }

        if (!ofOwnLevel) return;
        strength = PolyaUrn.Strength(under.DayToDayVariation);
        var rate = Math.Clamp(Usual.Rate(under.SiteMissRate), UsualLevel.NeverQuite, 1 - UsualLevel.NeverQuite);
        watched = under.SiteMissRate is not null || learning == 0;
        usualOdds = rate / (1 - rate) * UsualLevel.Factor(under.RateOffset);
        // What everybody shows now is not cut either: on a site of one half a bad week would be flagged for the cut.
        highest = UsualLevel.HighestOf(usualOdds / (1 + usualOdds));
        q = Rates(usualOdds, rates);
        for (var i = 0; i < strengths.Length; i++) strengths[i] = double.IsNaN(Places.Strengths[i]) ? strength : Places.Strengths[i];
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

    // Gives the usual rate, and in the array that of every explanation of the whole.
    private double Rates(double odds, double[] changed)
    {
        var usual = Math.Clamp(odds / (1 + odds), UsualLevel.LowestRate, highest);
        for (var at = 0; at < Places.Width; at += Places.Lanes)
        {
            // As Odds.Times, but that one times the odds is the usual rate to the last bit.
            var times = Places.At(Places.Odds, at);
            var moved = times * usual / (Vector256.Create(1 - usual) + times * usual);
            var isOne = Vector256.Equals(times, Vector256<double>.One);
            Places.Put(Vector256.ConditionalSelect(isOne, Vector256.Create(usual), moved), changed, at);
        }

        return usual;
    }

    // Gives how much more, or less, often than usual a miss was to be expected here, from the day so far and the case mix.
    private double Weigh(bool missed, double caseMix, ChangeDetector level)
    {
        weighed = level == this ? watched : level.weighed;
        var changed = caseMix == 0 ? level.rates : ofCaseMix;
        var q0 = caseMix == 0 ? level.q : level.Rates(level.usualOdds * UsualLevel.Factor(caseMix), changed);
        var usual = PolyaUrn.Predict(q0, level.strength, dayMissed, dayUsual);
        if (weighed) WeighWholes(missed, usual, changed, level.strengths);

        if (learning > 0 && --learning == 0) watched = true;
        dayInteractions++;
        if (missed) dayMissed++;
        dayUsual += q0;
        for (var at = 0; at < Places.Width; at += Places.Lanes)
            Places.Put(Places.At(dayExpected, at) + Places.At(changed, at), dayExpected, at);
        spread[^1] += q0 * (1 - q0);
        return usual / level.q;
    }

    private void WeighWholes(bool missed, double usual, double[] changed, double[] urns)
    {
        var per = 1 / (missed ? usual : 1 - usual);
        var beginsDay = dayInteractions == 0;
        var ofDay = beginsDay ? Usual.PerActiveDay : 0;
        for (var at = 0; at < Places.Width; at += Places.Lanes)
        {
            var chance = PolyaUrn.Predict(Places.At(changed, at), Places.At(urns, at), dayMissed, Places.At(dayExpected, at));
            if (!missed) chance = Vector256<double>.One - chance;
            var ratio = chance * per;
            Places.Put(ratio, ratios, at);
            var withDay = Places.At(Places.WithDay, at);
            var begun = Places.At(sums, at) + Places.At(Places.AtAnyTime, at) + ofDay * withDay;
            var isWithDay = Vector256.GreaterThan(withDay, Vector256<double>.Zero);
            Places.Put(Vector256.ConditionalSelect(isWithDay, begun * ratio, begun * chance * per), sums, at);
        }

        for (var start = 0; start < Places.Starts; start++)
        {
            var i = Places.FollowedBy[start];
            if (Follow(ref starts[start], ratios[i], missed, mayBegin: beginsDay || Places.AtAnyTime[i] > 0))
                spread[2 * start] = spread[2 * start + 1] = 0;
        }
    }

    private double WeighBasics(long missed, long applicable, double expected, ChangeDetector level)
    {
        var weighs = weighedBasics = level == this ? Watched() : level.weighedBasics;
        var (rates, urns, learn, each) = (level.basicRates, level.basicStrengths, basicLearning, basicSums);
        var all = 0.0;
        for (var rest = terms!.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            var applies = (applicable >> j & 1) != 0;
            if (applies && learn[j] > 0) learn[j]--;
            if (applies)
            {
                var miss = (missed >> j & 1) != 0;
                var ratio = RatioOfBasic(j, miss, rates[j] * expected, urns[j]);
                if ((weighs >> j & 1) == 0) continue;
                each[j] = (each[j] + 1) * ratio;
                Follow(ref starts[Places.Starts + j], ratio, miss, mayBegin: true);
            }
            else if ((weighs >> j & 1) != 0)
            {
                each[j]++;
            }

            all += each[j];
        }

        return all;
    }

    // The day so far and the case mix move what is expected of every basic; on top of that a basic has a day of its own, where it is told
    // to: what the printer missed this morning it is expected to miss this afternoon. m·(s·m + Y)/(s·m + Σm) as for the whole, with the
    // basic's own s and Y, and m as it was moved.
    private double RatioOfBasic(int j, bool miss, double moved, double urn)
    {
        var m = Math.Min(UsualLevel.HighestBasicRate, moved);
        if (double.IsPositiveInfinity(urn))
        {
            // Odds × 8 of m: 8/(1 + 7m) for a miss, 1/(1 + 7m) for a met.
            return (miss ? OneBasicOdds : 1) / (1 + (OneBasicOdds - 1) * m);
        }

        var slips = Odds.Times(m, OneBasicOdds);
        var ofDay = basicDay.AsSpan(InDay * j, InDay);
        var already = (int)ofDay[BasicMissed];
        var usual = PolyaUrn.Predict(m, urn, already, ofDay[BasicUsual]);
        var changed = PolyaUrn.Predict(slips, urn, already, ofDay[BasicSlips]);
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
        var off = dayMissed - dayUsual;
        for (var start = 0; start < Places.Starts; start++)
        {
            spread[2 * start] += off * off;
            spread[2 * start + 1] += spread[^1];
        }

        spread[^1] = 0;
    }
}
