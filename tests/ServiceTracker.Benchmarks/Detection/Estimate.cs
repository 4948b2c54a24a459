namespace ServiceTracker.Benchmarks.Detection;

/// <summary>A figure and its Monte Carlo standard error.</summary>
internal readonly record struct Estimate(double Value, double Error)
{
    public static Estimate Mean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return new(mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1.0) / values.Count));
    }

    /// <summary>
    /// The error is half the distance of the order statistics one standard error of the rank away. Interactions are whole numbers with many
    /// ties, so the median is taken within them: a value v with its ties is spread evenly over v − ½ … v + ½.
    /// </summary>
    public static Estimate Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        double At(double rank)
        {
            var v = sorted[(int)Math.Clamp(rank, 0, sorted.Length - 1)];
            if (double.IsInfinity(v)) return v;
            var (below, upTo) = (Array.FindIndex(sorted, x => x >= v), Array.FindLastIndex(sorted, x => x <= v) + 1);
            return v - 0.5 + (rank - below) / (upTo - below);
        }

        var (middle, off) = (sorted.Length / 2.0, Math.Sqrt(sorted.Length) / 2);
        return new(At(middle), (At(middle + off) - At(middle - off)) / 2);
    }

    public static Estimate Share(long k, long n)
    {
        var p = (double)k / n;
        return new(p, Math.Sqrt(Math.Max(p * (1 - p), 0.25 / n) / n));
    }

    public Estimate Times(double factor) => new(Value * factor, Error * factor);
}
