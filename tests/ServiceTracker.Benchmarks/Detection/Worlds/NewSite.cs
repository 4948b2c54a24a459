using ServiceTracker.Benchmarks.Detection.Sites;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Everybody of a site begins at once and misses half; nothing changes.</summary>
internal static class NewSite
{
    public static void Fill(DetectionTable table)
    {
        var world = new SiteWorld { MissRate = 0.5, Before = 0, After = 4 };
        var flags = SiteRun.Sites(
            Math.Max(2, table.Streams / world.People), site => (double)SiteRun.All(world, site).Sum(p => p.Signals.Count) / world.People);
        table.Add(new("half missed: flags in the first four weeks", "a person", Estimate.Mean(flags), 0.05));
    }
}
