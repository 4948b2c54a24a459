namespace ServiceTracker.Statistics.TimeWeighted;

/// <summary>
/// Exponentially weighted moving average: zᵢ = λxᵢ + (1 − λ)zᵢ₋₁ from z₀ = centre, limits centre ± L·√vᵢ with
/// vᵢ = λ²σ²/nᵢ + (1 − λ)²vᵢ₋₁, v₀ = 0. With equal n this is σ²/n · λ/(2 − λ) · (1 − (1 − λ)²ⁱ).
/// A gap has no point and moves neither z nor v: the chart waits.
/// Source: S. W. Roberts, Technometrics 1 (1959) 239–250; D. C. Montgomery, Introduction to Statistical Quality Control, ch. 9.
/// </summary>
/// <param name="Values">zᵢ in units of the data; NaN in a gap.</param>
/// <param name="Lower">Lower limit of each point; NaN in a gap.</param>
/// <param name="Upper">Upper limit of each point; NaN in a gap.</param>
/// <param name="AsymptoticLower">What the lower limit tends to at the last point's n.</param>
/// <param name="AsymptoticUpper">What the upper limit tends to at the last point's n.</param>
/// <param name="OutsideIndices">Points strictly beyond a limit.</param>
public sealed record EwmaChart(
    IReadOnlyList<double> Values,
    IReadOnlyList<double> Lower,
    IReadOnlyList<double> Upper,
    double AsymptoticLower,
    double AsymptoticUpper,
    IReadOnlyList<int> OutsideIndices)
{
    /// <summary>Makes the chart.</summary>
    /// <param name="values">Observations or means of subgroups, oldest first; NaN is a gap.</param>
    /// <param name="centre">Centre line, in units of the data.</param>
    /// <param name="sigma">Standard deviation of one observation, ≥ 0.</param>
    /// <param name="lambda">Weight λ of the newest point, 0 &lt; λ ≤ 1.</param>
    /// <param name="width">L, the distance of the limits in standard errors, &gt; 0.</param>
    /// <param name="sizes">Observations behind each value; empty means one each. 0 is a gap.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or the lengths differ.</exception>
    public static EwmaChart Of(
        ReadOnlySpan<double> values, double centre, double sigma, double lambda, double width, ReadOnlySpan<double> sizes = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        if (lambda is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ must be above 0 and at most 1.");
        if (!(width > 0)) throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be above 0.");
        if (sizes.Length != 0 && sizes.Length != values.Length)
            throw new ArgumentException("There must be one size per value.", nameof(sizes));

        int count = values.Length;
        double[] z = new double[count], lower = new double[count], upper = new double[count];
        var outside = new List<int>();
        double last = centre, variance = 0, lastSize = 1;
        for (var i = 0; i < count; i++)
        {
            var size = sizes.Length == 0 ? 1 : sizes[i];
            if (double.IsNaN(values[i]) || !(size > 0))
            {
                z[i] = lower[i] = upper[i] = double.NaN;
                continue;
            }

            lastSize = size;
            last = lambda * values[i] + (1 - lambda) * last;
            variance = lambda * lambda * sigma * sigma / size + (1 - lambda) * (1 - lambda) * variance;
            var half = width * Math.Sqrt(variance);
            (z[i], lower[i], upper[i]) = (last, centre - half, centre + half);
            if (last < lower[i] || last > upper[i]) outside.Add(i);
        }

        var asymptotic = width * sigma / Math.Sqrt(lastSize) * Math.Sqrt(lambda / (2 - lambda));
        return new EwmaChart(z, lower, upper, centre - asymptotic, centre + asymptotic, outside);
    }
}
