using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Agreement;

namespace ServiceTracker.Statistics.Tests.Agreement;

public class AgreementTableTests
{
    private static readonly Gen<long[,]> Tables =
        from q in Gen.Choose(1, 5)
        from counts in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 60))).ListOf(q * q)
        where counts.Sum() > 0
        select Square(q, counts);

    [Fact]
    public void Exchanging_the_sources_changes_no_coefficient() => Tables.Always(t =>
    {
        var (table, turned) = (new AgreementTable(t), new AgreementTable(Turned(t)));
        Assert.Equal(Coefficients(table), Coefficients(turned));
        Assert.Equal(table.McNemar?.ExactP, turned.McNemar?.ExactP);
        Assert.Equal(table.PairedDifference, -turned.PairedDifference);
    });

    [Fact]
    public void Renaming_the_categories_changes_no_unweighted_coefficient()
    {
        var examples = from t in Tables from order in Gen.Shuffle(Enumerable.Range(0, t.GetLength(0)).ToArray()) select (t, order);
        examples.Always(x =>
        {
            var renamed = new long[x.order.Length, x.order.Length];
            for (var i = 0; i < x.order.Length; i++)
                for (var j = 0; j < x.order.Length; j++)
                    renamed[x.order[i], x.order[j]] = x.t[i, j];
            Assert.Equal(
                Coefficients(new AgreementTable(x.t), weighted: false), Coefficients(new AgreementTable(renamed), weighted: false));
        });
    }

    [Fact]
    public void Coefficients_are_at_most_one_and_one_only_when_all_agree() => Tables.Always(t =>
    {
        var table = new AgreementTable(t);
        var all = table.PercentAgreement == 1;
        Assert.InRange(table.PercentAgreement, 0, 1);
        foreach (var coefficient in (double?[])[table.Kappa(), table.Kappa(KappaWeights.Linear), table.Kappa(KappaWeights.Quadratic),
            table.Raters.GwetAc1, table.Raters.FleissKappa, table.Raters.BrennanPrediger, table.Raters.KrippendorffAlpha])
        {
            if (coefficient is not { } value) continue;
            Assert.False(double.IsNaN(value));
            Assert.True(value <= 1 + 1e-12);
            Assert.Equal(all, value > 1 - 1e-12);
        }
    });

    [Fact]
    public void With_two_categories_every_weighting_is_the_same() => Gen.Choose(0, 50).ListOf(4).Where(c => c.Sum() > 0).Always(c =>
    {
        var table = new AgreementTable(Square(2, c));
        Assert.Equal(table.Kappa(), table.Kappa(KappaWeights.Linear));
        Assert.Equal(table.Kappa(), table.Kappa(KappaWeights.Quadratic));
        Assert.Equal(table.Pabak!.Value, 2 * table.PercentAgreement - 1, 1e-12);
    });

    [Fact]
    public void Pitfall_5_kappa_is_not_defined_when_only_one_category_was_used_and_AC1_is()
    {
        var table = new AgreementTable(new long[,] { { 40, 0 }, { 0, 0 } });

        Assert.Null(table.Kappa());
        Assert.Null(table.KappaZ);
        Assert.Null(table.Raters.KrippendorffAlpha);
        Assert.Null(table.Raters.FleissKappa);
        Assert.Equal(1, table.Raters.GwetAc1);
        Assert.Equal(0, table.Raters.GwetAc1StandardError);
        Assert.Equal((1, 1, null), (table.McNemar!.ExactP, table.McNemar.MidP, table.McNemar.ChiSquare));
    }

    [Fact]
    public void Nearly_all_met_leaves_kappa_near_nothing_and_AC1_high()
    {
        var table = new AgreementTable(new long[,] { { 90, 5 }, { 5, 0 } });

        Assert.InRange(table.Kappa()!.Value, -0.06, -0.05);
        Assert.InRange(table.Raters.GwetAc1!.Value, 0.88, 0.90);
    }

    [Fact]
    public void A_table_that_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new AgreementTable(new long[2, 3]));
        Assert.Throws<ArgumentException>(() => new AgreementTable(new long[2, 2]));
        Assert.Throws<ArgumentException>(() => new AgreementTable(new long[,] { { 1, -1 }, { 0, 0 } }));
    }

    // Rounded, since sums in another order end in other digits.
    private static List<double?> Coefficients(AgreementTable table, bool weighted = true)
    {
        List<double?> all =
        [
            table.PercentAgreement, table.Kappa(), table.KappaZ, table.Raters.GwetAc1, table.Raters.GwetAc1StandardError,
            table.Raters.FleissKappa,
            table.Raters.BrennanPrediger, table.Raters.KrippendorffAlpha,
        ];
        if (weighted) all.AddRange([table.Kappa(KappaWeights.Linear), table.Kappa(KappaWeights.Quadratic)]);
        return [.. all.Select(v => v is { } value ? Math.Round(value, 8) + 0.0 : (double?)null)];
    }

    private static long[,] Square(int q, List<int> counts)
    {
        var table = new long[q, q];
        for (var i = 0; i < q * q; i++) table[i / q, i % q] = counts[i];
        return table;
    }

    private static long[,] Turned(long[,] table)
    {
        var q = table.GetLength(0);
        var turned = new long[q, q];
        for (var i = 0; i < q; i++)
            for (var j = 0; j < q; j++)
                turned[j, i] = table[i, j];
        return turned;
    }
}
