using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Web.Pages.Consistency;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>Where what stands out leads to.</summary>
/// <param name="master">What numbers of places and people refer to.</param>
/// <param name="site">The site shown, or null for all.</param>
/// <param name="week">The week shown.</param>
public sealed class OverviewLinks(MasterData master, Site? site, IsoWeek week)
{
    /// <summary>All flags.</summary>
    public const string Flags = "/flags";

    /// <summary>First day of the weeks that are judged.</summary>
    private DateOnly From => week.AddWeeks(1 - RateShift.WeeksNow).Monday;

    /// <summary>A flag.</summary>
    public static string Flag(Guid id) => $"{Flags}/{id}";

    /// <summary>To the flag, else to the person or the interactions behind it.</summary>
    public string Of(Concern concern) => concern switch
    {
        { Flag: { } id } => Flag(id),
        { StaffId: { } staff } => UnitLine.PersonOf(master.Staff[staff], site),
        { Basic: { } basic } => UnitLine.Interactions(
            site ?? master.Sites.Find(concern.SiteId), null, master.Channels.Find(concern.ChannelId), From, week.Sunday, basic),
        _ => "#hours",
    };

    /// <summary>The interactions of the weeks that are judged in which a basic was missed.</summary>
    public string Missed(string basic, int? channel = null) =>
        UnitLine.Interactions(site, null, master.Channels.Find(channel), From, week.Sunday, basic);
}
