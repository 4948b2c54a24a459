using ServiceTracker.Statistics.ChangePoints;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Intervals;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Comparison of units, spread, shape and change of what was measured.</summary>
public static class ComparisonKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["funnel"] = golden =>
        {
            var funnel = FunnelPlot.Of(
                golden.Input.Numbers("numerator").Zip(golden.Input.Numbers("denominator"), (k, n) => new FunnelUnit(k, n)),
                golden.Options.Text("data_type") switch
                {
                    "PR" => FunnelData.Proportion,
                    "SR" => golden.Options.TextOrNull("sr_method") == "CQC"
                        ? FunnelData.StandardisedRatioSquareRoot : FunnelData.StandardisedRatioLog,
                    "RC" => FunnelData.RatioOfCounts,
                    var other => throw new NotSupportedException($"Unknown data type '{other}'."),
                },
                golden.Options.NumberOrNull("trim_by") ?? FunnelPlot.DefaultTrim);
            object Each(Func<FunnelPoint, double?> value) => funnel.Points.Select(p => (object?)Finite(value(p))).ToArray();
            return new Dictionary<string, object?>
            {
                ["rate"] = Each(p => p.Rate),
                ["z_unadjusted"] = Each(p => p.Z),
                ["z_winsorised"] = Each(p => p.TrimmedZ),
                ["phi"] = funnel.Dispersion,
                ["tau2"] = funnel.BetweenVariance,
                ["LCL95"] = Each(p => p.Limits95?.Lower),
                ["UCL95"] = Each(p => p.Limits95?.Upper),
                ["LCL998"] = Each(p => p.Limits998?.Lower),
                ["UCL998"] = Each(p => p.Limits998?.Upper),
                ["OD_LCL95"] = Each(p => p.AdjustedLimits95?.Lower),
                ["OD_UCL95"] = Each(p => p.AdjustedLimits95?.Upper),
                ["OD_LCL998"] = Each(p => p.AdjustedLimits998?.Lower),
                ["OD_UCL998"] = Each(p => p.AdjustedLimits998?.Upper),
                ["outlier_indices"] = funnel.OutlierIndices,
            };
        },
        ["beta_binomial_eb"] = golden =>
        {
            var counts = Counts(golden);
            var fit = BetaBinomialFit.Of(counts);
            var level = golden.Options.NumberOrNull("interval") ?? 0.95;
            var shrunken = counts.Select(c => fit.Shrink(c.K, c.N, level)).ToArray();
            return new Dictionary<string, object?>
            {
                ["mu"] = fit.Mean,
                ["rho"] = fit.Correlation,
                ["alpha"] = fit.Alpha,
                ["beta"] = fit.Beta,
                ["shrunken_mean"] = shrunken.Select(s => s.Rate).ToArray(),
                ["lower"] = shrunken.Select(s => s.Low).ToArray(),
                ["upper"] = shrunken.Select(s => s.High).ToArray(),
                ["loglik_binomial"] = fit.BinomialLogLikelihood,
                ["loglik_betabinomial"] = fit.LogLikelihood,
                ["lr_statistic"] = fit.LikelihoodRatio,
                ["lr_p_half_chisq"] = fit.PValue,
                // A second implementation's estimates of the same two maximum likelihood parameters.
                ["aod_mu"] = fit.Mean,
                ["aod_rho"] = fit.Correlation,
            };
        },
        ["dispersion_binomial"] = golden =>
        {
            var dispersion = BinomialDispersion.Of(Counts(golden));
            return new Dictionary<string, object?>
            {
                ["p_bar"] = dispersion.Rate,
                ["pearson_chisq"] = dispersion.ChiSquare,
                ["df"] = dispersion.DegreesOfFreedom,
                ["pearson_p_upper"] = dispersion.ChiSquareP,
                ["dispersion_ratio"] = dispersion.Ratio,
                ["tarone_z"] = dispersion.TaroneZ,
                ["tarone_p_upper"] = dispersion.TaroneP,
            };
        },
        ["dip_unimodality"] = golden =>
        {
            var dip = DipTest.Of(golden.Input.Numbers("values").Where(v => !double.IsNaN(v)));
            return new Dictionary<string, object?> { ["dip"] = dip.Dip, ["p_value_table"] = dip.PValue };
        },
        ["fdr"] = golden =>
        {
            var p = golden.Input.Numbers("p");
            var alpha = golden.Options.NumberOrNull("alpha") ?? 0.05;
            var results = new Dictionary<string, object?>();
            foreach (var (name, adjusted) in ((string, double[])[])
            [
                ("bh", AdjustedPValues.BenjaminiHochberg(p)),
                ("by", AdjustedPValues.BenjaminiYekutieli(p)),
                ("holm", AdjustedPValues.Holm(p)),
                ("bonferroni", AdjustedPValues.Bonferroni(p)),
            ])
            {
                results[name] = adjusted;
                results[$"rejected_{name}"] = Enumerable.Range(0, p.Length).Where(i => adjusted[i] <= alpha).ToArray();
            }

            return results;
        },
        ["changepoint_mean"] = golden =>
        {
            var found = MeanSegmentation.Of(
                golden.Input.Numbers("values"), golden.Options.WholeNumber("min_segment"), golden.Options.WholeNumberOrNull("max_breaks"));
            return new Dictionary<string, object?>
            {
                ["n_breaks"] = found.BreakAfter.Count,
                ["break_after_index"] = found.BreakAfter,
                ["segment_means"] = found.SegmentMeans,
                ["rss_by_m"] = found.ResidualSumOfSquares,
                ["bic_by_m"] = found.Bic.Select(b => (object?)Finite(b)).ToArray(),
            };
        },
        ["interval_proportion"] = golden =>
        {
            var level = golden.Options.NumberOrNull("level") ?? 0.95;
            var counts = Counts(golden);
            double[] Each(Func<(long K, long N), double> end) => [.. counts.Select(end)];
            return new Dictionary<string, object?>
            {
                ["wilson_lower"] = Each(c => WilsonInterval.Of(c.K, c.N, level).Low),
                ["wilson_upper"] = Each(c => WilsonInterval.Of(c.K, c.N, level).High),
                ["exact_lower"] = Each(c => ProportionInterval.ClopperPearson(c.K, c.N, level).Low),
                ["exact_upper"] = Each(c => ProportionInterval.ClopperPearson(c.K, c.N, level).High),
                ["jeffreys_lower"] = Each(c => ProportionInterval.Jeffreys(c.K, c.N, level).Low),
                ["jeffreys_upper"] = Each(c => ProportionInterval.Jeffreys(c.K, c.N, level).High),
            };
        },
    };

    // The cases know no infinity: what is not finite stands there as not available.
    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static (long K, long N)[] Counts(GoldenCase golden) =>
        [.. golden.Input.Numbers("k").Zip(golden.Input.Numbers("n"), (k, n) => ((long)k, (long)n))];
}
