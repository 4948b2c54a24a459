using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Some people of a site drop: what their detectors say is said by them, or by the site, and by nobody else.</summary>
internal static class SomeDrop
{
    public static void Fill(DetectionTable table)
    {
        foreach (var (dropped, must) in new[] { (4, (double?)97), (20, null), (40, null) })
        {
            var world = new SiteWorld { After = 8 };
            var drop = new Phase[] { new(world.Before, new(MissRate: 0.2)) };
            var from = PersonWatch.DateOf(world.Before * StreamPlan.DaysPerWeek);
            var sites = SiteRun.Sites(Math.Max(2, table.Streams / 4 / world.People), number =>
            {
                var journal = new SiteJournal(world);
                var people = SiteRun.All(world, number, p => p < dropped ? drop : null, journal.Week);
                AttributedSignal[] raised =
                [
                    .. people.SelectMany((person, p) => person.Signals.Where(s => s.Signal.BusinessDate >= from).Take(1)
                        .Select(s => new AttributedSignal(p, s.Signal))),
                ];
                var (units, decided) = (journal.Units, Attribution.Decide(journal.Units, raised, journal.Site, from));
                var ofDropped = raised.Where(r => r.Id < dropped && r.Signal.Label.Kind != DetectionKind.Better).ToList();
                return (
                    Raised: ofDropped.Count,
                    Own: ofDropped.Count(r => Attribution.Carries(units[r.Id], r.Signal, units)),
                    Person: ofDropped.Count(decided.People.Contains),
                    Somebody: ofDropped.Count(r => decided.People.Contains(r)
                        || (decided.Withheld.Contains(r) && decided.Channel is { Label.Kind: not DetectionKind.Better })),
                    Channel: decided.Channel is not null);
            });
            var all = sites.Sum(s => s.Raised);
            Estimate Of(int count) => Estimate.Share(count, Math.Max(1, all)).Times(100);
            table.Add(new(
                $"{dropped} of 40, 0.90 → 0.80: true signals carried by somebody", "%", Of(sites.Sum(s => s.Somebody)), must, true));
            table.Add(new("… by the person", "%", Of(sites.Sum(s => s.Person))));
            table.Add(new("… that stand against what everybody else shows", "%", Of(sites.Sum(s => s.Own))));
            table.Add(new(
                "… the site carries a flag", "% of sites", Estimate.Share(sites.Count(s => s.Channel), sites.Length).Times(100)));
        }
    }
}
