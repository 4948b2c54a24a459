using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>
/// Keeps of a site with one channel what a store would: a state a week of every detector, the terms as told, interactions.
/// </summary>
internal sealed class SiteJournal
{
    private readonly SiteWorld world;
    private readonly List<DetectorState>[] states;
    private readonly Dictionary<DateOnly, DetectorTerms>[] told;
    private readonly List<DetectorObservation>[] observations;
    private readonly SiteWatch site;

    public SiteJournal(SiteWorld world)
    {
        (this.world, site) = (world, new SiteWatch(world));
        states = [.. Enumerable.Range(0, world.People).Select(_ => new List<DetectorState> { new ChangeDetector(world.Basics).Save() })];
        told = [.. Enumerable.Range(0, world.People).Select(_ => new Dictionary<DateOnly, DetectorTerms>())];
        observations = [.. Enumerable.Range(0, world.People).Select(_ => new List<DetectorObservation>())];
    }

    /// <summary>The series of the whole site.</summary>
    public KeptSeries Site => site.Kept;

    public List<WatchedUnit> Units =>
        [.. states.Select((s, p) => new WatchedUnit(p, new KeptSeries(s, date => told[p][date], []), observations[p]))];

    public void Week(
        int week, PersonStream[] streams, PersonWatch[] people, IReadOnlyList<(DetectorTerms[] Units, DetectorTerms Person)[]> terms)
    {
        site.Week(week, streams);
        for (var p = 0; p < people.Length; p++)
        {
            if (people[p].Of(0) is { } detector) states[p].Add(detector.Save());
            for (var day = week * StreamPlan.DaysPerWeek; day < (week + 1) * StreamPlan.DaysPerWeek; day++)
            {
                var date = PersonWatch.DateOf(day);
                // A person of one channel is judged as that unit alone, by the person's threshold.
                var (units, person) = terms[day - week * StreamPlan.DaysPerWeek][p];
                told[p].Add(date, units[0] with { Threshold = person.Threshold });
                var opens = date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddSeconds(p);
                var (from, until) = streams[p].Of(day);
                for (var i = from; i < until; i++)
                    observations[p].Add(new(
                        PersonWatch.IdOf(p, i + 1), opens.AddMinutes(i - from), date, streams[p].Missed[i], world.AllBasics));
            }
        }
    }
}
