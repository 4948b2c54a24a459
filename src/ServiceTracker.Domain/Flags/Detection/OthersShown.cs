using System.Numerics;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What everybody else on a channel missed and should have missed while a person's change lasted, in one segment: in all, by day
/// and by basic.</summary>
internal sealed class OthersShown
{
    private readonly Dictionary<DateOnly, MissCount> days = [];
    private readonly MissCount[] basics = new MissCount[Expectations.Baseline.MaxExpectations];
    private MissCount all;

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
            var one = Once(q, observation.AnyMissed);
            all += one;
            days[observation.BusinessDate] = days.GetValueOrDefault(observation.BusinessDate) + one;
        }

        var count = BitOperations.PopCount((ulong)terms.Basics);
        for (var rest = observation.Applicable & terms.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            if (usual.Applicable(j) == 0 && !terms.IsSiteBasicKnown(j)) continue;
            var q = Odds.Times(terms.UsualBasicRate(usual, j, count), Math.Exp(Told(terms, j)));
            basics[j] += Once(q, (observation.Missed >> j & 1) != 0);
        }
    }

    /// <summary>The terms of the person, with what the others showed beyond what they were told to expect.</summary>
    /// <param name="terms">As told.</param>
    /// <param name="date">The day whose own shift is to count; null: the shift of the whole time.</param>
    public DetectorTerms Moved(DetectorTerms terms, DateOnly? date)
    {
        // As many interactions as a site's rate weighs are pretended at the shift before.
        var offset = LogitShift.Of(all, UsualLevel.SiteWeight);
        if (date is { } d && days.TryGetValue(d, out var day)) offset = LogitShift.Of(day, UsualLevel.SiteWeight, offset);
        return terms with
        {
            RateOffset = terms.RateOffset + offset,
            BasicOffsets =
            [
                .. Enumerable.Range(0, BitOperations.Log2((ulong)terms.Basics) + 1)
                    .Select(j => LogitShift.Of(basics[j], UsualLevel.SiteWeight) + Told(terms, j)),
            ],
        };
    }

    private static MissCount Once(double q, bool missed) => new(1, q, missed ? 1 : 0);

    private static double Told(DetectorTerms terms, int basic) =>
        terms.BasicOffsets is { } told && basic < told.Count ? told[basic] : 0;
}
