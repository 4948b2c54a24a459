using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>What a line of <see cref="StaffWeek"/> is about. Interactions without a team or staff member stand under 0.</summary>
public readonly record struct StaffWeekKey(int SiteId, DateOnly WeekStart, int StaffId, int TeamId, int ChannelId, Source Source, int Baseline);

/// <summary>One person's week in a team and channel, by source and baseline: what weekly figures and reports are made of.</summary>
public sealed class StaffWeek : FigureSums
{
    public int SiteId { get; init; }

    /// <summary>Monday of the ISO week of the business date.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>0 without a staff member.</summary>
    public int StaffId { get; init; }

    /// <summary>0 without a team.</summary>
    public int TeamId { get; init; }

    public int ChannelId { get; init; }
    public Source Source { get; init; }
    public int Baseline { get; init; }

    /// <summary>What this line is about.</summary>
    public StaffWeekKey Key => new(SiteId, WeekStart, StaffId, TeamId, ChannelId, Source, Baseline);

    /// <summary>A line without interactions.</summary>
    public static StaffWeek Empty(StaffWeekKey key) => new()
    {
        SiteId = key.SiteId,
        WeekStart = key.WeekStart,
        StaffId = key.StaffId,
        TeamId = key.TeamId,
        ChannelId = key.ChannelId,
        Source = key.Source,
        Baseline = key.Baseline,
    };
}

/// <summary>What a line of <see cref="OrgWeek"/> is about.</summary>
public readonly record struct OrgWeekKey(DateOnly WeekStart, int ChannelId, int Baseline);

/// <summary>A week of a channel over all sites.</summary>
public sealed class OrgWeek : FigureSums
{
    /// <summary>Monday of the ISO week of the business date.</summary>
    public DateOnly WeekStart { get; init; }

    public int ChannelId { get; init; }
    public int Baseline { get; init; }

    /// <summary>What this line is about.</summary>
    public OrgWeekKey Key => new(WeekStart, ChannelId, Baseline);

    /// <summary>A line without interactions.</summary>
    public static OrgWeek Empty(OrgWeekKey key) => new() { WeekStart = key.WeekStart, ChannelId = key.ChannelId, Baseline = key.Baseline };
}

/// <summary>What a line of <see cref="SiteDayHour"/> is about.</summary>
public readonly record struct SiteDayHourKey(int SiteId, DateOnly BusinessDate, short HourOfWeek);

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

/// <summary>What a line of <see cref="OrgHourOfWeek"/> is about.</summary>
public readonly record struct OrgHourOfWeekKey(DateOnly WeekStart, short HourOfWeek);

/// <summary>An hour of a week over all sites, as the process delivered it.</summary>
public sealed class OrgHourOfWeek : ProcessSums
{
    /// <summary>Monday of the ISO week of the business date.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</summary>
    public short HourOfWeek { get; init; }

    /// <summary>What this line is about.</summary>
    public OrgHourOfWeekKey Key => new(WeekStart, HourOfWeek);

    /// <summary>A line without interactions.</summary>
    public static OrgHourOfWeek Empty(OrgHourOfWeekKey key) => new() { WeekStart = key.WeekStart, HourOfWeek = key.HourOfWeek };
}
