using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>
/// What stands beside interactions in tables of its own, without foreign keys: read and removed here alone, and written as
/// <see cref="Writing.InteractionRows"/> say.
/// </summary>
internal static class BesideInteractions
{
    /// <summary>Interactions, in their order, with the texts, causes and stand-outs that are stored beside them.</summary>
    public static async Task<IReadOnlyList<InteractionRecord>> ReadAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> found, CancellationToken cancellation)
    {
        // The keys of these tables begin with the site.
        int[] sites = [.. found.Select(i => i.SiteId).Distinct()];
        Guid[] ids = [.. found.Select(i => i.Id)];
        var texts = await db.InteractionTexts.AsNoTracking().Where(t => sites.Contains(t.SiteId) && ids.Contains(t.InteractionId))
            .ToDictionaryAsync(t => (t.SiteId, t.InteractionId), cancellation);
        var causes = (await db.MissCauses.AsNoTracking().Where(c => sites.Contains(c.SiteId) && ids.Contains(c.InteractionId))
            .OrderBy(c => c.Bit).ToListAsync(cancellation)).ToLookup(c => (c.SiteId, c.InteractionId));
        var standOuts = (await db.StandOuts.AsNoTracking().Where(s => sites.Contains(s.SiteId) && ids.Contains(s.InteractionId))
            .OrderBy(s => s.Position).ToListAsync(cancellation)).ToLookup(s => (s.SiteId, s.InteractionId));
        return
        [
            .. found.Select(i => new InteractionRecord(
                i, texts.GetValueOrDefault((i.SiteId, i.Id)), [.. causes[(i.SiteId, i.Id)]], [.. standOuts[(i.SiteId, i.Id)]],
                HasGivenId: false)),
        ];
    }

    /// <summary>Removes all that stands beside an interaction, inside the open transaction.</summary>
    public static async Task RemoveAsync(IServiceTrackerDb db, int siteId, Guid id, CancellationToken cancellation)
    {
        await db.InteractionTexts.Where(t => t.SiteId == siteId && t.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.MissCauses.Where(c => c.SiteId == siteId && c.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.StandOuts.Where(s => s.SiteId == siteId && s.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.OwnAnswers.Where(o => o.SiteId == siteId && o.InteractionId == id).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Gives the history, the disputes and the case of an interaction to another site, with it.</summary>
    public static async Task MoveHistoryAsync(IServiceTrackerDb db, int siteId, Guid id, int toSiteId, CancellationToken cancellation)
    {
        // What somebody is about to change is stored first. A row's site is where it lies: it is not changed, but taken out and put in.
        await db.SaveChangesAsync(cancellation);
        var revisions = await db.InteractionRevisions.AsNoTracking().Where(r => r.SiteId == siteId && r.InteractionId == id)
            .ToListAsync(cancellation);
        var disputes = await db.Disputes.AsNoTracking().Where(d => d.SiteId == siteId && d.InteractionId == id).ToListAsync(cancellation);
        await RemoveHistoryAsync(db, siteId, id, cancellation);
        db.InteractionRevisions.AddRange(revisions.Select(r => r.MovedTo(toSiteId)));
        db.Disputes.AddRange(disputes.Select(d => d.MovedTo(toSiteId)));
        await MoveCaseAsync(db, siteId, id, toSiteId, cancellation);
    }

    private static async Task MoveCaseAsync(IServiceTrackerDb db, int siteId, Guid id, int toSiteId, CancellationToken cancellation)
    {
        var of = await db.RecoveryCases.AsNoTracking().FirstOrDefaultAsync(c => c.SiteId == siteId && c.InteractionId == id, cancellation);
        if (of is null) return;
        var events = await db.RecoveryEvents.AsNoTracking().Where(e => e.SiteId == siteId && e.CaseId == of.Id).ToListAsync(cancellation);
        await db.RecoveryEvents.Where(e => e.SiteId == siteId && e.CaseId == of.Id).ExecuteDeleteAsync(cancellation);
        await db.RecoveryCases.Where(c => c.SiteId == siteId && c.Id == of.Id).ExecuteDeleteAsync(cancellation);
        db.RecoveryCases.Add(of.MovedTo(toSiteId));
        db.RecoveryEvents.AddRange(events.Select(e => e.MovedTo(toSiteId)));
    }

    /// <summary>Removes the history and the disputes of an interaction that is gone.</summary>
    public static async Task RemoveHistoryAsync(IServiceTrackerDb db, int siteId, Guid id, CancellationToken cancellation)
    {
        await db.InteractionRevisions.Where(r => r.SiteId == siteId && r.InteractionId == id).ExecuteDeleteAsync(cancellation);
        await db.Disputes.Where(d => d.SiteId == siteId && d.InteractionId == id).ExecuteDeleteAsync(cancellation);
    }
}
