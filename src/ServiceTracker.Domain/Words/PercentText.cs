using System.Globalization;

namespace ServiceTracker.Domain.Words;

/// <summary>Shares as people read them in sentences.</summary>
public static class PercentText
{
    /// <summary>"84 %", or "0.4 %" and "99.6 %" where whole percents would say nothing or all.</summary>
    /// <param name="share">0 to 1.</param>
    public static string Of(double share) =>
        (100 * share).ToString(share is (> 0 and < 0.01) or (> 0.99 and < 1) ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>"98.7 %", where tenths of a percent make the difference.</summary>
    /// <param name="share">0 to 1.</param>
    public static string Tenths(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>"12 points"; at least one decimal below one point.</summary>
    /// <param name="difference">−1 to 1; its size is told, not its sign.</param>
    public static string Points(double difference) =>
        (100 * Math.Abs(difference)).ToString(Math.Abs(difference) < 0.01 ? "0.#" : "0", CultureInfo.InvariantCulture) + " points";

    /// <summary>"93 → 86 %"; with one decimal where whole percents would be the same.</summary>
    /// <param name="before">0 to 1.</param>
    /// <param name="now">0 to 1.</param>
    public static string FromTo(double before, double now)
    {
        string In(string format, double share) => (100 * share).ToString(format, CultureInfo.InvariantCulture);
        var format = In("0", before) == In("0", now) ? "0.0" : "0";
        return $"{In(format, before)} → {In(format, now)} %";
    }
}
