using System.Globalization;

namespace ServiceTracker.Web.Charts;

/// <summary>The dates below a chart of days.</summary>
internal static class DayAxis
{
    // Every other one gives way on a narrow screen.
    private const int MostDates = 8;

    /// <summary>Writes them.</summary>
    /// <param name="svg">The chart.</param>
    /// <param name="first">First day.</param>
    /// <param name="days">How many days are drawn.</param>
    /// <param name="height">Of the plot, pixels.</param>
    public static void Add(ChartSvg svg, DateOnly first, int days, int height)
    {
        // Mondays, as many weeks apart as there is room for.
        var every = 7 * Math.Max(1, (int)Math.Ceiling(days / 7.0 / MostDates));
        var monday = ((int)DayOfWeek.Monday - (int)first.DayOfWeek + 7) % 7;
        if (monday >= days) monday = 0;
        for (var (at, labels) = (monday, 0); at < days; (at, labels) = (at + every, labels + 1))
            svg.Text(
                labels % 2 == 0 ? "xl" : "xl alt", 100 * (at + .5) / days, height + 17,
                first.AddDays(at).ToString("d MMM", CultureInfo.InvariantCulture));
    }
}
