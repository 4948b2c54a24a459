using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>Watches the series of a whole site, which has a budget of its own.</summary>
internal sealed class SiteWatch(SiteWorld world)
{
    private readonly UnitSoFar unit = new(-1, 0, world.Basics);
    private readonly List<(int Day, DetectorSignal Signal)> signals = [];
    private readonly ChangeDetector detector = new(world.Basics);
    private readonly List<DetectorState> states = [];
    private readonly List<DetectorTerms> told = [];

    /// <summary>The series as a store keeps it, a state a week.</summary>
    public KeptSeries Kept => new(states, date => told[PersonWatch.WeekOf(date)], []);

    /// <summary>As raised, with the working day.</summary>
    public IReadOnlyList<(int Day, DetectorSignal Signal)> Signals => signals;

    public void Week(int week, PersonStream[] streams)
    {
        var terms = TermsOfWeek.OfSite(world, unit);
        states.Add(detector.Save());
        told.Add(terms);
        for (var day = week * StreamPlan.DaysPerWeek; day < (week + 1) * StreamPlan.DaysPerWeek; day++)
        {
            Day(day, streams, terms);
            unit.EndDay(PersonWatch.DateOf(day), day % StreamPlan.DaysPerWeek == StreamPlan.DaysPerWeek - 1, null, terms);
        }
    }

    // In turn, one interaction of everybody and then the next: as people work at the same time.
    private void Day(int day, PersonStream[] streams, DetectorTerms terms)
    {
        var date = PersonWatch.DateOf(day);
        var midday = date.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
        var spans = Array.ConvertAll(streams, s => s.Of(day));
        var most = spans.Max(s => s.Until - s.From);
        for (var i = 0; i < most; i++)
        {
            for (var p = 0; p < streams.Length; p++)
            {
                if (spans[p].From + i >= spans[p].Until) continue;
                var missed = streams[p].Missed[spans[p].From + i];
                if (detector.Advance(new(default, midday, date, missed, world.AllBasics), terms).Raised is { } raised)
                    signals.Add((day, raised));
                unit.Count(missed);
            }
        }
    }
}
