namespace ServiceTracker.Statistics.Agreement;

/// <summary>
/// A square table of how two sources judged the same things: the row is what the first said, the column what the second said.
/// In a table of two categories the first one is "yes" (met).
/// </summary>
public sealed class AgreementTable
{
    private readonly long[,] counts;
    private readonly double[] rows, columns;

    /// <summary>Takes the counts.</summary>
    /// <param name="counts">Square, at least 1 × 1, nothing negative, at least one thing judged.</param>
    /// <exception cref="ArgumentException">The table is empty, not square or has a negative count.</exception>
    public AgreementTable(long[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var q = counts.GetLength(0);
        if (q != counts.GetLength(1)) throw new ArgumentException("The table must be square.", nameof(counts));
        this.counts = (long[,])counts.Clone();
        (rows, columns) = (new double[q], new double[q]);
        for (var i = 0; i < q; i++)
            for (var j = 0; j < q; j++)
            {
                if (counts[i, j] < 0) throw new ArgumentException("A count is negative.", nameof(counts));
                Items += counts[i, j];
                rows[i] += counts[i, j];
                columns[j] += counts[i, j];
            }

        if (Items == 0) throw new ArgumentException("Nothing was judged.", nameof(counts));
        Raters = RaterAgreement.Of(Cells().Select(c => new RatedItem(Both(c.Row, c.Column), c.Count)));
    }

    /// <summary>n, things judged by both.</summary>
    public long Items { get; }

    /// <summary>Number of categories of the table.</summary>
    public int Categories => rows.Length;

    /// <summary>Agreement without regard to who of the two said what: percent agreement, Gwet's AC1, Scott's π (Fleiss' κ of two),
    /// Krippendorff's α.</summary>
    public RaterAgreement Raters { get; }

    /// <summary>Share of things on which both agree, 0 to 1.</summary>
    public double PercentAgreement => Cells().Where(c => c.Row == c.Column).Sum(c => c.Count) / (double)Items;

    /// <summary>
    /// Cohen's κ = (pₐ − pₑ)/(1 − pₑ), pₑ = Σ pᵢ₊p₊ⱼwᵢⱼ; null where pₑ = 1, because both used one and the same category only.
    /// Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37–46.
    /// </summary>
    /// <param name="weights">Credit for disagreements, over the categories in the table's order.</param>
    public double? Kappa(KappaWeights weights = KappaWeights.None)
    {
        double n = Items, observed = 0, expected = 0;
        for (var i = 0; i < Categories; i++)
            for (var j = 0; j < Categories; j++)
            {
                // Credits lost rather than kept: 1 − pₐ and 1 − pₑ without a subtraction.
                var lost = 1 - Weight(weights, i, j);
                observed += lost * counts[i, j] / n;
                expected += lost * rows[i] * columns[j] / (n * n);
            }

        return expected == 0 ? null : 1 - observed / expected;
    }

    /// <summary>
    /// κ over its standard error when the two judge independently, √((pₑ + pₑ² − Σ pᵢ₊p₊ᵢ(pᵢ₊ + p₊ᵢ))/n)/(1 − pₑ); null where κ or the
    /// error is not defined. Source: J. L. Fleiss, J. Cohen and B. S. Everitt, Psychological Bulletin 72 (1969) 323–327.
    /// </summary>
    public double? KappaZ
    {
        get
        {
            if (Kappa() is not { } kappa) return null;
            double n = Items, expected = 0, cross = 0;
            for (var i = 0; i < Categories; i++)
            {
                double p = rows[i] / n, q = columns[i] / n;
                expected += p * q;
                cross += p * q * (p + q);
            }

            var variance = (expected + expected * expected - cross) / (n * (1 - expected) * (1 - expected));
            return variance > 0 ? kappa / Math.Sqrt(variance) : null;
        }
    }

    /// <summary>The test of a one-sided difference; null unless the table has two categories.</summary>
    public McNemarTest? McNemar => Categories == 2 ? McNemarTest.Of(counts[0, 1], counts[1, 0]) : null;

    /// <summary>Share of yes by the first source less that by the second, −1 to 1; null unless the table has two categories.</summary>
    public double? PairedDifference => Categories == 2 ? (counts[0, 1] - counts[1, 0]) / (double)Items : null;

    /// <summary>
    /// |yes-yes − no-no|/n, 0 to 1: the nearer to 1, the lower κ is for the same agreement; null unless the table has two categories.
    /// Source: T. Byrt, J. Bishop and J. B. Carlin, Journal of Clinical Epidemiology 46 (1993) 423–429.
    /// </summary>
    public double? PrevalenceIndex => Categories == 2 ? Math.Abs(counts[0, 0] - counts[1, 1]) / (double)Items : null;

    /// <summary>|yes-no − no-yes|/n, 0 to 1, the size of <see cref="PairedDifference"/>; null unless the table has two
    /// categories.</summary>
    public double? BiasIndex => PairedDifference is { } difference ? Math.Abs(difference) : null;

    /// <summary>Prevalence and bias adjusted κ = 2pₐ − 1, −1 to 1; null unless the table has two categories.</summary>
    public double? Pabak => Categories == 2 ? 2 * PercentAgreement - 1 : null;

    private double Weight(KappaWeights weights, int i, int j)
    {
        if (i == j) return 1;
        var steps = Math.Abs(i - j) / (double)(Categories - 1);
        return weights switch
        {
            KappaWeights.Linear => 1 - steps,
            KappaWeights.Quadratic => 1 - steps * steps,
            _ => 0,
        };
    }

    private IEnumerable<(int Row, int Column, long Count)> Cells()
    {
        for (var i = 0; i < Categories; i++)
            for (var j = 0; j < Categories; j++)
                yield return (i, j, counts[i, j]);
    }

    private long[] Both(int row, int column)
    {
        var both = new long[Categories];
        both[row]++;
        both[column]++;
        return both;
    }
}
