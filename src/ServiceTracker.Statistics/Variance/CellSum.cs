namespace ServiceTracker.Statistics.Variance;

/// <summary>All that a variance analysis needs to know of the observations of one cell.</summary>
/// <param name="N">How many; over 0. Fractions are allowed, for counts divided by a design effect.</param>
/// <param name="Sum">Σy.</param>
/// <param name="SumOfSquares">Σy².</param>
public readonly record struct CellSum(double N, double Sum, double SumOfSquares)
{
    /// <summary>Mean of the observations.</summary>
    public double Mean => Sum / N;

    /// <summary>Σ(y − mean)², at least 0.</summary>
    public double Within => Math.Max(0, SumOfSquares - Sum * Sum / N);

    /// <summary>The cell of both.</summary>
    public static CellSum operator +(CellSum a, CellSum b) => new(a.N + b.N, a.Sum + b.Sum, a.SumOfSquares + b.SumOfSquares);

    /// <summary>The cell of both.</summary>
    public static CellSum Add(CellSum left, CellSum right) => left + right;
}
