namespace ServiceTracker.Benchmarks.Samples;

/// <summary>Samples of the last days, as a server gets them that is in use.</summary>
internal static class RecentSamples
{
    private const int Seconds = 7 * 24 * 3600;

    private static readonly DateTime Start = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-8);

    /// <summary>The sample of a number, some time in the last eight days.</summary>
    public static Sample Of(long number) => Sample.Of(number, Start, Seconds);

    /// <summary>Bodies of requests with so many samples each.</summary>
    public static IEnumerable<string> Batches(int size, int count) =>
        Enumerable.Range(0, count).Select(b => $"[{string.Join(',', Enumerable.Range(size * b, size).Select(i => Of(i).ToJson()))}]");
}
