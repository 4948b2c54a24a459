using ServiceTracker.Benchmarks.Detection.Sites;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>
/// Everybody improved ninety weeks ago, after three quarters of a year; what they were before must not hide that one of them falls back.
/// </summary>
internal static class OldImprovement
{
    private const int Long = 39, Ago = 90;

    public static void Fill(DetectionTable table)
    {
        var world = new SiteWorld { MissRate = 0.2, Before = Long + Ago, Everybody = [new(Long, new(MissRate: 0.1))] };
        var flags = SiteRun
            .Sites(Math.Max(2, table.Streams / 2 / world.People), site => SiteRun.OneChanges(world, site, new(MissRate: 0.2)))
            .SelectMany(f => f).Select(f => f?.At ?? double.PositiveInfinity).ToList();
        table.Add(new("0.80 → 0.90 ninety weeks ago, then 0.80", "interactions", Estimate.Median(flags), 90));
    }
}
