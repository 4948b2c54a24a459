namespace ServiceTracker.Domain.Organisation;

/// <summary>A place that gives service.</summary>
public sealed class Site
{
    private BusinessCalendar? calendar;

    public int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }

    /// <summary>IANA time zone, such as Europe/London. Interactions keep the business date they were stored with when it changes.</summary>
    public required string Zone
    {
        get;
        set
        {
            field = value;
            calendar = null;
        }
    }

    /// <summary>Local time at which a business day begins; a bar may use 04:00.</summary>
    public TimeOnly DayStart
    {
        get;
        set
        {
            field = value;
            calendar = null;
        }
    }

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The site's clock and calendar.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine's time zone data lost the zone.</exception>
    public BusinessCalendar Calendar => calendar ??= new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById(Zone), DayStart);
}
