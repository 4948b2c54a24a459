namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>An hour of a business day at a site, as the process delivered it.</summary>
public sealed class SiteDayHour : ProcessSums
{
    public int SiteId { get; init; }
    public DateOnly BusinessDate { get; init; }

    /// <summary>0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</summary>
    public short HourOfWeek { get; init; }

    /// <summary>What this line is about.</summary>
    public SiteDayHourKey Key => new(SiteId, BusinessDate, HourOfWeek);

    /// <summary>A line without interactions.</summary>
    public static SiteDayHour Empty(SiteDayHourKey key) =>
        new() { SiteId = key.SiteId, BusinessDate = key.BusinessDate, HourOfWeek = key.HourOfWeek };
}
