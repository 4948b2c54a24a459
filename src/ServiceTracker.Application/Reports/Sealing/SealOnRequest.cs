using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>
/// Seals a week because somebody asks. A number that was delivered changes once a day, by the schedule; whoever wants it to change before
/// that needs a second person who agrees, or, where there is none, a reason that stands in the audit record.
/// </summary>
public sealed class SealOnRequest(
    IServiceTrackerDb db, SealWeek seal, SealSchedule schedule, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Longest reason.</summary>
    public const int MostReason = 500;

    private const int Two = 2;

    /// <summary>What sealing a week takes now, as far as it is known that it changed.</summary>
    public async Task<SealNeed> NeedOfAsync(Site site, IsoWeek week, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        // An attempt that was made may have arrived, whatever was heard of it; and what is sent again did not stop being delivered.
        var isDelivered = await db.DeliveryReceipts.AnyAsync(
            r => r.SiteId == site.Id && r.WeekStart == week.Monday && r.Attempt > 0, cancellation);
        if (!isDelivered) return SealNeed.Nothing;
        var state = await db.SiteWeeks.AsNoTracking()
            .SingleOrDefaultAsync(w => w.SiteId == site.Id && w.WeekStart == week.Monday, cancellation);
        if (state is null || state.Changes == state.SealedChanges) return SealNeed.Nothing;
        var now = clock.GetUtcNow().UtcDateTime;
        if (state.ChangedAt > now || now >= schedule.NextOf(week, site, state.ChangedAt)) return SealNeed.Nothing;
        return await db.CountAccountsAsync(Permission.SeesEverybody, site.Id, cancellation) >= Two ? SealNeed.Approval : SealNeed.Reason;
    }

    /// <summary>Seals a week, or asks for what it takes.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="site">The site; whether it is theirs is asked by the caller.</param>
    /// <param name="week">The week.</param>
    /// <param name="reason">Why before its time, where nobody else can agree.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<SealRequested>> RunAsync(
        Actor actor, Site site, IsoWeek week, string? reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        reason = reason?.Trim();
        if (reason?.Length > MostReason) return Refusal.Invalid([new("$.reason", FieldError.Invalid, $"At most {MostReason} characters.")]);
        // What was logged a moment ago counts.
        await seal.TakeInAsync(cancellation);
        switch (await NeedOfAsync(site, week, cancellation))
        {
            case SealNeed.Reason when string.IsNullOrEmpty(reason):
                return Refusal.Invalid(
                    [new("$.reason", FieldError.Required, "It was delivered: say why it is sealed anew before its time.")]);
            case SealNeed.Reason:
                // Before it is done, so that it is never done without.
                audit.Record(actor, "week.seal_asked", $"{site.Code}/{week}", null, new { reason }, site.Id);
                await db.SaveChangesAsync(cancellation);
                break;
            case SealNeed.Approval:
                return new Result<SealRequested>.Ok(new SealRequested(null, false, await AskAsync(actor, site, week, cancellation)));
        }

        var made = await seal.RunAsync(actor, site, week, cancellation);
        return made.To(s => new SealRequested(s, made is Result<WeekSeal>.Ok { IsNew: true }, null));
    }

    /// <summary>Agrees to what somebody else asked for, and seals the week.</summary>
    /// <param name="actor">An account, and not that which asked.</param>
    /// <param name="week">The week.</param>
    /// <param name="id">Which request.</param>
    /// <param name="sites">The sites there are.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<WeekSeal>> ApproveAsync(
        Actor actor, IsoWeek week, Guid id, IEnumerable<Site> sites, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var asked = await actor.OfOwnSites(db.SealApprovals.AsNoTracking(), a => a.SiteId)
            .SingleOrDefaultAsync(a => a.Id == id && a.WeekStart == week.Monday, cancellation);
        if (asked is null) return Refusal.NotFound($"Nobody asked for this of {week}.");
        if (!IsSecond(actor, asked))
            return Refusal.NotAllowedNow("A second person agrees, with an account or token of their own.", []);
        var site = sites.First(s => s.Id == asked.SiteId);
        var newest = await db.WeekSeals.Where(s => s.SiteId == site.Id && s.WeekStart == week.Monday)
            .MaxAsync(s => s.Revision, cancellation);
        if (newest > asked.Revision) return Refusal.NotAllowedNow($"{week} has been sealed anew meanwhile: revision {newest}.", []);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            var given = await db.SealApprovals
                .Where(a => a.SiteId == asked.SiteId && a.Id == id && (a.GivenBy == null || a.GivenBy == actor.Id))
                .ExecuteUpdateAsync(a => a.SetProperty(x => x.GivenBy, actor.Id), cancellation);
            if (given == 0) return Refusal.NotAllowedNow("Somebody else has just agreed.", []);
            audit.Record(
                actor, "week.seal_approved", $"{site.Code}/{week}", null, new { id, asked.AskedBy, asked.AskedByName }, site.Id);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        return await seal.RunAsync(actor, site, week, cancellation);
    }

    /// <summary>What somebody asked for and nobody agreed to yet, of a week at a site.</summary>
    public async Task<SealApproval?> PendingAsync(Site site, IsoWeek week, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        var newest = await db.WeekSeals.Where(s => s.SiteId == site.Id && s.WeekStart == week.Monday)
            .MaxAsync(s => (int?)s.Revision, cancellation);
        return await db.SealApprovals.AsNoTracking()
            .Where(a => a.SiteId == site.Id && a.WeekStart == week.Monday && a.Revision == newest && a.GivenBy == null)
            // What a token of nobody asked for nobody can agree to; it stands behind what somebody asked for.
            .OrderBy(a => a.AskedByStaffId == null && !a.AskedBy.StartsWith(Actor.OfPerson)).ThenBy(a => a.AskedAt)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Whether somebody is another person than who asked: both are known as persons, or both came with accounts. An account beside
    /// a token of nobody would make one person with two keys two.</summary>
    public static bool IsSecond(Actor actor, SealApproval asked)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(asked);
        if (asked.AskedBy == actor.Id) return false;
        if (asked.AskedByStaffId is { } who && actor.StaffId is not null) return !actor.Is(who);
        return actor.IsPerson && Actor.IsOfPerson(asked.AskedBy);
    }

    private static bool IsSomebody(string id, int? staff) => staff is not null || Actor.IsOfPerson(id);

    private async Task<SealApproval> AskAsync(Actor actor, Site site, IsoWeek week, CancellationToken cancellation)
    {
        if (await PendingAsync(site, week, cancellation) is { } pending
            && (IsSomebody(pending.AskedBy, pending.AskedByStaffId) || !IsSomebody(actor.Id, actor.StaffId))) return pending;
        var now = clock.GetUtcNow();
        var asked = new SealApproval
        {
            SiteId = site.Id,
            Id = Guid.CreateVersion7(now),
            WeekStart = week.Monday,
            Revision = await db.WeekSeals.Where(s => s.SiteId == site.Id && s.WeekStart == week.Monday)
                .MaxAsync(s => s.Revision, cancellation),
            AskedBy = actor.Id,
            AskedByName = actor.Name,
            AskedByStaffId = actor.StaffId,
            AskedAt = now.UtcDateTime,
        };
        db.SealApprovals.Add(asked);
        audit.Record(actor, "week.seal_asked", $"{site.Code}/{week}", null, new { asked.Id }, site.Id);
        await db.SaveChangesAsync(cancellation);
        return asked;
    }
}
