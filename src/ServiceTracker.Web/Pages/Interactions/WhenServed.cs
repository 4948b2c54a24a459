using System.Globalization;
using ServiceTracker.Application;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>When somebody was served, as the form asks for it: just now, or a while ago when it is logged after the rush.</summary>
public static class WhenServed
{
    /// <summary>The choice that asks for a time of the day.</summary>
    public const string Earlier = "earlier";

    private const string Now = "now";

    /// <summary>The choices: what the form sends, what it says, and how long ago it is; the last one asks for a time.</summary>
    public static IReadOnlyList<(string Key, string Text, TimeSpan Ago)> Choices { get; } =
    [
        (Now, "Just now", TimeSpan.Zero),
        ("15", "15 min ago", TimeSpan.FromMinutes(15)),
        ("60", "1 hour ago", TimeSpan.FromHours(1)),
        (Earlier, "Earlier, at …", TimeSpan.Zero),
    ];

    /// <summary>The same where the day may be another one: what is entered afterwards.</summary>
    /// <param name="when">The choice; just now where absent.</param>
    /// <param name="date">The day on the calendar, such as 2026-11-20, with <see cref="Earlier"/>; the running one where absent.</param>
    /// <param name="time">The local time, such as 14:05, with <see cref="Earlier"/>.</param>
    /// <param name="site">Whose clock and day it is.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="wrong">What is wrong, with what to do, where nothing is returned.</param>
    public static DateTimeOffset? Read(string? when, string? date, string? time, Site site, DateTimeOffset now, out string? wrong)
    {
        var day = default(DateOnly);
        if (when == Earlier && !string.IsNullOrWhiteSpace(date) && !Dates.TryParse(date.Trim(), out day))
        {
            wrong = Dates.Needed;
            return null;
        }

        if (day == default || day == DateOnly.FromDateTime(site.Calendar.At(now.UtcDateTime).Local) || !IsTime(time, out var at))
            return Read(when, time, site, now, out wrong);
        wrong = null;
        var local = DateTime.SpecifyKind(day.ToDateTime(at), DateTimeKind.Utc);
        if (day.Year is < 1900 or > 2999) return new DateTimeOffset(local);
        // The offset of that day: it differs from today's where the clocks were changed between.
        var offset = TimeSpan.FromMinutes(site.Calendar.At(now.UtcDateTime).UtcOffsetMinutes);
        offset = TimeSpan.FromMinutes(site.Calendar.At(local - offset).UtcOffsetMinutes);
        return new DateTimeOffset(local - offset);
    }

    /// <summary>The instant, to the millisecond.</summary>
    /// <param name="when">The choice; just now where absent.</param>
    /// <param name="time">The local time, such as 14:05, with <see cref="Earlier"/>.</param>
    /// <param name="site">Whose clock and day it is.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="wrong">What is wrong, with what to do, where nothing is returned.</param>
    public static DateTimeOffset? Read(string? when, string? time, Site site, DateTimeOffset now, out string? wrong)
    {
        wrong = null;
        now = new(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, now.Offset);
        if (when != Earlier) return now - Choices.FirstOrDefault(c => c.Key == when).Ago;
        if (!IsTime(time, out var at))
        {
            wrong = "Say at what time it was, such as 14:05.";
            return null;
        }

        // The latest moment of the running business day at which the clock on the wall showed it; it may have been before midnight.
        var present = site.Calendar.At(now.UtcDateTime);
        var begun = site.Calendar.StartOf(present.BusinessDate);
        for (var minute = now.UtcDateTime.AddTicks(-(now.UtcDateTime.Ticks % TimeSpan.TicksPerMinute)); minute >= begun;
            minute = minute.AddMinutes(-1))
        {
            var local = TimeOnly.FromDateTime(site.Calendar.At(minute).Local);
            if (local.Hour == at.Hour && local.Minute == at.Minute) return new DateTimeOffset(minute, TimeSpan.Zero);
        }

        wrong = $"{at:HH:mm} has not been today. Times of the running day are taken here, in {site.Zone}.";
        return null;
    }

    private static bool IsTime(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text?.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
