using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Somebody's service changes for good, nobody marks the change and the flag stays open.</summary>
internal static class LastingChange
{
    public static void Fill(DetectionTable table)
    {
        foreach (var (weeks, name) in new[] { (26, "half a year"), (52, "a year") })
        {
            var world = new SiteWorld { After = weeks };
            var changed = new Phase[] { new(world.Before, new(MissRate: 0.2)) };
            // One in ten, so that colleagues stay as they were.
            var flags = SiteRun.Sites(Math.Max(2, table.Streams / world.People), site => SiteRun
                .All(world, site, p => p % 10 == 0 ? changed : null)
                .Where((_, p) => p % 10 == 0)
                .Select(p => Flags(p, world.Before)).ToList());
            table.Add(new(
                $"0.90 → 0.80, {name}: flags of the change", "flags", Estimate.Mean([.. flags.Select(f => f.Average(n => n.Same))]), 1));
            table.Add(new("… flags of anything", "flags", Estimate.Mean([.. flags.Select(f => f.Average(n => n.All))])));
        }
    }

    // Of the change are those that say what its first flag says.
    private static (double Same, double All) Flags(PersonWatch person, int before)
    {
        var flags = new UnitFlags();
        foreach (var signal in person.Signals.Where(s => s.Day >= before * StreamPlan.DaysPerWeek))
        {
            flags.Take(signal.Signal with { IsSettled = false, WasLabelled = null, Label = signal.Provisional });
            if (signal.Signal.IsSettled) flags.Take(signal.Signal);
        }

        return flags.Flags is [var first, ..] ? (flags.Flags.Count(f => f.Label.Kind == first.Label.Kind), flags.Flags.Count) : default;
    }
}
