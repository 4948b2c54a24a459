using System.Numerics;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What everybody else on a channel missed and should have missed while a person's change lasted, in one segment: in all, by day
/// and by basic.</summary>
internal sealed class OthersShown
{
    private readonly Dictionary<DateOnly, (double N, double Expected, double Missed)> days = [];
    private readonly (double N, double Expected, double Missed)[] basics =
        new (double, double, double)[Expectations.Baseline.MaxExpectations];
    private (double N, double Expected, double Missed) all;

    /// <summary>Counts an interaction of somebody else.</summary>
    /// <param name="observation">A scored one.</param>
    /// <param name="usual">What is usual for them.</param>
    /// <param name="terms">What their unit was told at the time.</param>
    public void Count(in DetectorObservation observation, UsualLevel usual, DetectorTerms terms)
    {
        // Under a new baseline there may be nothing yet to expect anything by.
        if (usual.N > 0 || terms.SiteMissRate is not null)
        {
            var q = UsualLevel.Moved(usual.Rate(terms.SiteMissRate), observation.CaseMix + terms.RateOffset);
            all = Plus(all, q, observation.AnyMissed);
            days[observation.BusinessDate] = Plus(days.GetValueOrDefault(observation.BusinessDate), q, observation.AnyMissed);
        }

        var count = BitOperations.PopCount((ulong)terms.Basics);
        for (var rest = observation.Applicable & terms.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            if (usual.Applicable(j) == 0 && !terms.IsSiteBasicKnown(j)) continue;
            basics[j] = Plus(
                basics[j], Odds.Times(terms.UsualBasicRate(usual, j, count), Math.Exp(Told(terms, j))), (observation.Missed >> j & 1) != 0);
        }
    }

    /// <summary>The terms of the person, with what the others showed beyond what they were told to expect.</summary>
    /// <param name="terms">As told.</param>
    /// <param name="date">The day whose own shift is to count; null: the shift of the whole time.</param>
    public DetectorTerms Moved(DetectorTerms terms, DateOnly? date)
    {
        var offset = Offset(all, 0);
        if (date is { } d && days.TryGetValue(d, out var day)) offset = Offset(day, offset);
        return terms with
        {
            RateOffset = terms.RateOffset + offset,
            BasicOffsets =
            [
                .. Enumerable.Range(0, BitOperations.Log2((ulong)terms.Basics) + 1).Select(j => Offset(basics[j], 0) + Told(terms, j)),
            ],
        };
    }

    private static (double N, double Expected, double Missed) Plus((double N, double Expected, double Missed) sum, double q, bool missed) =>
        (sum.N + 1, sum.Expected + q, sum.Missed + (missed ? 1 : 0));

    private static double Told(DetectorTerms terms, int basic) =>
        terms.BasicOffsets is { } told && basic < told.Count ? told[basic] : 0;

    // The shift from what was expected to what was missed, with as many interactions as a site's rate weighs pretended at the shift before.
    private static double Offset((double N, double Expected, double Missed) sum, double before)
    {
        if (sum.N == 0) return before;
        var mean = Math.Clamp(sum.Expected / sum.N, UsualLevel.LowestBasicRate, 1 - UsualLevel.LowestBasicRate);
        var prior = Odds.Times(mean, Math.Exp(before));
        return Odds.Logit((sum.Missed + UsualLevel.SiteWeight * prior) / (sum.N + UsualLevel.SiteWeight)) - Odds.Logit(mean);
    }
}
