using System.Globalization;
using ServiceTracker.Application.Figures;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>An hour of a weekday.</summary>
/// <param name="Text">Whole percents with something missed; empty where there were too few.</param>
/// <param name="Words">The same with its numbers.</param>
/// <param name="Shade">0 (as usual or less) to 3: how far above the usual share, in standard errors of the cell's own number.</param>
public readonly record struct HeatCell(string Text, string Words, int Shade);

/// <summary>An hour over the days of the week.</summary>
/// <param name="Hour">0 to 23.</param>
/// <param name="IsLow">The whole hour is told as one in which less is met.</param>
/// <param name="Cells">Monday to Sunday.</param>
public sealed record HeatRow(int Hour, bool IsLow, IReadOnlyList<HeatCell> Cells);

/// <summary>The hours of the week as a table: hours down, days across, so that it fits the narrowest screen.</summary>
public sealed class HourHeat
{
    /// <summary>The days of a row.</summary>
    public static readonly IReadOnlyList<string> Days =
        [.. Enumerable.Range(1, 7).Select(d => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(d % 7)))];

    private const int HoursInDay = 24;

    public HourHeat(HourFigures hours)
    {
        var (n, k) = (hours.Counts.Sum(h => h.N), hours.Counts.Sum(h => h.K));
        var usual = n == 0 ? 0 : 1 - (double)k / n;
        var counts = hours.Counts.ToDictionary(h => (int)h.HourOfWeek);
        Usual = PercentText.Of(usual);
        Rows =
        [
            .. hours.Counts.Where(h => h.N > 0).Select(h => h.HourOfWeek % HoursInDay).Distinct().Order().Select(hour => new HeatRow(
                hour, hours.Low.Any(l => hour >= l.Hours.From && hour < l.Hours.Before),
                [
                    .. Enumerable.Range(0, Days.Count)
                        .Select(day => CellOf(day, hour, counts.GetValueOrDefault(day * HoursInDay + hour), usual)),
                ])),
        ];
    }

    /// <summary>The share missed of all hours together.</summary>
    public string Usual { get; }

    /// <summary>Hours with interactions, in their order.</summary>
    public IReadOnlyList<HeatRow> Rows { get; }

    /// <summary>0 (as usual or less) to 3: how far above the usual share, in standard errors of its own number.</summary>
    /// <param name="missed">Share missed, 0 to 1.</param>
    /// <param name="usual">The usual share, 0 to 1.</param>
    /// <param name="n">Its number, at least 1.</param>
    public static int ShadeOf(double missed, double usual, long n)
    {
        var error = Math.Sqrt(usual * (1 - usual) / n);
        return error > 0 ? Math.Clamp((int)((missed - usual) / error), 0, 3) : 0;
    }

    private static HeatCell CellOf(int day, int hour, HourCount count, double usual)
    {
        if (count.N < MinimumSample.Default) return new HeatCell("", $"{Days[day]} {hour} h: {count.N} interactions, too few", 0);
        var missed = 1 - (double)count.K / count.N;
        return new HeatCell(
            (100 * missed).ToString("0", CultureInfo.InvariantCulture),
            $"{Days[day]} {hour} h: {count.N - count.K} of {count.N} with something missed",
            ShadeOf(missed, usual, count.N));
    }
}
