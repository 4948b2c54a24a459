namespace ServiceTracker.Application.Figures;

/// <summary>Whose interactions make up one line of figures. What is absent is summed over.</summary>
public readonly record struct Unit(int? SiteId = null, int? TeamId = null, int? StaffId = null, int? ChannelId = null)
{
    /// <summary>What this unit is one line of.</summary>
    public Breakdown Breakdown =>
        (SiteId is null ? Breakdown.None : Breakdown.Site) | (TeamId is null ? Breakdown.None : Breakdown.Team)
        | (StaffId is null ? Breakdown.None : Breakdown.Staff) | (ChannelId is null ? Breakdown.None : Breakdown.Channel);

    /// <summary>The unit with everything summed over that is not in the breakdown. A team is one of its site.</summary>
    internal Unit Reduce(Breakdown by) => new(
        by.HasFlag(Breakdown.Site) || by.HasFlag(Breakdown.Team) ? SiteId : null,
        by.HasFlag(Breakdown.Team) ? TeamId : null,
        by.HasFlag(Breakdown.Staff) ? StaffId : null,
        by.HasFlag(Breakdown.Channel) ? ChannelId : null);
}
