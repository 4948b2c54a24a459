using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Shewhart charts: as qicharts2 makes them, and as qcc judges new data by an earlier phase.</summary>
public static class ControlChartKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["chart_run"] = golden => Described(RunChart.Of(Ratios(golden), Options(golden))),
        ["chart_i"] = golden => Described(IndividualsChart.Of(Ratios(golden), Options(golden))),
        ["chart_mr"] = golden => Described(MovingRangeChart.Of(Ratios(golden), Options(golden))),
        ["chart_t"] = golden => Described(TChart.Of(Ratios(golden), Options(golden))),
        ["chart_g"] = golden => Described(GChart.Of(Ratios(golden), Options(golden))),
        ["chart_c"] = golden => Described(CountChart.Of(golden.Input.Numbers("y"), Options(golden))),
        ["chart_p"] = golden => Described(ProportionChart.P(golden.Input.Numbers("y"), golden.Input.Numbers("n"), Options(golden))),
        ["chart_pp"] = golden => Described(ProportionChart.PPrime(golden.Input.Numbers("y"), golden.Input.Numbers("n"), Options(golden))),
        ["chart_u"] = golden => Described(RateChart.U(golden.Input.Numbers("y"), golden.Input.Numbers("n"), Options(golden))),
        ["chart_up"] = golden => Described(RateChart.UPrime(golden.Input.Numbers("y"), golden.Input.Numbers("n"), Options(golden))),
        ["chart_ip"] = golden => Described(NormalisedIndividualsChart.Of(
            golden.Input.Numbers("y"), Denominators(golden) ?? Ones(golden), Options(golden), spreadOfBaseline: false)),
        ["chart_xbar"] = golden => Described(XBarSChart.XBar(Subgroups(golden), Options(golden))),
        ["chart_s"] = golden => Described(XBarSChart.S(Subgroups(golden), Options(golden))),
        ["qcc_p"] = golden => TwoPhases(golden, (y, n, options) => ProportionChart.P(y, n!, options), x => x.Sigma),
        ["qcc_u"] = golden => TwoPhases(golden, (y, n, options) => RateChart.U(y, n!, options), x => Math.Sqrt(x.Centre)),
        ["qcc_c"] = golden => TwoPhases(golden, (y, _, options) => CountChart.Of(y, options), x => x.Sigma),
        ["qcc_xbar_one"] = golden => TwoPhases(golden, (y, _, options) => IndividualsChart.Of(y, options), x => x.Sigma),
        ["qcc_xbar"] = golden =>
        {
            var (first, all) = PhasesOfSubgroups(golden);
            var sigma = first.Any(x => x.Size > ChartConstants.LargestRangeSubgroup)
                ? SubgroupSpread.Pooled(first) : SubgroupSpread.FromRanges(first);
            var centre = XBarSChart.WeightedMean(first, x => x.Mean);
            return Judged(
                XBarSChart.XBar(all, new ChartOptions { Centre = centre, Sigma = sigma, Width = Width(golden) }), centre, [sigma]);
        },
        ["qcc_S"] = golden =>
        {
            var (first, all) = PhasesOfSubgroups(golden);
            var sigma = SubgroupSpread.FromStandardDeviations(first);
            var centre = XBarSChart.WeightedMean(first, x => x.StandardDeviation);
            return Judged(XBarSChart.S(all, new ChartOptions { Centre = centre, Sigma = sigma, Width = Width(golden) }), centre, [sigma]);
        },
    };

    private static ChartOptions Options(GoldenCase golden)
    {
        var starts = golden.Options.WholeNumbersOrEmpty("part_starts");
        return new ChartOptions
        {
            // The reference ignores a frozen baseline where there are parts.
            BaselinePoints = starts.Length == 0 ? golden.Options.WholeNumberOrNull("freeze_n") : null,
            PartStarts = starts,
            Excluded = golden.Options.WholeNumbersOrEmpty("exclude_indices"),
            ScreenMovingRanges = golden.Options.Flag("screen_mr"),
            Safeguards = false,
            Width = golden.Options.NumberOrNull("sigma_multiplier") ?? 3,
        };
    }

    private static double[]? Denominators(GoldenCase golden) => golden.Input.Has("n") ? golden.Input.Numbers("n") : null;

    private static double[] Ones(GoldenCase golden) => [.. golden.Input.Numbers("y").Select(_ => 1.0)];

    // Charts of single values divide by n where there is one.
    private static double[] Ratios(GoldenCase golden)
    {
        var values = golden.Input.Numbers("y");
        return Denominators(golden) is { } n ? [.. values.Zip(n, (y, size) => size > 0 ? y / size : double.NaN)] : values;
    }

    private static List<Subgroup> Subgroups(GoldenCase golden)
    {
        var labels = golden.Input.Texts("subgroup");
        var values = golden.Input.Numbers("y");
        var groups = new List<string>();
        var members = new Dictionary<string, List<double>>();
        for (var i = 0; i < values.Length; i++)
        {
            if (members.TryAdd(labels[i], [])) groups.Add(labels[i]);
            members[labels[i]].Add(values[i]);
        }

        return [.. groups.Select(x => Subgroup.Of([.. members[x]]))];
    }

    private static Dictionary<string, object?> Described(ControlChart chart) => new()
    {
        ["value"] = Column(chart, x => x.Value),
        ["cl"] = Column(chart, x => x.Centre),
        ["lcl"] = Column(chart, x => x.Lower),
        ["ucl"] = Column(chart, x => x.Upper),
        ["lcl_2s"] = Column(chart, x => x.InnerLower),
        ["ucl_2s"] = Column(chart, x => x.InnerUpper),
        ["outside_3s_indices"] = chart.OutsideIndices,
        ["anhoej"] = chart.Parts.Select(part => new Dictionary<string, object?>
        {
            ["n_obs"] = part.Runs.Observations,
            ["n_useful"] = part.Runs.Useful,
            ["longest_run"] = part.Runs.LongestRun,
            ["longest_run_max"] = part.Runs.LongestRunMax,
            ["crossings"] = part.Runs.Crossings,
            ["crossings_min"] = part.Runs.CrossingsMin,
            ["signal"] = part.Runs.Signal,
        }).ToList(),
    };

    private static double[] Column(ControlChart chart, Func<ControlChartPoint, double> figure) => [.. chart.Points.Select(figure)];

    private static double Width(GoldenCase golden) => golden.Options.NumberOrNull("nsigmas") ?? 3;

    private static Dictionary<string, object?> TwoPhases(
        GoldenCase golden, Func<double[], double[]?, ChartOptions, ControlChart> make, Func<ControlChartPoint, double> spread)
    {
        var first = golden.Input.Numbers("y");
        double[]? sizes = golden.Input.Has("n") ? [.. golden.Input.Numbers("n"), .. golden.Input.NumbersOrEmpty("new_n")] : null;
        var chart = make(
            [.. first, .. golden.Input.NumbersOrEmpty("new_y")], sizes,
            new ChartOptions { BaselinePoints = first.Length, Width = Width(golden) });
        var spreads = chart.Points.Take(first.Length).Select(spread).ToArray();
        // The reference gives one number where all are equal.
        return Judged(chart, chart.Points[0].Centre, spreads.Distinct().Count() == 1 ? [spreads[0]] : spreads);
    }

    private static (List<Subgroup> First, List<Subgroup> All) PhasesOfSubgroups(GoldenCase golden)
    {
        List<Subgroup> first = [.. golden.Input.Table("subgroups").Select(x => Subgroup.Of(x))];
        var later = golden.Input.Has("new_subgroups") ? golden.Input.Table("new_subgroups") : [];
        return (first, [.. first, .. later.Select(x => Subgroup.Of(x))]);
    }

    private static Dictionary<string, object?> Judged(ControlChart chart, double centre, double[] spread)
    {
        var westernElectric = RuleKinds.Named(RunRules.WesternElectric, rule => RuleKinds.Indices(ChartSignals.Marks(chart, rule)));
        var nelson = RuleKinds.Named(RunRules.Nelson, rule => RuleKinds.Indices(ChartSignals.Marks(chart, rule)));
        return new()
        {
            ["value"] = Column(chart, x => x.Value),
            ["center"] = centre,
            ["std_dev"] = spread,
            ["lcl"] = Column(chart, x => x.Lower),
            ["ucl"] = Column(chart, x => x.Upper),
            ["outside_3s_indices"] = chart.OutsideIndices,
            ["z"] = Column(chart, x => x.Z),
            ["western_electric"] = westernElectric,
            ["nelson"] = nelson,
            ["western_electric_on_z"] = westernElectric,
            ["nelson_on_z"] = nelson,
        };
    }
}
