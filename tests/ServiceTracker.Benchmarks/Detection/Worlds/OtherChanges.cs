using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Other changes of one person on one channel.</summary>
internal static class OtherChanges
{
    public static void Fill(DetectionTable table)
    {
        var plan = new StreamPlan { Variation = 0.02 };
        var watch = new DetectorWatch { Variation = [0.02] };
        foreach (var basics in new[] { 4, 6, 12 })
        {
            var one = plan with { Basics = basics };
            var found = table.Measure(
                $"one of {basics} basics slips", one with { Change = new(SlippedBasic: one.SlipTo(0.2)) }, watch, null, anchors: false);
            table.Share("… right basic named after five days", found.Settled, l => l.Basic == 0, null);
        }

        foreach (var (to, name) in new[] { (0.3, "0.90 → 0.70"), (0.5, "0.90 → 0.50"), (0.7, "0.90 → 0.30") })
            table.Share(
                $"settled as lower: {name}",
                table.Measure(name, plan with { Change = new(MissRate: to) }, watch, null, anchors: false).Settled,
                Labels.IsLower, null);
        var better = table.Measure(
            "0.80 → 0.90", plan with { MissRate = 0.2, Change = new(MissRate: 0.1) }, watch with { SiteMissRate = 0.2 }, null);
        table.Share("… settled as better", better.Settled, l => l.Kind == DetectionKind.Better, null);
        table.Measure(
            "0.90 → 0.80 sliding over 12 weeks", plan with { Change = new(MissRate: 0.2, SlideWeeks: 12) }, watch, null, weeks: true);
        table.Measure(
            "0.90 → 0.80 sliding over 26 weeks", plan with { Change = new(MissRate: 0.2, SlideWeeks: 26) }, watch, null, weeks: true);
        table.Measure("0.90 → 0.80, 15 a week", plan with { PerWeek = 15, Change = new(MissRate: 0.2) }, watch, null, weeks: true);
        table.Measure(
            "0.90 → 0.80 in one of three units of 15 a week", plan with { PerWeek = 15, Change = new(MissRate: 0.2) },
            watch with { PersonPerWeek = 45 }, null, weeks: true, anchors: false);
        table.Measure("0.90 → 0.80, 200 a week", plan with { PerWeek = 200, Change = new(MissRate: 0.2), After = 12 }, watch, null);
        var mixed = plan with { CaseMix = 0.5, Change = new(MissRate: 0.2) };
        table.Measure("0.90 → 0.80 with case mix of SD 0.5, told", mixed, watch with { MixCentre = CaseMixCentre.Of(mixed) }, null);
        table.Measure("… not told", mixed, watch, null, anchors: false);
        table.Measure(
            "0.90 → 0.80, budget 0.5", plan with { Change = new(MissRate: 0.2) }, watch with { Budget = 0.5 }, null, anchors: false);
        table.Measure("0.90 → 0.80, budget 2", plan with { Change = new(MissRate: 0.2) }, watch with { Budget = 2 }, null, anchors: false);
        table.Measure("0.90 → 0.80 six weeks after the start", plan with { Before = 6, Change = new(MissRate: 0.2) }, watch, null);
    }
}
