namespace ServiceTracker.Domain.Organisation;

/// <summary>What a site's clock and calendar said at an instant.</summary>
/// <param name="Local">Local civil time, without an offset.</param>
/// <param name="UtcOffsetMinutes">Local minus UTC in minutes, −840 to 840; on DST days it tells the two passes of a repeated hour apart.</param>
/// <param name="BusinessDate">The date of the business day: before the day start it is still yesterday.</param>
/// <param name="HourOfWeek">0 (Monday 00:00–00:59) to 167, by the local clock.</param>
public readonly record struct BusinessMoment(DateTime Local, short UtcOffsetMinutes, DateOnly BusinessDate, short HourOfWeek);

/// <summary>Turns instants into a site's local time and business date.</summary>
/// <param name="zone">The site's IANA time zone.</param>
/// <param name="dayStart">Local time at which a business day begins.</param>
public sealed class BusinessCalendar(TimeZoneInfo zone, TimeOnly dayStart)
{
    /// <summary>The zone's IANA name.</summary>
    public string Zone => zone.Id;

    /// <summary>Finds a zone by its IANA name; false, and UTC, when this machine's time zone data does not know it.</summary>
    public static bool TryFindZone(string? name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (name is null || !IsIanaName(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) || found.Id != name) return false;
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
        var weekday = ((int)local.DayOfWeek + 6) % 7;
        return new BusinessMoment(
            local,
            (short)offset.TotalMinutes,
            TimeOnly.FromDateTime(local) < dayStart ? date.AddDays(-1) : date,
            (short)(weekday * 24 + local.Hour));
    }
}
