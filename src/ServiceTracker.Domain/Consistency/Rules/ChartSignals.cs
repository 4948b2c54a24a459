using ServiceTracker.Domain.Consistency.Charts;

namespace ServiceTracker.Domain.Consistency.Rules;

/// <summary>
/// Run rules on control charts. Rules never reach over the start of a part; gaps and excluded points are passed over, and an excluded
/// point is judged only by rules that look at one point alone.
/// </summary>
public static class ChartSignals
{
    /// <summary>The one signal of each point, null where no rule marks it.</summary>
    public static PointSignal?[] Of(ControlChart chart, RunRuleSet rules)
    {
        var signals = new PointSignal?[chart.Points.Count];
        foreach (var rule in rules.Rules)
        {
            var marks = Marks(chart, rule);
            for (var i = 0; i < marks.Length; i++)
                if (marks[i] != 0 && signals[i] is null) signals[i] = new PointSignal(rule, RunRule.Direction(marks[i]));
        }

        return signals;
    }

    /// <summary>The points that one rule marks: 1 high, −1 low, 2 neither, 0 not marked.</summary>
    public static sbyte[] Marks(ControlChart chart, RunRule rule)
    {
        var all = new sbyte[chart.Points.Count];
        var indices = new int[all.Length];
        var values = new double[all.Length];
        var z = new double[all.Length];
        var sides = new sbyte[all.Length];
        var marks = new sbyte[all.Length];
        foreach (var part in chart.Parts)
        {
            var count = 0;
            for (var i = part.Start; i < part.End; i++)
            {
                var point = chart.Points[i];
                if (point.IsGap || (point.Excluded && !rule.OfOnePoint)) continue;
                (indices[count], values[count], z[count], sides[count]) = (i, point.Value, point.Z, (sbyte)point.Side);
                count++;
            }

            var found = marks.AsSpan(0, count);
            found.Clear();
            rule.Test(new RunSeries(values.AsSpan(0, count), z.AsSpan(0, count), sides.AsSpan(0, count)), found);
            for (var j = 0; j < count; j++) all[indices[j]] = found[j];
        }

        return all;
    }
}
