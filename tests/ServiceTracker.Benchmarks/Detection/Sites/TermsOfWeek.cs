using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>
/// What detectors are told about a day, from what was known before it began, as a store would tell it: volumes, the rates of colleagues and
/// what they show now, normal variation. The one place where a world's history becomes terms.
/// </summary>
/// <param name="world">The site; of its plan only the volume of a first week is looked at.</param>
internal sealed class TermsOfWeek(SiteWorld world)
{
    /// <summary>Colleagues' interactions from which their rates are known.</summary>
    private const int FewestOfColleagues = 100;

    /// <summary>Weeks for which ρ₀ holds.</summary>
    private const int VariationWeeks = 4;

    private readonly double[] variation = new double[world.PerWeek.Length];
    private readonly double[][] basicVariation = [.. world.PerWeek.Select(_ => new double[world.Basics])];
    private readonly ColleaguesNow[] now = new ColleaguesNow[world.PerWeek.Length];
    private readonly (long N, long K)[] sums = new (long, long)[world.PerWeek.Length];
    private readonly long[][] missed = [.. world.PerWeek.Select(_ => new long[world.Basics])];
    private IReadOnlyList<UnitSoFar[]> site = [];

    /// <summary>Looks at the site before a working day begins.</summary>
    /// <param name="day">Its number, from 0.</param>
    /// <param name="people">The units of everybody, by person and channel.</param>
    public void Begin(int day, IReadOnlyList<UnitSoFar[]> people)
    {
        site = people;
        for (var c = 0; c < sums.Length; c++)
        {
            var units = people.Select(p => p[c]).ToList();
            sums[c] = (units.Sum(u => u.Recent.Any.N), units.Sum(u => u.Recent.Any.K));
            for (var j = 0; j < world.Basics; j++) missed[c][j] = units.Sum(u => u.Recent.Of(j).K);
            now[c] = ColleaguesNow.FromDays(PersonWatch.DateOf(day), units.Select(u => (u.Person, u.Shown)), world.Basics);
            if (day % (VariationWeeks * StreamPlan.DaysPerWeek) != 0) continue;
            variation[c] = DayToDayVariation.Pooled(units.Select(u => u.Recent.Any));
            for (var j = 0; j < world.Basics; j++) basicVariation[c][j] = DayToDayVariation.Pooled(units.Select(u => u.Recent.Of(j)));
        }
    }

    /// <summary>The terms of a person's units, by channel.</summary>
    /// <param name="own">
    /// The person's units: those of the site, or others in their place, of a person who went another way than the one the colleagues know.
    /// </param>
    /// <returns>Those of the units, and those of the whole person.</returns>
    public (DetectorTerms[] Units, DetectorTerms Person) Of(UnitSoFar[] own)
    {
        var perYear = own.Select(u => u.PerYear ?? world.PerWeek[u.Channel] * Threshold.WeeksPerYear).ToArray();
        var weeks = own[0].Weeks.Count;
        var last = Enumerable.Range(0, weeks).Skip(weeks - Threshold.VolumeWeeks);
        var all = own.Length == 1 ? perYear[0] : PerYear([.. last.Select(w => own.Sum(u => u.Weeks[w]))], world.PerWeek.Sum());
        var person = new DetectorTerms
        {
            Threshold = Threshold.OfPerson([.. perYear.Select(n => n * all / perYear.Sum())]),
            Basics = world.AllBasics,
            Weights = ExplanationWeights.For(all / Threshold.WeeksPerYear),
        };
        return ([.. own.Select(unit =>
        {
            var (c, left) = (unit.Channel, site[unit.Person][unit.Channel].Recent);
            var (n, k) = (sums[c].N - left.Any.N, sums[c].K - left.Any.K);
            var isKnown = n >= FewestOfColleagues;
            return new DetectorTerms
            {
                Threshold = double.PositiveInfinity,
                Basics = world.AllBasics,
                SiteMissRate = isKnown ? (double)k / n : null,
                SiteBasicMissRates = isKnown
                    ? [.. Enumerable.Range(0, world.Basics).Select(j => (double)(missed[c][j] - left.Of(j).K) / n)] : null,
                DayToDayVariation = variation[c],
                BasicDayToDayVariation = basicVariation[c],
                Weights = ExplanationWeights.For(perYear[c] / Threshold.WeeksPerYear),
            }.Expecting(now[c].For(unit.Person));
        })], person);
    }

    /// <summary>The terms of the site's own series: it has no colleagues, and its days vary as its own days have.</summary>
    public static DetectorTerms OfSite(SiteWorld world, UnitSoFar site) => new()
    {
        Threshold = Threshold.Of(PerYear(site.Weeks, world.People * world.PerWeek.Sum())),
        Basics = world.AllBasics,
        DayToDayVariation = DayToDayVariation.Pooled([site.Recent.Any]),
    };

    private static double PerYear(IReadOnlyList<int> weeks, double planned) =>
        Threshold.PerYear(weeks) is { } known ? known : planned * Threshold.WeeksPerYear;
}
