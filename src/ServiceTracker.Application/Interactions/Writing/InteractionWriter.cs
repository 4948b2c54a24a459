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
        var inserted = await store.InsertAsync(db, [.. fresh.Select(i => records[i].Interaction)], cancellation);
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

            foreach (var i in lost.Where(i => outcomes[i].Status == WriteStatus.Stored))
                throw new DbUpdateException($"Interaction {records[i].Interaction.Id} was neither stored nor found.");
        }

        if (fresh.Count == 0) return outcomes;
        var rows = InteractionRows.Of([.. fresh.Select(i => records[i])]);
        await store.InsertBesideAsync(db, rows, cancellation);
        if (sums is null) await store.QueueAsync(db, rows.Queued(), cancellation);
        else foreach (var delta in rows.Deltas) sums.Add(delta);
        return outcomes;
    }

    private static WriteOutcome Met(Interaction interaction, StoredInteractions.Stored stored) => new(
        stored.Hash.AsSpan().SequenceEqual(interaction.RequestHash) ? WriteStatus.Same : WriteStatus.Conflict,
        stored.Key.SiteId, stored.Key.Id);
}
