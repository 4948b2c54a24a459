using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Complaints;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>
/// Changes or removes one stored interaction with everything that follows from it, in one transaction: the row, what stands beside it, the
/// figures, other evidence on the same contact and the audit record. As in the rollups, a change takes out what there was and puts in what
/// there is to be: what storing an interaction means is the same for a new one and a changed one.
/// </summary>
public sealed class ChangeInteraction(
    IServiceTrackerDb db, IInteractionStore store, IRollupStore rollupStore, RollupUpdate rollups, MasterDataReader masterData,
    AuditTrail audit, TimeProvider clock)
{
    // As long as an entry waits, and less than a statement may take, so that the wait for a lock ends first. Whoever has the place of the
    // only one to change rollups gives it back in a moment, unless it is an import or a recount; whoever joins two people or publishes a
    // baseline holds those who store for a moment, unless there is much to move.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3.5);

    private static readonly Refusal NotThere = Refusal.NotFound("There is no such interaction that is yours to change.");

    /// <summary>Finds an interaction, asks what is to become of it, and does that.</summary>
    /// <param name="actor">Who changes it.</param>
    /// <param name="which">Finds it, among what this actor may change.</param>
    /// <param name="decide">
    /// Is given the interaction as its own source gave it, whatever other evidence on the same contact says, with all that stands beside
    /// it, and the present master data. A refusal is passed on, and nothing is changed.
    /// </param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Its id.</returns>
    public Task<Result<Guid>> RunAsync(
        Actor actor, IQueryable<Interaction> which, Func<InteractionRecord, MasterData, Result<IntendedChange>> decide,
        CancellationToken cancellation) =>
        RunAsync(actor, which, (entry, master, _) => Task.FromResult(decide(entry, master)), cancellation);

    /// <summary>The same where deciding asks the store as well. What it adds there, or changes, is stored with the change.</summary>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, IQueryable<Interaction> which,
        Func<InteractionRecord, MasterData, CancellationToken, Task<Result<IntendedChange>>> decide, CancellationToken cancellation)
    {
        try
        {
            return await TryAsync(actor, which, decide, cancellation);
        }
        catch (DbException e) when (store.TroubleOf(e) == StoreTrouble.Busy)
        {
            return Refusal.Unavailable();
        }
    }

    private async Task<Result<Guid>> TryAsync(
        Actor actor, IQueryable<Interaction> which,
        Func<InteractionRecord, MasterData, CancellationToken, Task<Result<IntendedChange>>> decide, CancellationToken cancellation)
    {
        // Before it looks: whoever brings evidence together changes what the interaction adds to the figures.
        await using var transaction = await rollupStore.TryBeginAsync(db, Patience, cancellation);
        if (transaction is null) return Refusal.Unavailable();
        var master = await masterData.GetAsync(cancellation);
        if (await which.AsNoTracking().FirstOrDefaultAsync(cancellation) is not { } row) return NotThere;

        var (contact, version, change) = (row.ContactId, row.Version, InteractionChange.Of(row));
        var given = await AsGivenAsync(row, master, cancellation);
        var decision = await decide(given, master, cancellation);
        if (decision is not Result<IntendedChange>.Ok { Value: var intended }) return decision.To(_ => row.Id);

        var days = await DaysOfContactAsync(row.SiteId, contact, cancellation);
        if (!await RemoveAsync(row.SiteId, row.Id, version, cancellation)) return NotThere;
        if (intended.After is { } after)
        {
            after.Interaction.Version = version + 1;
            if (await InsertAsync(after, master, cancellation) is { } inTheWay) return inTheWay;
            if (after.Interaction.SiteId != row.SiteId)
                await BesideInteractions.MoveHistoryAsync(db, row.SiteId, row.Id, after.Interaction.SiteId, cancellation);
            if (intended.Revision is { } revision) Keep(actor, given, after, revision, master);
        }
        else
        {
            await BesideInteractions.RemoveHistoryAsync(db, row.SiteId, row.Id, cancellation);
            // What was drawn for it is owed again.
            await db.UsedTickets.Where(t => t.SiteId == row.SiteId && t.InteractionId == row.Id).ExecuteDeleteAsync(cancellation);
        }

        audit.Record(actor, intended.Action, row.Id.ToString(), intended.Was, intended.Is, row.SiteId);
        var sites = new[] { row.SiteId, intended.After?.Interaction.SiteId ?? row.SiteId }.Distinct();
        var told = sites.Select(s => new ChangedInteraction(intended.Kind, clock.GetUtcNow().UtcDateTime, s, row.Id)).ToList();
        await CountAsync(change.To(intended.After?.Interaction), days, (told, version + 1), master, cancellation);
        await transaction.CommitAsync(cancellation);
        return row.Id;
    }

    private void Keep(
        Actor actor, InteractionRecord before, InteractionRecord after, (RevisionKind Kind, string Reason) revision, MasterData master) =>
        db.InteractionRevisions.Add(new InteractionRevision
        {
            SiteId = after.Interaction.SiteId,
            InteractionId = after.Interaction.Id,
            Version = after.Interaction.Version,
            Kind = revision.Kind,
            At = clock.GetUtcNow().UtcDateTime,
            By = actor.Id,
            ByName = actor.Name,
            Reason = revision.Reason,
            Before = InteractionFacts.Of(before, master).Write(),
            After = InteractionFacts.Of(after, master).Write(),
        });

    // Where others were brought together with it, the row holds what all of them say.
    private async Task<InteractionRecord> AsGivenAsync(Interaction row, MasterData master, CancellationToken cancellation)
    {
        if (await db.OwnAnswers.AsNoTracking()
            .FirstOrDefaultAsync(o => o.SiteId == row.SiteId && o.InteractionId == row.Id, cancellation) is { } own)
            Contact.Answer(row, own, master.Baselines[row.Baseline]);
        if (row.State == InteractionState.SameContact) row.State = InteractionState.Counted;
        row.ContactId = null;
        return (await BesideInteractions.ReadAsync(db, [row], cancellation))[0];
    }

    private async Task<IReadOnlyList<StaffDay>> DaysOfContactAsync(int siteId, Guid? contact, CancellationToken cancellation) =>
        contact is null ? [] : await db.Interactions.AsNoTracking().Where(i => i.SiteId == siteId && i.ContactId == contact)
            .Select(i => new StaffDay(i.SiteId, i.StaffId, i.ChannelId, i.BusinessDate)).ToListAsync(cancellation);

    // False when somebody was faster, who took its figures along: another tap on undo, or two people becoming one.
    private async Task<bool> RemoveAsync(int siteId, Guid id, int version, CancellationToken cancellation)
    {
        if (await db.Interactions.Where(i => i.SiteId == siteId && i.Id == id && i.Version == version)
            .ExecuteDeleteAsync(cancellation) == 0) return false;
        await BesideInteractions.RemoveAsync(db, siteId, id, cancellation);
        return true;
    }

    private async Task<Refusal?> InsertAsync(InteractionRecord after, MasterData master, CancellationToken cancellation)
    {
        // Until it is stored, somebody it names may be joined with somebody else.
        await store.LockBaselinesAsync(db, toPublish: false, cancellation);
        if (await db.MasterDataStamps.AsNoTracking().Select(s => s.Revision).SingleAsync(cancellation) != master.Revision)
            return Refusal.Stale("Master data changed at the same moment. Read the interaction again and try once more.");
        var rows = InteractionRows.Of([after]);
        if ((await store.InsertAsync(db, rows.Interactions, cancellation)).Count == 0)
            return Refusal.Conflict("Another interaction has this external id. Nothing was changed.");
        await store.InsertBesideAsync(db, rows, cancellation);
        return null;
    }

    // Evidence on a contact is brought together anew before anybody reads its figures; of all others the queue is told.
    private async Task CountAsync(
        IReadOnlyList<RollupDelta> deltas, IReadOnlyList<StaffDay> days, (IReadOnlyList<ChangedInteraction> Changes, int Version) told,
        MasterData master, CancellationToken cancellation)
    {
        if (days.Count == 0) db.RollupQueue.AddRange(RollupQueueEntry.Of(deltas, told.Changes, told.Version));
        await db.SaveChangesAsync(cancellation);
        if (days.Count == 0) return;
        var sums = new RollupSums(master.Baselines, FollowBadContacts.Watch(master, clock.GetUtcNow().UtcDateTime));
        foreach (var delta in deltas) sums.Add(delta);
        var changes = new ChangePages();
        foreach (var change in told.Changes) changes.Add(change);
        await rollups.MergeAsync(sums, days, changes, cancellation);
    }
}
