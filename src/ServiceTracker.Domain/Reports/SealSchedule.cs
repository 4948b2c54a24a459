using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Reports;

/// <summary>
/// When weeks are sealed, by the clock of each site: a week for the first time on a day of the week after it, and what changed since on the
/// next day at the same time. So a backfill of a day makes one revision, and a number that was sent changes once a day at most.
/// </summary>
/// <param name="Day">The day of the following week on which a week is sealed.</param>
/// <param name="Time">The local time, on that day and every other.</param>
public sealed record SealSchedule(DayOfWeek Day, TimeOnly Time)
{
    /// <summary>Wednesday at six.</summary>
    public static SealSchedule Default { get; } = new(DayOfWeek.Wednesday, new TimeOnly(6, 0));

    /// <summary>So long after it was due a week is sealed late.</summary>
    public static readonly TimeSpan Punctual = TimeSpan.FromHours(1);

    /// <summary>The UTC instant from which on a week is over at a site.</summary>
    public static DateTime EndOf(IsoWeek week, Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.Calendar.StartOf(week.Monday.AddDays(7));
    }

    /// <summary>The UTC instant at which a week is to be sealed for the first time: where the clock skips the time, the first one after it;
    /// where it is shown twice, the first one. Never before the week is over.</summary>
    /// <param name="week">The week.</param>
    /// <param name="site">Where.</param>
    public DateTime FirstOf(IsoWeek week, Site site)
    {
        var (at, end) = (ClockOf(site).StartOf(week.Monday.AddDays(7 + (((int)Day + 6) % 7))), EndOf(week, site));
        return at > end ? at : end;
    }

    /// <summary>The UTC instant at which a week that changed is to be sealed.</summary>
    /// <param name="week">The week.</param>
    /// <param name="site">Where.</param>
    /// <param name="changedAt">UTC instant of the latest change.</param>
    public DateTime NextOf(IsoWeek week, Site site, DateTime changedAt)
    {
        var first = FirstOf(week, site);
        if (changedAt <= first) return first;
        var clock = ClockOf(site);
        var date = DateOnly.FromDateTime(site.Calendar.At(changedAt).Local).AddDays(-1);
        while (clock.StartOf(date) < changedAt) date = date.AddDays(1);
        return clock.StartOf(date);
    }

    // A calendar whose days begin at the time gives the instant at which the clock shows it.
    private BusinessCalendar ClockOf(Site site) => new(TimeZoneInfo.FindSystemTimeZoneById(site.Zone), Time);
}
