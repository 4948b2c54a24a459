namespace ServiceTracker.Benchmarks.Load;

/// <summary>What a server did under load.</summary>
/// <param name="Requests">Requests that were answered with a status of 2xx.</param>
/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Median">Half of the requests were answered within this, in milliseconds.</param>
/// <param name="P99">All but one in a hundred, in milliseconds.</param>
internal sealed record LoadResult(int Requests, double Seconds, double Median, double P99)
{
    /// <summary>Requests a second.</summary>
    public double Rate => Requests / Seconds;
}
