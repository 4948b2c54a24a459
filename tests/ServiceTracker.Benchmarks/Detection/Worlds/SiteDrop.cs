using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Everybody of a site drops at once: that is the site's flag and nobody's own.</summary>
internal static class SiteDrop
{
    public static void Fill(DetectionTable table)
    {
        var world = new SiteWorld { After = 13 };
        world = world with { Everybody = [new(world.Before, new(MissRate: 0.2))] };
        var first = world.Before * StreamPlan.DaysPerWeek;
        var sites = SiteRun.Sites(Math.Max(2, table.Streams / world.People), number =>
        {
            var site = new SiteWatch(world);
            var people = SiteRun.All(world, number, eachWeek: site.Week);
            var named = site.Signals.FirstOrDefault(s => s.Day >= first && s.Signal.Label.Kind != DetectionKind.Better);
            return (
                Signals: people.Sum(p => p.Signals.Count(s => s.Day >= first)) * 52.0 / world.After / world.People,
                Days: named.Signal is null ? double.PositiveInfinity : named.Day - first + 1);
        });
        table.Add(new(
            "0.90 → 0.80 for all: signals on persons, the first quarter", "a person-year", Estimate.Mean([.. sites.Select(s => s.Signals)]),
            1.5));
        table.Add(new("… working days until the site is named", "days", Estimate.Median([.. sites.Select(s => s.Days)]), 5));
    }
}
