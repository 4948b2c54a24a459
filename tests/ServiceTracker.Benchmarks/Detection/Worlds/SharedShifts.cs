using ServiceTracker.Benchmarks.Detection.Sites;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Nobody changes; seasons, weeks and a drift of the site are shared by all. Flags as raised, before attribution.</summary>
internal static class SharedShifts
{
    public static void Fill(DetectionTable table)
    {
        var usual = new SiteWorld();
        Flags(table, "nothing shared", usual);
        Flags(table, "season of 0.2 logit for all", usual with { Season = 0.2 });
        Flags(table, "season of 0.4 logit for all", usual with { Season = 0.4 });
        Flags(table, "the whole site drifts 0.5 logit a year", usual with { Drift = 0.5 });
        Flags(table, "shared weeks of SD 0.3 logit", usual with { SharedWeeks = 0.3 });
        Flags(table, "all mild at once, three channels of 25, 15 and 5", Mild);
    }

    /// <summary>Everything a real site has a little of.</summary>
    private static readonly SiteWorld Mild = new()
    {
        PerWeek = [25, 15, 5],
        StaffSd = 0.03,
        Season = 0.1,
        Drift = 0.05,
        SharedWeeks = 0.1,
        OwnWeeks = 0.1,
    };

    internal static void Flags(DetectionTable table, string name, SiteWorld world, double must = 1.0)
    {
        var perYear = 52.0 / world.After / world.People;
        var flags = SiteRun.Sites(
            Math.Max(2, table.Streams / world.People),
            site => SiteRun.All(world, site).Sum(p => p.Signals.Count(s => s.Day >= world.Before * StreamPlan.DaysPerWeek)) * perYear);
        table.Add(new(name, "a staff-year", Estimate.Mean(flags), must));
    }
}
