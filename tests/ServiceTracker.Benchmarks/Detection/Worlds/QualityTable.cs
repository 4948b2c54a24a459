using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>What was asked of one person on one channel, beside the anchors.</summary>
internal static class QualityTable
{
    public static void Fill(DetectionTable table)
    {
        foreach (var rho in new[] { 0, 0.02 })
        {
            var plan = new StreamPlan { Variation = rho };
            var watch = new DetectorWatch { Variation = [rho] };
            var natural = rho > 0;
            string In(string what) => natural ? what + ", natural variation" : what;
            T Must<T>(T plain, T varied) => natural ? varied : plain;

            var (flags, theirs) = DetectionMeasure.FalseFlags(plan, watch, 4 * table.Streams);
            table.Add(new(In("false flags"), "a staff-year", flags, 1.0, Anchors: theirs));
            var drop = table.Measure(In("0.90 → 0.80"), plan with { Change = new(MissRate: 0.2) }, watch, Must(76, 85));
            var large = table.Measure(In("0.90 → 0.70"), plan with { Change = new(MissRate: 0.3) }, watch, Must(32, 37));
            var one = table.Measure(In("one basic slips"), plan with { Change = new(SlippedBasic: plan.SlipTo(0.2)) }, watch, 45);
            table.Share(In("… right basic named at the flag"), one.Provisional, l => l.Basic == 0, 80);
            table.Share(In("… after five days"), one.Settled, l => l.Basic == 0, 94);
            table.Share(In("wrongly named in a drop to 0.80, at the flag"), drop.Provisional, l => l.Basic is not null, 12, atLeast: false);
            table.Share(In("… after five days"), drop.Settled, l => l.Basic is not null, 12, atLeast: false);
            table.Share(
                In("wrongly named in a drop to 0.70, at the flag"), large.Provisional, l => l.Basic is not null, 12, atLeast: false);
            table.Share(In("… after five days"), large.Settled, l => l.Basic is not null, 12, atLeast: false);
            var erratic = table.Measure(In("erratic"), plan with { Change = new(Variation: 0.125) }, watch, Must(4.4, 5.8), weeks: true);
            var swings = table.Measure(
                In("good days, bad days"), plan with { Change = new(BadDay: 0.42, GoodDay: 0.02, BadShare: 0.2) }, watch,
                Must(2.0, 2.4), weeks: true);
            table.Share(In("settled as lower: drop to 0.80"), drop.Settled, Labels.IsLower, 95);
            table.Share(In("settled as lower: drop to 0.70"), large.Settled, Labels.IsLower, 95);
            table.Share(In("settled as erratic: erratic"), erratic.Settled, Labels.IsErratic, 88);
            table.Share(In("settled as erratic: good days, bad days"), swings.Settled, Labels.IsErratic, 95);

            var pooled = watch with { Variation = DetectionMeasure.PooledVariation(plan, 40, 50) };
            table.Measure(
                In("0.90 → 0.80, ρ₀ pooled over 40 colleagues + 1 SE"), plan with { Change = new(MissRate: 0.2) }, pooled, Must(76, 85),
                anchors: false);
            table.Measure(
                In("erratic, ρ₀ pooled over 40 colleagues + 1 SE"), plan with { Change = new(Variation: 0.125) }, pooled, Must(4.4, 5.8),
                weeks: true, anchors: false);
        }

        var few = new StreamPlan { PerWeek = 5 };
        var (fewFlags, fewTheirs) = DetectionMeasure.FalseFlags(few, new(), 4 * table.Streams);
        table.Add(new("false flags, 5 a week", "a staff-year", fewFlags, 1.0, Anchors: fewTheirs));
        table.Measure("0.90 → 0.80, 5 a week", few with { Change = new(MissRate: 0.2), After = 104 }, new(), 6, weeks: true);
    }
}
