using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>At the end of which days the watch over a site is kept: of late every day, then every week, then every fourth one. So a late
/// entry takes days again and not years, and a year of a site needs some twenty states. To keep one costs about as much as to take a
/// week of days again, so of old days few are kept.</summary>
public static class SnapshotDays
{
    /// <summary>Days back of which each is kept.</summary>
    public const int EveryDay = 3;

    /// <summary>Days back of which every Sunday is kept: the weeks in which most late entries begin.</summary>
    public const int EveryWeek = 27;

    private const int WeeksBetween = 4, DaysOfAWeek = 7;

    /// <summary>Whether a day's end is kept.</summary>
    /// <param name="date">The day.</param>
    /// <param name="last">The last day that is over.</param>
    public static bool Keeps(DateOnly date, DateOnly last)
    {
        var age = last.DayNumber - date.DayNumber;
        if (age < EveryDay) return true;
        if (IsoWeek.Of(date).Sunday != date) return false;
        return age <= EveryWeek || date.DayNumber / DaysOfAWeek % WeeksBetween == 0;
    }
}
