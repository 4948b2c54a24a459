using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>
/// Stores interactions of which some may be there already. A retry is recognised by the client's id or by the external id, and told from
/// other content by the hash of what was sent. Every new row comes with its delta for the rollups.
/// </summary>
public sealed class InteractionWriter(IServiceTrackerDb db, IInteractionStore store)
{
    /// <summary>Stores interactions inside the open transaction.</summary>
    /// <param name="records">What to store.</param>
    /// <param name="sums">Receives what the new ones add to the rollups, for the caller to merge before it commits; null queues it
    /// instead.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>One outcome for each, in their order.</returns>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public async Task<WriteOutcome[]> WriteAsync(IReadOnlyList<InteractionRecord> records, RollupSums? sums, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Rows and their rollups are written in one transaction; none is open.");
        var outcomes = new WriteOutcome[records.Count];
        // A second copy further down the same batch meets the first one; those of earlier ones are met by the insert.
        var first = new StoredInteractions();
        var fresh = new List<int>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            var (interaction, key) = (records[i].Interaction, InteractionKey.Of(records[i].Interaction));
            if (first.Find(key) is { } copied)
            {
                outcomes[i] = Met(interaction, copied);
                continue;
            }

            first.Add(key, interaction.RequestHash);
            outcomes[i] = new WriteOutcome(WriteStatus.Stored, interaction.SiteId, interaction.Id);
            fresh.Add(i);
        }

        if (fresh.Count == 0) return outcomes;
        var refused = await RefusedTicketsAsync(records, fresh, cancellation);
        var inserted = await InsertAsync(records, [.. fresh.Except(refused)], cancellation);
        if (inserted.Count < fresh.Count)
        {
            // They are stored already, perhaps by another server a moment ago.
            var lost = fresh.Where(i => !inserted.Contains((records[i].Interaction.SiteId, records[i].Interaction.Id))).ToList();
            var winners = await StoredInteractions.FindAsync(
                db.Interactions.AsNoTracking(), [.. lost.Select(i => InteractionKey.Of(records[i].Interaction))], cancellation);
            // A copy further down met the lost one, and is to meet the stored one instead.
            fresh = [.. fresh.Except(lost)];
            for (var i = 0; i < records.Count; i++)
            {
                if (winners.Find(InteractionKey.Of(records[i].Interaction)) is { } stored) outcomes[i] = Met(records[i].Interaction,
                    stored);
            }

            RefuseUnlessMet(records, outcomes, refused, winners);
            foreach (var i in lost.Where(i => outcomes[i].Status == WriteStatus.Stored))
                throw new DbUpdateException($"Interaction {records[i].Interaction.Id} was neither stored nor found.");
            await ReleaseAsync([.. lost.Except(refused).Select(i => records[i].Ticket).OfType<UsedTicket>()], cancellation);
        }

        if (fresh.Count == 0) return outcomes;
        var rows = InteractionRows.Of([.. fresh.Select(i => records[i])]);
        await store.InsertBesideAsync(db, rows, cancellation);
        if (sums is null) await store.QueueAsync(db, rows.Queued(), cancellation);
        else foreach (var delta in rows.Deltas) sums.Add(delta);
        return outcomes;
    }

    // Before the rows, since a row whose number is used is not stored. A retry finds its own number used, and is met by its id.
    private async Task<HashSet<int>> RefusedTicketsAsync(
        IReadOnlyList<InteractionRecord> records, List<int> fresh, CancellationToken cancellation)
    {
        var withTicket = fresh.Where(i => records[i].Ticket is not null).ToList();
        if (withTicket.Count == 0) return [];
        var used = await store.UseTicketsAsync(db, [.. withTicket.Select(i => records[i].Ticket!)], cancellation);
        return [.. withTicket.Where(i => !used.Contains((records[i].Interaction.SiteId, records[i].Interaction.Id)))];
    }

    private async Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        IReadOnlyList<InteractionRecord> records, List<int> which, CancellationToken cancellation) =>
        which.Count == 0 ? new HashSet<(int, Guid)>()
            : await store.InsertAsync(db, [.. which.Select(i => records[i].Interaction)], cancellation);

    // A copy further down fares as the one it is a copy of.
    private static void RefuseUnlessMet(
        IReadOnlyList<InteractionRecord> records, WriteOutcome[] outcomes, HashSet<int> refused, StoredInteractions winners)
    {
        var keys = refused.Select(i => InteractionKey.Of(records[i].Interaction)).Where(k => winners.Find(k) is null).ToHashSet();
        for (var i = 0; keys.Count > 0 && i < records.Count; i++)
        {
            if (keys.Contains(InteractionKey.Of(records[i].Interaction)))
                outcomes[i] = outcomes[i] with { Status = WriteStatus.TicketUsed };
        }
    }

    // Met by another number, or without one: the number that this attempt brought answers nothing.
    private async Task ReleaseAsync(IReadOnlyList<UsedTicket> tickets, CancellationToken cancellation)
    {
        foreach (var t in tickets)
        {
            await db.UsedTickets.Where(u => u.SiteId == t.SiteId && u.StaffId == t.StaffId && u.ChannelId == t.ChannelId
                && u.Number == t.Number && u.InteractionId == t.InteractionId).ExecuteDeleteAsync(cancellation);
        }
    }

    private static WriteOutcome Met(Interaction interaction, StoredInteractions.Stored stored) => new(
        stored.Hash.AsSpan().SequenceEqual(interaction.RequestHash) ? WriteStatus.Same : WriteStatus.Conflict,
        stored.Key.SiteId, stored.Key.Id);
}
