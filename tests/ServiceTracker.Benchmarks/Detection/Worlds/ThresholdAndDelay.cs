namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>What a higher or lower threshold would buy, as A = c·N/b.</summary>
internal static class ThresholdAndDelay
{
    public static void Fill(DetectionTable table)
    {
        var plan = new StreamPlan { Variation = 0.02 };
        foreach (var c in new[] { 0.7, 0.85, 1, 1.15, 1.3 })
        {
            var watch = new DetectorWatch { Variation = [0.02], Budget = 1 / c };
            table.Flags($"c = {c:0.00}: false flags", plan, watch, null, anchors: false);
            table.Measure("… 0.90 → 0.80", plan with { Change = new(MissRate: 0.2) }, watch, null, anchors: false);
            var few = plan with { PerWeek = 5, Variation = 0 };
            table.Flags("… false flags, 5 a week (c × 0.85)", few, watch with { Variation = [0] }, null, anchors: false);
            table.Measure(
                "… 0.90 → 0.80, 5 a week", few with { Change = new(MissRate: 0.2), After = 104 }, watch with { Variation = [0] }, null,
                weeks: true, anchors: false);
            table.Units("… false flags, three units of 15 a week", 3, plan with { PerWeek = 15 }, watch, null);
            table.Measure(
                "… 0.90 → 0.80 in one of them", plan with { PerWeek = 15, Change = new(MissRate: 0.2) }, watch with { PersonPerWeek = 45 },
                null, weeks: true, anchors: false);
        }
    }
}
