using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Rules;

/// <summary>
/// Run rules on control charts. Rules never reach over the start of a part; gaps and excluded points are passed over, and an excluded
/// point is judged only by rules that look at one point alone. Zones are thirds of the width of the limits.
/// </summary>
public static class ChartSignals
{
    /// <summary>The one signal of each point, null where no rule marks it. Takes time linear in the points.</summary>
    public static PointSignal?[] Of(ControlChart chart, RunRuleSet rules)
    {
        var signals = new PointSignal?[chart.Points.Count];
        Stretch included = Stretch.Of(chart, withExcluded: false), all = Stretch.Of(chart, withExcluded: true);
        foreach (var rule in rules.Rules)
        {
            var stretch = rule.OfOnePoint ? all : included;
            var marks = stretch.Marks(rule);
            for (var j = 0; j < marks.Length; j++)
                if (marks[j] != 0) signals[stretch.Indices[j]] ??= new PointSignal(rule, RunRule.Direction(marks[j]));
        }

        return signals;
    }

    /// <summary>The points that one rule marks: 1 high, −1 low, 2 neither, 0 not marked.</summary>
    public static sbyte[] Marks(ControlChart chart, RunRule rule)
    {
        var all = new sbyte[chart.Points.Count];
        var stretch = Stretch.Of(chart, rule.OfOnePoint);
        var marks = stretch.Marks(rule);
        for (var j = 0; j < marks.Length; j++) all[stretch.Indices[j]] = marks[j];
        return all;
    }

    // The points that rules see, side by side, and where in them each part begins.
    private sealed class Stretch
    {
        private readonly double[] values, z;
        private readonly sbyte[] sides;
        private readonly List<int> starts;

        private Stretch(int[] indices, double[] values, double[] z, sbyte[] sides, List<int> starts)
        {
            Indices = indices;
            this.values = values;
            this.z = z;
            this.sides = sides;
            this.starts = starts;
        }

        public int[] Indices { get; }

        public static Stretch Of(ControlChart chart, bool withExcluded)
        {
            var points = chart.Points;
            var indices = new int[points.Count];
            var count = 0;
            for (var i = 0; i < indices.Length; i++)
                if (!points[i].IsGap && (withExcluded || !points[i].Excluded)) indices[count++] = i;

            double[] values = new double[count], z = new double[count];
            var sides = new sbyte[count];
            var starts = new List<int>(chart.Parts.Count);
            var (scale, part) = (3 / chart.Width, -1);
            for (var j = 0; j < count; j++)
            {
                var point = points[indices[j]];
                (values[j], z[j], sides[j]) = (point.Value, point.Z * scale, (sbyte)point.Side);
                if (point.Part == part) continue;
                part = point.Part;
                starts.Add(j);
            }

            return new Stretch(indices[..count], values, z, sides, starts);
        }

        public sbyte[] Marks(RunRule rule)
        {
            var marks = new sbyte[values.Length];
            for (var part = 0; part < starts.Count; part++)
            {
                var stretch = starts[part]..(part + 1 < starts.Count ? starts[part + 1] : marks.Length);
                rule.Test(new RunSeries(values.AsSpan(stretch), z.AsSpan(stretch), sides.AsSpan(stretch)), marks.AsSpan(stretch));
            }

            return marks;
        }
    }
}
