using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>
/// Keeps of a site with one channel what a store would: a state a week of every detector, the terms as told, interactions.
/// </summary>
internal sealed class SiteJournal
{
    private readonly SiteWorld world;
    private readonly List<DetectorState>[] states;
    private readonly List<DetectorTerms>[] told;
    private readonly List<DetectorObservation>[] observations;
    private readonly SiteWatch site;

    public SiteJournal(SiteWorld world)
    {
        (this.world, site) = (world, new SiteWatch(world));
        states = [.. Enumerable.Range(0, world.People).Select(_ => new List<DetectorState> { new ChangeDetector(world.Basics).Save() })];
        told = [.. Enumerable.Range(0, world.People).Select(_ => new List<DetectorTerms>())];
        observations = [.. Enumerable.Range(0, world.People).Select(_ => new List<DetectorObservation>())];
    }

    /// <summary>The series of the whole site.</summary>
    public KeptSeries Site => site.Kept;

    public List<WatchedUnit> Units =>
        [.. states.Select((s, p) => new WatchedUnit(p, new KeptSeries(s, date => told[p][PersonWatch.WeekOf(date)], []), observations[p]))];

    public void Week(int week, PersonStream[] streams, PersonWatch[] people, DetectorTerms[][] terms)
    {
        site.Week(week, streams);
        for (var p = 0; p < people.Length; p++)
        {
            states[p].Add(people[p].Units[0].Detector.Save());
            told[p].Add(terms[p][0]);
            for (var day = week * StreamPlan.DaysPerWeek; day < (week + 1) * StreamPlan.DaysPerWeek; day++)
            {
                var date = PersonWatch.DateOf(day);
                var opens = date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddSeconds(p);
                var (from, until) = streams[p].Of(day);
                for (var i = from; i < until; i++)
                    observations[p].Add(new(
                        PersonWatch.IdOf(p, i + 1), opens.AddMinutes(i - from), date, streams[p].Missed[i], world.AllBasics));
            }
        }
    }
}
