namespace ServiceTracker.Application.Figures;

/// <summary>Where figures stand.</summary>
internal enum FigureTable
{
    /// <summary>Whole weeks of all sites, by channel.</summary>
    OrgWeeks,

    /// <summary>Whole weeks by site, team, person and channel.</summary>
    StaffWeeks,

    /// <summary>Hours of whole weeks of all sites, without people, channels and single basics.</summary>
    OrgHoursOfWeek,

    /// <summary>Hours of business days by site, without people, channels and single basics.</summary>
    SiteDayHours,

    /// <summary>The interactions themselves, which know everything.</summary>
    Rows,
}
