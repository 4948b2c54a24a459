using System.Collections.Concurrent;

namespace ServiceTracker.Domain.Organisation;

/// <summary>Turns instants into a site's local time and business date.</summary>
/// <param name="zone">The site's IANA time zone.</param>
/// <param name="dayStart">Local time at which a business day begins.</param>
public sealed class BusinessCalendar(TimeZoneInfo zone, TimeOnly dayStart)
{
    // Local time minus UTC lies between −12 and +14 hours everywhere.
    private const int MostHoursBehind = 12, MostHoursAhead = 14;

    private readonly ConcurrentDictionary<DateOnly, DateTime> starts = [];

    /// <summary>The zone's IANA name.</summary>
    public string Zone => zone.Id;

    /// <summary>Finds a zone by its IANA name; false, and UTC, when this machine's time zone data does not know it.</summary>
    public static bool TryFindZone(string? name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (name is null || !IsIanaName(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) || found.Id != name)
            return false;
        zone = found;
        return true;
    }

    // "Local", files such as posixrules, and paths would be found too: an IANA zone is UTC or has a region. posix/ and right/ are copies
    // of the whole database on some machines, right/ with leap seconds.
    private static bool IsIanaName(string name) => name == "UTC"
        || (name.Split('/') is { Length: > 1 } parts && parts[0] is not ("posix" or "right")
            && parts.All(p => p.Length > 0 && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+')));

    /// <summary>The site's clock at an instant.</summary>
    /// <param name="utc">A UTC instant.</param>
    public BusinessMoment At(DateTime utc)
    {
        var offset = zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        var local = DateTime.SpecifyKind(utc + offset, DateTimeKind.Unspecified);
        var date = DateOnly.FromDateTime(local);
        // By the clock it is this day or the one before; where clocks were set back behind the day start, a day that has begun goes on.
        if (StartOf(date) > utc) date = date.AddDays(-1);
        else if (StartOf(date.AddDays(1)) <= utc) date = date.AddDays(1);
        return new BusinessMoment(local, (short)offset.TotalMinutes, date, HourOfWeek(date, local.Hour));
    }

    /// <summary>
    /// The instant, UTC, at which a business day begins: the first one at which the local clock shows the day start, or the first one after
    /// it where the clock skips it. So the business date never runs backwards, whatever the clocks do.
    /// </summary>
    public DateTime StartOf(DateOnly date) => starts.GetOrAdd(date, FirstAtOrAfter);

    /// <summary>The hour of the week of an hour, 0 to 23, of the local clock on a business day.</summary>
    public static short HourOfWeek(DateOnly businessDate, int hour) => (short)(((int)businessDate.DayOfWeek + 6) % 7 * 24 + hour);

    private DateTime FirstAtOrAfter(DateOnly date)
    {
        var wished = date.ToDateTime(dayStart, DateTimeKind.Utc);
        var (earliest, latest) = (wished.AddHours(-MostHoursAhead - 1), wished.AddHours(MostHoursBehind + 1));
        DateTime? first = null;
        for (var (hour, known) = (earliest, (TimeSpan?)null); hour <= latest; hour = hour.AddHours(1))
        {
            var offset = zone.GetUtcOffset(hour);
            if (offset == known) continue;
            known = offset;
            var at = wished - offset;
            if (zone.GetUtcOffset(at) == offset && !(first <= at)) first = at;
        }

        if (first is { } shown) return shown;
        // Skipped: the instant at which the clock jumps over it.
        while (latest - earliest > TimeSpan.FromTicks(1))
        {
            var middle = earliest + (latest - earliest) / 2;
            if (middle + zone.GetUtcOffset(middle) < wished) earliest = middle;
            else latest = middle;
        }

        return latest;
    }
}
