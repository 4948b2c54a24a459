namespace ServiceTracker.Statistics.Sums;

/// <summary>
/// A sum that carries along what rounding took off, so that its error does not grow with the number of terms.
/// Source: A. Neumaier, Zeitschrift für Angewandte Mathematik und Mechanik 54 (1974) 39–51.
/// </summary>
public struct CompensatedSum
{
    private double sum, lost;

    /// <summary>The sum so far, in units of the terms.</summary>
    public readonly double Value => sum + lost;

    /// <summary>Adds a term.</summary>
    public void Add(double term)
    {
        var next = sum + term;
        lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }

    /// <summary>
    /// Arithmetic mean of the values that are not NaN, in their units; NaN when there are none. The mean of equal values is that value
    /// exactly: a second pass adds the mean of the deviations from the first.
    /// </summary>
    public static double MeanOf(ReadOnlySpan<double> values)
    {
        var sum = new CompensatedSum();
        var count = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            sum.Add(value);
            count++;
        }

        if (count == 0) return double.NaN;
        var mean = sum.Value / count;
        var rest = new CompensatedSum();
        foreach (var value in values)
            if (!double.IsNaN(value)) rest.Add(value - mean);
        return mean + rest.Value / count;
    }
}
