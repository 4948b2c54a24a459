namespace ServiceTracker.Domain.Organisation;

/// <summary>A place that gives service.</summary>
public sealed class Site
{
    /// <summary><see cref="IdleLock"/> where nothing was said, its least and its most, in seconds.</summary>
    public const int UsualIdleLock = 90, LeastIdleLock = 15, MostIdleLock = 3600;

    /// <summary><see cref="FullCheckOneIn"/> where nothing was said, and its most.</summary>
    public const int UsualFullCheckOneIn = 8, MostFullCheckOneIn = 1000;

    private BusinessCalendar? calendar;

    public int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }

    /// <summary>IANA time zone, such as Europe/London. Interactions keep the zone and the business date they were stored with when it
    /// changes.</summary>
    public required string Zone
    {
        get;
        set
        {
            field = value;
            calendar = null;
        }
    }

    /// <summary>Number of the zone among those the site has had.</summary>
    public short ZoneNumber { get; private set; } = 1;

    /// <summary>The zones before this one.</summary>
    public List<EarlierZone> EarlierZones { get; } = [];

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

    /// <summary>Seconds without a touch after which a device of the counter asks for a PIN again.</summary>
    public int IdleLock { get; set; } = UsualIdleLock;

    /// <summary>One in how many of a person's own logs on a channel is drawn as a full check; 0 is none.</summary>
    public int FullCheckOneIn { get; set; } = UsualFullCheckOneIn;

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Moves the site to another zone. Zones it has had keep their numbers.</summary>
    public void MoveTo(string zone)
    {
        if (zone == Zone) return;
        if (EarlierZones.TrueForAll(z => z.Number != ZoneNumber)) EarlierZones.Add(new EarlierZone { Number = ZoneNumber, Zone = Zone });
        ZoneNumber = EarlierZones.Find(z => z.Zone == zone)?.Number ?? (short)(1 + EarlierZones.Max(z => z.Number));
        Zone = zone;
    }

    /// <summary>The zone of this number; the present one when there is none of it.</summary>
    public string ZoneOf(short number) => number == ZoneNumber ? Zone : EarlierZones.Find(z => z.Number == number)?.Zone ?? Zone;

    /// <summary>The site's clock and calendar.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine's time zone data lost the zone.</exception>
    public BusinessCalendar Calendar => calendar ??= new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById(Zone), DayStart);

    /// <summary>The same under a zone the site has had.</summary>
    /// <param name="number">The zone's number.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine's time zone data lost the zone.</exception>
    public BusinessCalendar CalendarOf(short number) =>
        number == ZoneNumber ? Calendar : new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById(ZoneOf(number)), DayStart);
}
