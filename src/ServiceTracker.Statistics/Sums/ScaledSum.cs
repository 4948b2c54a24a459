using System.Numerics;

namespace ServiceTracker.Statistics.Sums;

/// <summary>
/// Count, sum and sum of squares of values kept as whole numbers, so that a recount in any order gives the same figures to the last digit.
/// </summary>
/// <param name="scale">Parts in one unit: a value v is kept as round(v × scale).</param>
public sealed class ScaledSum(long scale)
{
    /// <summary>The scale for measures: 4 decimals.</summary>
    public const long MeasureScale = 10_000;

    private Int128 sum, squares;

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>Mean in units, or null without values.</summary>
    public double? Mean => Count == 0 ? null : (double)sum / Count / scale;

    /// <summary>Sample standard deviation in units (divisor n − 1), or null below two values.</summary>
    public double? StandardDeviation
    {
        get
        {
            if (Count < 2) return null;
            // n·Σx² − (Σx)² is exact here; dividing first would lose the digits that matter when the spread is small.
            // It outgrows 128 bits at a million values of a billion.
            var spread = Count * (BigInteger)squares - (BigInteger)sum * sum;
            return Math.Sqrt((double)spread / ((double)Count * (Count - 1))) / scale;
        }
    }

    /// <summary>A value in parts, rounded half away from zero.</summary>
    /// <param name="value">In units.</param>
    /// <param name="scale">Parts in one unit.</param>
    public static long Scale(double value, long scale) => (long)Math.Round(value * scale, MidpointRounding.AwayFromZero);

    /// <summary>Adds a value in units, rounded half away from zero to the scale.</summary>
    public void Add(double value) => AddScaled(Scale(value, scale), 1);

    /// <summary>Adds values of which only count, sum and sum of squares are known, in parts and squared parts.</summary>
    public void Add(long count, Int128 sumInParts, Int128 squaresInParts)
    {
        Count += count;
        sum += sumInParts;
        squares += squaresInParts;
    }

    /// <summary>Adds a value given in parts, a number of times.</summary>
    public void AddScaled(long scaled, long times)
    {
        Count += times;
        sum += (Int128)scaled * times;
        squares += (Int128)scaled * scaled * times;
    }

    /// <summary>Adds everything that another sum of the same scale holds.</summary>
    public void Add(ScaledSum other)
    {
        Count += other.Count;
        sum += other.sum;
        squares += other.squares;
    }
}
