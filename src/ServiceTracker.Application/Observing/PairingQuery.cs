using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Observing;

/// <summary>Says which own entry an observation would be paired with. <see cref="Contact"/> decides, as it does once it is
/// stored.</summary>
public sealed class PairingQuery(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>Most entries that are offered to choose from.</summary>
    public const int Most = 6;

    /// <summary>How far from the observation an entry may lie that is offered to choose from.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(2);

    /// <summary>The pairing of an observation.</summary>
    /// <param name="actor">Who observed.</param>
    /// <param name="site">Where; one of theirs.</param>
    /// <param name="staff">Who served.</param>
    /// <param name="channel">On which channel.</param>
    /// <param name="source">Observer or mystery shopper.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Pairing> RunAsync(
        Actor actor, Site site, StaffMember staff, Channel channel, Source source, DateTimeOffset at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(site);
        var utc = at.UtcDateTime;
        var day = site.Calendar.At(utc).BusinessDate;
        var (from, to) = (day.AddDays(-1), day.AddDays(1));
        var (siteId, staffId) = (site.Id, staff.Id);
        var rows = await actor.Visible(db.Interactions.AsNoTracking())
            .Where(i => i.SiteId == siteId && i.StaffId == staffId && i.BusinessDate >= from && i.BusinessDate <= to)
            .ToListAsync(cancellation);
        var master = await masterData.GetAsync(cancellation);
        var byTime = Own(null);
        return new Pairing(
            byTime is null ? null : Told(byTime),
            [
                .. rows.Where(i => i.Source == Source.Self && i.ChannelId == channel.Id && i.Id != byTime?.Id)
                    .Where(i => (i.OccurredAt - utc).Duration() <= Within)
                    .OrderBy(i => (i.OccurredAt - utc).Duration()).ThenBy(i => i.Id)
                    .Where(i => Own(i.Id)?.Id == i.Id).Take(Most).Select(Told),
            ]);

        // As the observation would be stored, so that what is told beforehand is what comes of it.
        Interaction? Own(Guid? named)
        {
            var observation = new Interaction
            {
                SiteId = siteId,
                Id = Guid.AllBitsSet,
                StaffId = staffId,
                ChannelId = channel.Id,
                OccurredAt = utc,
                BusinessDate = day,
                Source = source,
                SameContactAs = named,
                RecordedBy = actor.Id,
                RequestHash = [],
            };
            return Contact.Among([.. rows, observation], cancellation)
                .FirstOrDefault(c => c.Evidence.Contains(observation))?.Evidence.FirstOrDefault(e => e.Source == Source.Self);
        }

        OwnEntry Told(Interaction i) =>
            new(i.Id, i.OccurredAt.AddMinutes(i.UtcOffset), i.ReasonId is { } reason ? master.Reasons[reason].Name : null);
    }
}
