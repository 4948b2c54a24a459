using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>What X̄ and S charts need of the values of one subgroup.</summary>
/// <param name="Size">Number of values.</param>
/// <param name="Mean">Mean of the values; NaN for an empty subgroup.</param>
/// <param name="StandardDeviation">Divisor n − 1; NaN below two values.</param>
/// <param name="Range">Greatest less smallest value; NaN for an empty subgroup.</param>
public readonly record struct Subgroup(int Size, double Mean, double StandardDeviation, double Range)
{
    /// <summary>Summarises values; NaN among them is left out.</summary>
    public static Subgroup Of(ReadOnlySpan<double> values)
    {
        var mean = CompensatedSum.MeanOf(values);
        var squares = new CompensatedSum();
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        var size = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            size++;
            squares.Add((value - mean) * (value - mean));
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        return new Subgroup(
            size, mean, size < 2 ? double.NaN : Math.Sqrt(squares.Value / (size - 1)), size == 0 ? double.NaN : greatest - least);
    }
}
