namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>False flags of one person where volumes, bases, basics or baselines are others.</summary>
internal static class FalseFlagsElsewhere
{
    public static void Fill(DetectionTable table)
    {
        foreach (var perWeek in new[] { 5, 8, 14, 15, 25, 72, 100, 200 })
            foreach (var rho in new[] { 0, 0.02 })
                table.Flags(
                    $"{perWeek} a week{(rho > 0 ? ", natural variation" : "")}", new() { PerWeek = perWeek, Variation = rho },
                    new() { Variation = [rho] }, 1, perWeek > 100 ? table.Streams / 2 : table.Streams);
        foreach (var rho in new[] { 0, 0.02 })
        {
            var natural = rho > 0 ? ", natural variation" : "";
            var plan = new StreamPlan { Variation = rho };
            var watch = new DetectorWatch { Variation = [rho] };
            table.Flags($"people differ, SD 0.04{natural}", plan with { StaffSd = 0.04 }, watch, 1);
            table.Flags($"a bad interaction misses several basics{natural}", plan with { Together = 0.3 }, watch, 1);
            table.Flags(
                $"… the rate is told, the basics' are not{natural}", plan with { Together = 0.3 },
                watch with { TellsBasics = false }, null);
            table.Flags($"bases differ by basic and person, 1 : 16{natural}", plan with { UnequalBasics = 4 }, watch, null);
            table.Flags($"4 basics{natural}", plan with { Basics = 4 }, watch, 1);
            table.Flags($"12 basics{natural}", plan with { Basics = 12 }, watch, 1);
        }

        var usual = new StreamPlan { Variation = 0.02 };
        var exact = new DetectorWatch { Variation = [0.02] };
        table.Flags("natural variation 0.05, told exactly", usual with { Variation = 0.05 }, exact with { Variation = [0.05] }, 1);
        table.Flags(
            "natural variation, pooled over 40 colleagues + 1 SE", usual,
            exact with { Variation = DetectionMeasure.PooledVariation(usual, 40, 50) }, 1);
        table.Flags("no variation, 0.02 assumed", usual with { Variation = 0 }, exact, 1);
        table.Flags("usually all met in 0.97", usual with { MissRate = 0.03 }, exact with { SiteMissRate = 0.03 }, 1);
        table.Flags("usually all met in 0.70", usual with { MissRate = 0.3 }, exact with { SiteMissRate = 0.3 }, 1);
        table.Flags("usually all met in 0.40", usual with { MissRate = 0.6 }, exact with { SiteMissRate = 0.6 }, null);
        var mixed = usual with { CaseMix = 0.5 };
        var centre = CaseMixCentre.Of(mixed);
        table.Flags("case mix of SD 0.5 on the logit scale, told", mixed, exact with { MixCentre = centre }, null);
        table.Flags("… not told", mixed, exact, null);
        foreach (var (units,
            perWeek,
            name) in new[] { (2, 22, "two units of 22"),
            (3, 15, "three units of 15"), (5, 10, "five units of 10"), (9, 5, "nine units of 5"), (3, 5, "three units of 5"),
            (5, 30, "five units of 30") })
            table.Units($"{name} a week, N and budget shared", units, usual with { PerWeek = perWeek }, exact, 1);
        var first = usual with { Before = 0, After = 25 };
        table.Flags("the first 25 weeks of a person", first, exact, null);
        table.Flags("… people differ, SD 0.04", first with { StaffSd = 0.04 }, exact, null);
        table.Flags("… the site is unknown and misses 0.20", first with { MissRate = 0.2 }, exact with { SiteMissRate = null }, null);
        // Four of the eight basics are new, so that before them all were met in 0.90.
        var raised = usual with { MissRate = 0.19, After = 26 };
        table.Flags(
            "new basics bring all met to 0.81, colleagues tell the new rate", raised,
            exact with { NewBasics = 4, NewSiteMissRate = 0.19 }, null);
        table.Flags("… nobody tells it", raised, exact with { NewBasics = 4 }, null);
    }
}
