using System.Text.Json;
using ServiceTracker.Statistics.Agreement;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Agreement of sources and raters.</summary>
public static class AgreementKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["agreement_2raters"] = golden =>
        {
            var table = Table(golden);
            return new Dictionary<string, object?>
            {
                ["percent_agreement"] = table.PercentAgreement,
                ["cohen_kappa"] = table.Kappa(),
                ["cohen_kappa_z"] = table.KappaZ,
                ["gwet_ac1"] = table.Raters.GwetAc1,
                ["gwet_ac1_se"] = table.Raters.GwetAc1StandardError,
                ["krippendorff_alpha"] = table.Raters.KrippendorffAlpha,
                ["scott_pi"] = table.Raters.FleissKappa,
                ["brennan_prediger"] = table.Raters.BrennanPrediger,
                ["mcnemar_exact_p"] = table.McNemar?.ExactP,
                ["mcnemar_chisq_cc"] = table.McNemar?.ChiSquare,
                ["mcnemar_midp"] = table.McNemar?.MidP,
                ["paired_difference_row_minus_col"] = table.PairedDifference,
                ["prevalence_index"] = table.PrevalenceIndex,
                ["bias_index"] = table.BiasIndex,
                ["pabak"] = table.Pabak,
            };
        },
        ["agreement_weighted"] = golden =>
        {
            var table = Table(golden);
            return new Dictionary<string, object?>
            {
                ["kappa_unweighted"] = table.Kappa(),
                ["kappa_linear"] = table.Kappa(KappaWeights.Linear),
                ["kappa_quadratic"] = table.Kappa(KappaWeights.Quadratic),
            };
        },
        ["agreement_multi"] = golden =>
        {
            var agreement = RaterAgreement.Of(golden.Input["ratings"].EnumerateArray()
                .Select(row => row.EnumerateArray().Select(r => r.ValueKind == JsonValueKind.Null ? null : r.ToString())));
            return new Dictionary<string, object?>
            {
                ["percent_agreement"] = agreement.PercentAgreement,
                ["gwet_ac1"] = agreement.GwetAc1,
                ["gwet_ac1_se"] = agreement.GwetAc1StandardError,
                ["fleiss_kappa"] = agreement.FleissKappa,
                ["brennan_prediger"] = agreement.BrennanPrediger,
                ["krippendorff_alpha_nominal"] = agreement.KrippendorffAlpha,
            };
        },
        ["icc_raters"] = golden =>
        {
            var icc = RaterCorrelation.Of(golden.Input.Table("ratings"), golden.Options.NumberOrNull("level") ?? 0.95);
            return new Dictionary<string, object?>
            {
                ["icc_A1"] = icc.AgreementSingle,
                ["icc_A1_lower"] = icc.AgreementLower,
                ["icc_A1_upper"] = icc.AgreementUpper,
                ["icc_1"] = icc.OneWaySingle,
            };
        },
    };

    private static AgreementTable Table(GoldenCase golden)
    {
        var rows = golden.Input.Table("table");
        var counts = new long[rows.Length, rows.Max(r => r.Length)];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < rows[i].Length; j++)
                counts[i, j] = (long)rows[i][j];
        return new AgreementTable(counts);
    }
}
