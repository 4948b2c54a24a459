namespace ServiceTracker.Benchmarks.Load;

/// <summary>What a contestant did at a number of connections: medians of the rounds.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Median">Half of the requests were answered within this, in milliseconds.</param>
/// <param name="P99">All but one in a hundred, in milliseconds.</param>
/// <param name="ServerCpu">Processor time of the server for a request, in microseconds.</param>
/// <param name="DatabaseCpu">The same of PostgreSQL, or null without one.</param>
/// <param name="Resident">Memory that the server holds in RAM afterwards, in megabytes.</param>
/// <param name="Others">Share of the machine's processors that programs took that have nothing to do with this, 0 to 1.</param>
internal sealed record Figures(
    double Rate, double Median, double P99, double ServerCpu, double? DatabaseCpu, double Resident, double Others)
{
    /// <summary>Processor time of server and database for a request, in microseconds.</summary>
    public double Cpu => ServerCpu + (DatabaseCpu ?? 0);

    /// <summary>The median of each figure.</summary>
    public static Figures MedianOf(IReadOnlyList<Figures> rounds)
    {
        double Of(Func<Figures, double> figure) => rounds.Select(figure).Median();
        return new Figures(
            Of(f => f.Rate), Of(f => f.Median), Of(f => f.P99), Of(f => f.ServerCpu),
            rounds[0].DatabaseCpu is null ? null : Of(f => f.DatabaseCpu!.Value), Of(f => f.Resident),
            Of(f => f.Others));
    }
}

/// <summary>The middle of several measurements.</summary>
internal static class Medians
{
    /// <summary>The median; the mean of the middle two of an even number.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
