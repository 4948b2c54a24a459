using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Web.Charts;

/// <summary>What a <see cref="FlagChartFigure"/> draws: the days in the evidence of a flag.</summary>
/// <param name="Title">What is counted, such as "All basics met".</param>
/// <param name="Evidence">The figures by which the flag was raised.</param>
/// <param name="IsBetter">Days above what is usual are what it is about, not those below.</param>
/// <param name="HrefOfDay">Where the interactions behind a day are listed.</param>
public sealed record FlagChart(string Title, FlagEvidence Evidence, bool IsBetter, Func<FlagDay, string> HrefOfDay)
{
    // A day of the week is not like another one; seven of them are like the seven before.
    private const int DaysTogether = 7;

    /// <summary>Every day from the first to the last that is shown, those without interactions too; none where nothing was kept.</summary>
    public IReadOnlyList<FlagDay> Days { get; } = Filled(Evidence.Points);

    /// <summary>Share of a day's interactions with it met, 0 to 1; null where there were none.</summary>
    public static double? Rate(FlagDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.N == 0 ? null : (double)(day.N - day.Missed) / day.N;
    }

    /// <summary>The same over the seven days that end with this one, of those that are shown.</summary>
    /// <param name="index">Which day.</param>
    public double? RateOfWeek(int index)
    {
        var together = Days.Skip(Math.Max(0, index + 1 - DaysTogether)).Take(Math.Min(DaysTogether, index + 1)).ToList();
        return Rate(new FlagDay(Days[index].Date, together.Sum(d => d.N), together.Sum(d => d.Missed)));
    }

    /// <summary>Whether a day since the change lies on the side of what is usual that the flag is about.</summary>
    public bool IsSign(FlagDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Date >= Evidence.Since && Rate(day) is { } rate && (IsBetter ? rate > Evidence.UsualRate : rate < Evidence.UsualRate);
    }

    private static List<FlagDay> Filled(IReadOnlyList<FlagDay> points)
    {
        var days = new List<FlagDay>(points.Count);
        foreach (var point in points)
        {
            while (days.Count > 0 && days[^1].Date.AddDays(1) < point.Date) days.Add(new FlagDay(days[^1].Date.AddDays(1), 0, 0));
            days.Add(point);
        }

        return days;
    }
}
