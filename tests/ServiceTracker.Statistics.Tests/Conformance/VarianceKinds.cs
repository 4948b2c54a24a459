using System.Text.RegularExpressions;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Variance components and intraclass correlations.</summary>
public static partial class VarianceKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["variance_components"] = golden =>
        {
            var y = golden.Input.Numbers("y");
            var rows = Enumerable.Range(0, y.Length).Where(i => !double.IsNaN(y[i])).ToArray();
            var fit = VarianceComponents.Of([.. rows.Select(i => y[i])], Factors(golden, rows));
            return new Dictionary<string, object?>
            {
                ["grand_mean"] = fit.GrandMean,
                ["components"] = fit.Components.ToDictionary(c => c.Name, c => (object?)c.Variance),
                ["share"] = fit.Components.ToDictionary(c => c.Name, c => (object?)c.Share),
                ["reml_criterion"] = fit.Criterion,
                ["singular"] = fit.IsSingular,
            };
        },
        ["variance_components_binomial"] = golden =>
        {
            var fit = BinomialVarianceComponents.Of([.. golden.Input.Numbers("k")
                .Zip(golden.Input.Numbers("n"), golden.Input.Texts("group"))
                .Select(x => ((long)x.First, (long)x.Second, x.Third))]);
            return new Dictionary<string, object?>
            {
                ["intercept"] = fit.Intercept,
                ["group_variance"] = fit.GroupVariance,
                ["icc_latent"] = fit.LatentCorrelation,
                ["loglik"] = fit.LogLikelihood,
            };
        },
        ["icc_anova"] = golden =>
        {
            var anova = AnovaComponents.Of(golden.Input.Numbers("y"), golden.Input.Texts("group"));
            return new Dictionary<string, object?>
            {
                ["ms_between"] = anova.MeanSquareBetween,
                ["ms_within"] = anova.MeanSquareWithin,
                ["n0"] = anova.EffectiveGroupSize,
                ["f"] = anova.F,
                ["p"] = anova.PValue,
                ["var_between_raw"] = anova.RawVarianceBetween,
                ["var_between"] = anova.VarianceBetween,
                ["var_within"] = anova.MeanSquareWithin,
                ["icc1"] = anova.IntraclassCorrelation,
            };
        },
    };

    // The model as a formula: (1 | a), (1 | a:b) for combinations, (1 | a/b) for b within a.
    private static GroupingFactor[] Factors(GoldenCase golden, int[] rows)
    {
        GroupingFactor Named(string name)
        {
            var groups = golden.Input.Texts(name);
            return GroupingFactor.Of(name, rows.Select(i => groups[i]));
        }

        GroupingFactor Crossed(string names) => names.Split(':').Select(Named).Aggregate(GroupingFactor.Cross);

        return
        [
            .. Terms().Matches(golden.Options.Text("formula").Replace(" ", "", StringComparison.Ordinal))
                .SelectMany(m =>
                    m.Groups[1].Value.Split('/') is [var outer, var inner] ? [outer, $"{inner}:{outer}"] : (string[])[m.Groups[1].Value])
                .Select(Crossed),
        ];
    }

    [GeneratedRegex(@"\(1\|([^)]+)\)")]
    private static partial Regex Terms();
}
