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

    /// <summary>Finds a zone by its IANA name; false when this machine's time zone data does not know it.</summary>
    public static bool TryFindZone(string? name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        // "Local" and files such as posixrules would be found too: an IANA zone is UTC or has a region, and is spelled as listed.
        return name is not null && (name == "UTC" || name.Contains('/', StringComparison.Ordinal)) && !name.Contains("..", StringComparison.Ordinal)
            && !name.StartsWith('/') && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!) && zone.Id == name;
    }

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
