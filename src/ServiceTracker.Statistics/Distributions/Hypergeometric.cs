namespace ServiceTracker.Statistics.Distributions;

/// <summary>
/// Successes among n drawn without putting back from N of which K are successes: what the inside of a 2 × 2 table does when its margins are
/// given and rows and columns have nothing to do with each other. Source: R. A. Fisher, JRSS 98 (1935) 39–82.
/// </summary>
/// <param name="Total">N, at least 0.</param>
/// <param name="Successes">K, 0 to N.</param>
/// <param name="Drawn">n, 0 to N.</param>
public readonly record struct Hypergeometric(long Total, long Successes, long Drawn)
{
    private long Least => Math.Max(0, Drawn - (Total - Successes));

    private long Most => Math.Min(Drawn, Successes);

    /// <summary>P(X = x), 0 to 1.</summary>
    public double Probability(long x) => x < Least || x > Most ? 0 : Math.Exp(
        BetaBinomial.LogChoose(Successes, x) + BetaBinomial.LogChoose(Total - Successes, Drawn - x) - BetaBinomial.LogChoose(Total, Drawn));

    /// <summary>P(X ≤ x), 0 to 1.</summary>
    public double Cdf(long x)
    {
        if (x < Least) return 0;
        if (x >= Most) return 1;
        // Outwards from x, away from the mean, where the terms fall off.
        return x <= (double)Drawn * Successes / Total ? Math.Min(1, Sum(x, -1)) : Math.Max(0, 1 - Sum(x + 1, 1));
    }

    /// <summary>Fisher's exact two-sided p-value: the chance of any result that is no more likely than x; 0 to 1.</summary>
    public double TwoSided(long x)
    {
        // Equal probabilities may differ by rounding.
        var limit = Probability(x) * (1 + 1e-7);
        var p = 0.0;
        for (var i = Least; i <= Most; i++)
            if (Probability(i) is var each && each <= limit) p += each;
        return Math.Min(1, p);
    }

    private double Sum(long from, int direction)
    {
        double term = 1, sum = 1;
        for (var x = from; direction < 0 ? x > Least : x < Most; x += direction)
        {
            double others = Total - Successes - Drawn;
            term *= direction < 0
                ? x * (others + x) / ((Successes - x + 1.0) * (Drawn - x + 1))
                : (Successes - x) * (double)(Drawn - x) / ((x + 1) * (others + x + 1));
            sum += term;
            if (term < 1e-17 * sum) break;
        }

        return sum * Probability(from);
    }
}
