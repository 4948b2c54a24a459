namespace ServiceTracker.Statistics.TimeWeighted;

/// <summary>
/// Tabular cumulative sum of a measured series, zᵢ = (xᵢ − centre)/σ: C⁺ᵢ = max(0, C⁺ᵢ₋₁ + zᵢ − k), C⁻ᵢ = max(0, C⁻ᵢ₋₁ − zᵢ − k).
/// Signals when strictly above h and is not set back. A gap has no point and the sums wait.
/// Source: E. S. Page, Biometrika 41 (1954) 100–115; head start: J. M. Lucas and R. B. Crosier, Technometrics 24 (1982) 199–205.
/// </summary>
public static class TabularCusum
{
    /// <summary>Runs both sums over a series.</summary>
    /// <param name="values">Observations, or means with σ their standard error, oldest first; NaN is a gap.</param>
    /// <param name="centre">Where the series should be, in units of the data.</param>
    /// <param name="sigma">Standard deviation of a value, &gt; 0.</param>
    /// <param name="allowance">k in standard deviations, ≥ 0: half the shift to be found.</param>
    /// <param name="decisionInterval">h in standard deviations, &gt; 0.</param>
    /// <param name="headStart">Where both sums start, in standard deviations, ≥ 0; h/2 is the fast initial response.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static TwoSidedCusum Run(
        ReadOnlySpan<double> values, double centre, double sigma, double allowance, double decisionInterval, double headStart = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfNegative(allowance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decisionInterval);
        ArgumentOutOfRangeException.ThrowIfNegative(headStart);

        double[] upper = new double[values.Length], lower = new double[values.Length];
        List<int> above = [], below = [];
        double up = headStart, down = headStart;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                upper[i] = lower[i] = double.NaN;
                continue;
            }

            var z = (values[i] - centre) / sigma;
            upper[i] = up = Math.Max(0, up + z - allowance);
            lower[i] = down = Math.Max(0, down - z - allowance);
            if (up > decisionInterval) above.Add(i);
            if (down > decisionInterval) below.Add(i);
        }

        return new TwoSidedCusum(upper, lower, above, below);
    }
}
