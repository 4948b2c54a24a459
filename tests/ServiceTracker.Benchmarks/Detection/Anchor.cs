using ServiceTracker.Statistics.Rules;
using ServiceTracker.Statistics.TimeWeighted;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>
/// What people would take instead, run on the same streams: limits from the weeks before the change, restarted after every signal as ours
/// is. Charts are of weekly counts and can signal when a week is over.
/// </summary>
internal sealed class Anchor
{
    private const double Lambda = 0.2, EwmaWidth = 2.7, Allowance = 0.5, DecisionInterval = 4;
    private readonly Func<double[], int, int?> firstSignal;
    private readonly bool single;

    private Anchor(string name, string how, Func<double[], int, int?> firstSignal, bool single = false) =>
        (Name, How, this.firstSignal, this.single) = (name, how, firstSignal, single);

    public string Name { get; }

    public string How { get; }

    public static Anchor[] All { get; } =
    [
        new("Shewhart", "weekly p chart, 3σ", Rules(new("limits", [RunRules.WesternElectric.Rules[0]]))),
        new("W.Electric", "weekly p chart, the four Western Electric rules", Rules(RunRules.WesternElectric)),
        new("NHS", "weekly p chart, Making Data Count with 7 points", Rules(RunRules.Nhs7)),
        new("EWMA", $"weekly, on z, λ {Lambda}, L {EwmaWidth}", (z, from) => First(
            EwmaChart.Of(z.AsSpan(from), 0, 1, Lambda, EwmaWidth).OutsideIndices, from)),
        new("CUSUM", $"weekly tabular, on z, k {Allowance}, h {DecisionInterval}", (z, from) =>
        {
            var sums = TabularCusum.Run(z.AsSpan(from), 0, 1, Allowance, DecisionInterval);
            var (up, down) = (First(sums.UpperSignalIndices, from), First(sums.LowerSignalIndices, from));
            return up is null || down < up ? down : up;
        }),
        new("B.CUSUM", $"each interaction, odds × 2.25, limit {BernoulliLimit:0.00} for one signal a year at 45 a week", (_, _) => null,
            single: true),
    ];

    // The smallest limit whose mean run length at a usual rate of 0.1 is a year of 45 a week: 2340, exact on a lattice of hundredths.
    private static double BernoulliLimit
    {
        get
        {
            double up = Math.Log(2), down = -Math.Log(8.0 / 9);
            const int scale = 100;
            var step = (int)Math.Round(scale * down / up);
            var limit = scale;
            while (new LatticeBernoulliCusum(scale, step, limit).AverageRunLength(0.1) < 2340) limit++;
            return limit * up / scale;
        }
    }

    private static readonly double Limit = BernoulliLimit;

    /// <summary>Interactions of the stream at each signal after the change.</summary>
    public List<int> Run(ServiceStream stream, StreamPlan plan)
    {
        var signals = new List<int>();
        var usual = 0;
        for (var i = 0; i < stream.ChangeAt; i++) usual += stream.Missed[i] != 0 ? 1 : 0;
        var p = Math.Clamp((double)usual / stream.ChangeAt, 0.5 / stream.ChangeAt, 1 - 0.5 / stream.ChangeAt);
        if (single)
        {
            var events = new double[stream.Count];
            for (var i = 0; i < events.Length; i++) events[i] = stream.Missed[i] != 0 ? 1 : 0;
            var sums = BernoulliCusum.Run(events, p, BernoulliCusum.RateAt(p, 2.25), BernoulliCusum.RateAt(p, 1 / 2.25), Limit);
            foreach (var i in sums.UpperSignalIndices)
                if (i >= stream.ChangeAt) signals.Add(i + 1);
            return signals;
        }

        var weeks = plan.Before + plan.After;
        var z = new double[weeks];
        var sigma = Math.Sqrt(p * (1 - p) / plan.PerWeek);
        for (var week = 0; week < weeks; week++)
        {
            var missed = 0;
            for (var i = week * plan.PerWeek; i < (week + 1) * plan.PerWeek; i++) missed += stream.Missed[i] != 0 ? 1 : 0;
            z[week] = ((double)missed / plan.PerWeek - p) / sigma;
        }

        for (var from = 0; from < weeks && firstSignal(z, from) is { } at; from = at + 1)
            if (at >= plan.Before) signals.Add((at + 1) * plan.PerWeek);
        return signals;
    }

    private static int? First(IReadOnlyList<int> indices, int from) => indices.Count == 0 ? null : from + indices[0];

    // A pattern may mark points before the one that completes it, so the series is looked at week by week.
    private static Func<double[], int, int?> Rules(RunRuleSet set) => (z, from) =>
    {
        for (var end = from + 1; end <= z.Length; end++)
        {
            var series = RunSeries.Of(z.AsSpan(from, end - from), 0, 1);
            foreach (var rule in set.Rules)
                if (rule.Marks(series).AsSpan().IndexOfAnyExcept((sbyte)0) >= 0) return end - 1;
        }

        return null;
    };
}
