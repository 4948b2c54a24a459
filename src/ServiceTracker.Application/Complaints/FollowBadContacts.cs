using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Complaints;

/// <summary>
/// Opens a case for each interaction that somebody has to turn round, and takes it back with one that was undone. Done where changes are
/// taken into the rollups, in that transaction and by the only one who does so: once for each interaction, and for nothing to whoever logs.
/// </summary>
public sealed class FollowBadContacts(IServiceTrackerDb db, MasterDataReader masterData, AuditTrail audit, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <summary>What to look for among changes that are taken in now.</summary>
    /// <param name="master">Master data.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    public static BadContacts Watch(MasterData master, DateTime utcNow)
    {
        ArgumentNullException.ThrowIfNull(master);
        return new(master.ComplaintReasons, RecoveryCase.HighestBadRating, utcNow.AddDays(-RecoveryCase.DaysOfNews));
    }

    /// <summary>Opens and takes back cases, inside the open transaction.</summary>
    /// <param name="bad">What was found; null finds nothing.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task RunAsync(BadContacts? bad, CancellationToken cancellation)
    {
        if (bad is null) return;
        foreach (var went in bad.Went.GroupBy(d => d.SiteId))
        {
            foreach (var some in went.Select(d => d.InteractionId).Chunk(AtOnce)) await TakeBackAsync(went.Key, some, cancellation);
        }

        foreach (var came in bad.Came.GroupBy(d => d.SiteId).ToList())
        {
            foreach (var some in came.Chunk(AtOnce)) await OpenAsync(came.Key, some, bad, cancellation);
        }
    }

    // What somebody worked on stays: it is about a customer, whatever became of the entry.
    private async Task TakeBackAsync(int site, Guid[] ids, CancellationToken cancellation)
    {
        var gone = db.RecoveryCases.Where(c => c.SiteId == site && c.InteractionId != null && ids.Contains(c.InteractionId.Value));
        await gone.Where(c => c.Ground != RecoveryGround.ByHand && c.Version == 1).ExecuteDeleteAsync(cancellation);
        await gone.ExecuteUpdateAsync(c => c.SetProperty(x => x.InteractionId, (Guid?)null), cancellation);
    }

    private async Task OpenAsync(int site, RollupDelta[] came, BadContacts bad, CancellationToken cancellation)
    {
        Guid?[] ids = [.. came.Select(d => (Guid?)d.InteractionId)];
        var known = await db.RecoveryCases.AsNoTracking().Where(c => c.SiteId == site && ids.Contains(c.InteractionId))
            .Select(c => c.InteractionId).ToListAsync(cancellation);
        var fresh = came.Where(d => !known.Contains(d.InteractionId)).OrderBy(d => d.OccurredAt).ToList();
        if (fresh.Count == 0) return;
        Guid[] asked = [.. fresh.Select(d => d.InteractionId)];
        var customers = await db.Interactions.AsNoTracking().Where(i => i.SiteId == site && asked.Contains(i.Id))
            .Select(i => new { i.Id, i.CustomerRef }).ToDictionaryAsync(i => i.Id, i => i.CustomerRef, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var cases = fresh.Where(d => customers.ContainsKey(d.InteractionId))
            .Select(d => Case(d, bad, master.Sites[site], customers[d.InteractionId])).ToList();
        db.RecoveryCases.AddRange(cases);
        foreach (var one in cases)
        {
            audit.Record(
                Actor.Schedule, "recovery.opened", $"recovery/{one.Id}", null,
                new { one.InteractionId, channel = master.Channels[one.ChannelId].Code, ground = one.Ground.ToString() }, site);
        }

        await db.SaveChangesAsync(cancellation);
        var stored = cases.ToHashSet();
        foreach (var entry in db.ChangeTracker.Entries<RecoveryCase>().Where(e => stored.Contains(e.Entity)).ToList())
            entry.State = EntityState.Detached;
    }

    private RecoveryCase Case(RollupDelta d, BadContacts bad, Site site, string? customer)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var on = site.Calendar.At(d.OccurredAt).BusinessDate;
        return new RecoveryCase
        {
            SiteId = d.SiteId,
            Id = Guid.CreateVersion7(now),
            InteractionId = d.InteractionId,
            ChannelId = d.ChannelId,
            StaffId = d.StaffId,
            Customer = customer,
            ReasonId = d.ReasonId,
            Ground = bad.IsComplaint(d.ReasonId) ? RecoveryGround.Complaint : RecoveryGround.Rating,
            Since = d.OccurredAt,
            SinceOn = on,
            OpenedAt = now,
            OpenedBy = Actor.Schedule.Id,
            OpenedByName = Actor.Schedule.Name,
            DueOn = on.AddDays(RecoveryCase.DaysToReply),
        };
    }
}
