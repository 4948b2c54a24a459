using ServiceTracker.Statistics.TimeWeighted;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Moving averages and cumulative sums.</summary>
public static class CusumKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["ewma"] = golden =>
        {
            var chart = EwmaChart.Of(
                golden.Input.Numbers("values"),
                golden.Options.Number("center"),
                golden.Options.Number("sigma"),
                golden.Options.Number("lambda"),
                golden.Options.Number("L"),
                golden.Input.NumbersOrEmpty("n"));
            return new Dictionary<string, object?>
            {
                ["ewma"] = chart.Values,
                ["lcl"] = chart.Lower,
                ["ucl"] = chart.Upper,
                ["asymptotic_lcl"] = chart.AsymptoticLower,
                ["asymptotic_ucl"] = chart.AsymptoticUpper,
                ["outside_indices"] = chart.OutsideIndices,
            };
        },
        ["cusum_tabular"] = golden => Sums(TabularCusum.Run(
            golden.Input.Numbers("values"),
            golden.Options.Number("center"),
            golden.Options.Number("sigma"),
            golden.Options.Number("k"),
            golden.Options.Number("h"),
            golden.Options.NumberOrNull("head_start") ?? 0)),
        ["cusum_bernoulli"] = golden =>
        {
            var usual = golden.Options.Number("p0");
            return Sums(BernoulliCusum.Run(
                golden.Input.Numbers("events"),
                usual,
                golden.Options.NumberOrNull("p1") ?? BernoulliCusum.RateAt(usual, golden.Options.Number("odds_ratio_up")),
                golden.Options.NumberOrNull("p2") ?? BernoulliCusum.RateAt(usual, golden.Options.Number("odds_ratio_down")),
                golden.Options.Number("limit")));
        },
        ["arl_cusum_bernoulli"] = golden =>
        {
            var rows = golden.Input.WholeNumbers("up_step")
                .Zip(golden.Input.WholeNumbers("down_step"), golden.Input.WholeNumbers("threshold"))
                .Select(x => new LatticeBernoulliCusum(x.First, x.Second, x.Third))
                .ToList();
            double[] At(string rates) =>
                [.. rows.Zip(
                    golden.Input.Numbers(rates), (row, rate) =>
                        row.AverageRunLength(rate, golden.Options.WholeNumberOrNull("start") ?? 0))];
            return new Dictionary<string, object?> { ["arl_at_p0"] = At("p0"), ["arl_at_p1"] = At("p1") };
        },
    };

    private static Dictionary<string, object?> Sums(TwoSidedCusum sums) => new()
    {
        ["upper"] = sums.Upper,
        ["lower"] = sums.Lower,
        ["upper_signal_indices"] = sums.UpperSignalIndices,
        ["lower_signal_indices"] = sums.LowerSignalIndices,
    };
}
