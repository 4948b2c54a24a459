using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>A case with what it is about.</summary>
/// <param name="Case">The case.</param>
/// <param name="Site">Its site.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Staff">Who served the customer, where that is known.</param>
/// <param name="Reason">What the customer came about; null for a mark without a reason.</param>
/// <param name="Today">The present business date of the site.</param>
public sealed record RecoveryDetails(RecoveryCase Case, Site Site, Channel Channel, StaffMember? Staff, Reason? Reason, DateOnly Today)
{
    /// <summary>Its day has passed, and nobody took the next step.</summary>
    public bool IsOverdue => Case.IsOverdueOn(Today);

    internal static RecoveryDetails Of(RecoveryCase of, MasterData master, DateTime utcNow)
    {
        var site = master.Sites[of.SiteId];
        return new(
            of, site, master.Channels[of.ChannelId], master.Staff.Find(of.StaffId), master.Reasons.Find(of.ReasonId),
            site.Calendar.At(utcNow).BusinessDate);
    }
}
