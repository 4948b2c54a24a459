using ServiceTracker.Benchmarks.Detection.Sites;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>
/// Nobody changes, but basics such as "counter tidy" are missed for a day or not at all: each has an intra-day correlation of its own.
/// </summary>
internal static class BasicsByDay
{
    public static void Fill(DetectionTable table)
    {
        var usual = new SiteWorld();
        foreach (var (rho, must) in new[] { (0.02, 1.0), (0.10, 1.0), (0.30, 1.2) })
            SharedShifts.Flags(table, $"two basics, ρ {rho:0.00}: false flags", usual with { BasicVariation = [rho, rho] }, must);
        SharedShifts.Flags(
            table, "all eight basics, ρ 0.02: false flags",
            usual with { Variation = 0, BasicVariation = [.. Enumerable.Repeat(0.02, usual.Basics)] });
    }
}
