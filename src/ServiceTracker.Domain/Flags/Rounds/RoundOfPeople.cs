using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Rounds;

/// <summary>What a comparison of people says of each: a flag where they are named. Among too few nothing is said of anybody.</summary>
public static class RoundOfPeople
{
    /// <summary>A finding for everybody of whom the comparison tells something.</summary>
    /// <param name="comparison">Of the round's weeks.</param>
    /// <param name="siteId">The site.</param>
    /// <param name="last">The last week.</param>
    /// <param name="staffId">The number of a person.</param>
    public static IEnumerable<RoundFinding> Of(StaffComparison comparison, int siteId, IsoWeek last, Func<string, int> staffId)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(staffId);
        return comparison.Staff.Where(s => s is { Limits: not null, TooFew: null }).Select(s => new RoundFinding
        {
            SiteId = siteId,
            WeekStart = last.Monday,
            Kind = FlagKind.Comparison,
            StaffId = staffId(s.Staff),
            IsTold = s.IsNamed,
            Sentence = RoundSpan.Dated(s.Sentence, last),
            Evidence = (RoundSpan.Evidence(last, s.N, (double)s.K / s.N, s.Expected!.Value) with
            {
                Statistic = s.LowerTail!.Value,
                Threshold = comparison.Threshold,
            }).Write(),
        });
    }
}
