using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>The entries of devices that are nobody's: a manager of the site gives each to somebody, or discards it and says why.</summary>
public sealed class UnclaimedEntries(
    ServiceTrackerDb db, MasterDataReader master, LogInteraction log, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Longest reason for discarding one.</summary>
    public const int MaxReason = 2000;

    private const string ForManagers = "A manager of the site says whose an entry is.";

    /// <summary>Those of the actor's sites that nobody has settled, the oldest first.</summary>
    public async Task<IReadOnlyList<UnclaimedEntry>> ListAsync(Actor actor, CancellationToken cancellation) =>
        await actor.OfOwnSites(db.UnclaimedEntries.AsNoTracking(), u => u.SiteId).Where(u => u.SettledAt == null)
            .OrderBy(u => u.ArrivedAt).ThenBy(u => u.Id).ToListAsync(cancellation);

    /// <summary>What was entered.</summary>
    public static QueuedEntry ContentOf(UnclaimedEntry entry) =>
        JsonSerializer.Deserialize<QueuedEntry>(entry.Content, DeviceEntries.Json)!;

    /// <summary>Makes one the interaction of somebody.</summary>
    /// <param name="actor">A manager of the site.</param>
    /// <param name="id">The entry's.</param>
    /// <param name="staff">Code of a person of the site.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<UnclaimedEntry>> AssignAsync(Actor actor, Guid id, string? staff, CancellationToken cancellation)
    {
        var found = await FindAsync(actor, id, cancellation);
        if (found is not Result<UnclaimedEntry>.Ok { Value: var entry }) return found;
        var data = await master.GetAsync(cancellation);
        var (site, person) = (data.Sites[entry.SiteId], data.Staff.Find(staff));
        if (person is null || !PeopleInSight.IsOnRecord(actor, person) || person.HomeSiteId != site.Id)
            return new FieldError("$.assignTo", FieldError.UnknownReference, $"{site.Name} has nobody “{staff}”.");
        var at = new DateTimeOffset(entry.OccurredAt, TimeSpan.Zero);
        var content = ContentOf(entry).AsOf(
            site.Code, person.Code, at, data.BaselineOn(site.Calendar.At(entry.OccurredAt).BusinessDate));
        // Kept for this person first: nobody discards it, or gives it to another, while it becomes an interaction. Where it ends here, it
        // is given to the same person again and met as what is stored already.
        if (!await KeepForAsync(entry, person.Id, cancellation)) return BeingAssigned;
        var logged = await log.RunAsync(actor, content, cancellation);
        if (logged is Result<InteractionDetails>.Ok) return await SettleAsync(actor, entry, person, null, cancellation);
        await db.UnclaimedEntries.Where(u => u.Id == entry.Id && u.SettledAt == null && u.AssignedTo == person.Id)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.AssignedTo, (int?)null), cancellation);
        return logged.To<UnclaimedEntry>(_ => entry);
    }

    /// <summary>Discards one. It stays on record with the reason.</summary>
    /// <param name="actor">A manager of the site.</param>
    /// <param name="id">The entry's.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<UnclaimedEntry>> DiscardAsync(Actor actor, Guid id, string? reason, CancellationToken cancellation)
    {
        var found = await FindAsync(actor, id, cancellation);
        if (found is not Result<UnclaimedEntry>.Ok { Value: var entry }) return found;
        if (string.IsNullOrWhiteSpace(reason)) return new FieldError("$.reason", FieldError.Required, "Say why it is discarded.");
        if (reason.Length > MaxReason) return new FieldError("$.reason", FieldError.Invalid, $"At most {MaxReason} characters.");
        return await SettleAsync(actor, entry, null, reason.Trim(), cancellation);
    }

    internal static string SubjectOf(Guid id) => $"entry/{id}";

    private async Task<Result<UnclaimedEntry>> SettleAsync(
        Actor actor, UnclaimedEntry entry, StaffMember? person, string? reason, CancellationToken cancellation)
    {
        var (now, to) = (clock.GetUtcNow().UtcDateTime, person?.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var settled = await db.UnclaimedEntries.Where(u => u.Id == entry.Id && u.SettledAt == null && u.AssignedTo == to)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.SettledAt, now), cancellation);
        if (settled == 0)
            return await db.UnclaimedEntries.AnyAsync(u => u.Id == entry.Id && u.SettledAt == null, cancellation)
                ? BeingAssigned : AlreadySettled;
        audit.Record(
            actor, person is null ? "entry.discarded" : "entry.assigned", SubjectOf(entry.Id),
            new { entry.Staff, Ground = SnakeCase<UnclaimedGround>.Text(entry.Ground), entry.Content },
            new { AssignedTo = person?.Code, reason }, entry.SiteId);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return entry;
    }

    private async Task<bool> KeepForAsync(UnclaimedEntry entry, int person, CancellationToken cancellation) => await db.UnclaimedEntries
        .Where(u => u.Id == entry.Id && u.SettledAt == null && (u.AssignedTo == null || u.AssignedTo == person))
        .ExecuteUpdateAsync(u => u.SetProperty(x => x.AssignedTo, (int?)person), cancellation) > 0;

    private async Task<Result<UnclaimedEntry>> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden(ForManagers);
        var entry = await actor.OfOwnSites(db.UnclaimedEntries.AsNoTracking(), u => u.SiteId)
            .FirstOrDefaultAsync(u => u.Id == id, cancellation);
        if (entry is null) return Refusal.NotFound("There is no such entry.");
        return entry.SettledAt is null ? entry : AlreadySettled;
    }

    private static Refusal BeingAssigned =>
        Refusal.NotAllowedNow("It is being given to somebody: give it to the same person again where that was broken off.", []);

    private static Refusal AlreadySettled => Refusal.NotAllowedNow("Somebody has settled this entry already.", []);
}
