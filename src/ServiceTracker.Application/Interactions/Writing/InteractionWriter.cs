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
        // Only an id that the client gave may be taken at another site, where no constraint would see it. All others are met by the insert.
        var known = await FindStoredAsync([.. records.Where(r => r.HasGivenId)], cancellation);
        var fresh = new List<int>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            if (known.Find(records[i].Interaction) is { } stored)
            {
                outcomes[i] = Met(records[i].Interaction, stored);
                continue;
            }

            // Remembered at once, so that a second copy further down the same batch meets the first one.
            known.Add(StoredKey.Of(records[i].Interaction));
            outcomes[i] = new WriteOutcome(WriteStatus.Stored, records[i].Interaction.SiteId, records[i].Interaction.Id);
            fresh.Add(i);
        }

        if (fresh.Count == 0) return outcomes;
        var inserted = await store.InsertAsync(db, [.. fresh.Select(i => records[i].Interaction)], cancellation);
        if (inserted.Count < fresh.Count)
        {
            // They are stored already, perhaps by another server a moment ago.
            var lost = fresh.Where(i => !inserted.Contains((records[i].Interaction.SiteId, records[i].Interaction.Id))).ToList();
            var winners = await FindStoredAsync([.. lost.Select(i => records[i])], cancellation);
            // A copy further down met the lost one, and is to meet the stored one instead.
            fresh = [.. fresh.Except(lost)];
            for (var i = 0; i < records.Count; i++)
            {
                if (winners.Find(records[i].Interaction) is { } stored) outcomes[i] = Met(records[i].Interaction, stored);
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

    private static WriteOutcome Met(Interaction interaction, StoredKey stored) => new(
        stored.Hash.AsSpan().SequenceEqual(interaction.RequestHash) ? WriteStatus.Same : WriteStatus.Conflict, stored.SiteId, stored.Id);

    private async Task<StoredKeys> FindStoredAsync(IReadOnlyList<InteractionRecord> records, CancellationToken cancellation)
    {
        if (records.Count == 0) return new StoredKeys();
        // As one parameter each: thousands of single ones cost more than the rows themselves.
        // An id is unique among all sites for the client that made it, although the key of the table begins with the site.
        var ids = records.Select(r => r.Interaction.Id).ToArray();
        var byId = db.Interactions.AsNoTracking().Where(i => EF.Parameter(ids).Contains(i.Id));
        var externalIds = records.Where(r => r.Interaction.ExternalId is not null).Select(r => r.Interaction.ExternalId!).ToArray();
        var found = await byId.Select(i => new StoredKey(i.SiteId, i.Id, i.Source, i.ExternalId, i.RequestHash)).ToListAsync(cancellation);
        if (externalIds.Length > 0)
        {
            var sites = records.Select(r => r.Interaction.SiteId).Distinct().ToArray();
            var sources = records.Select(r => r.Interaction.Source).Distinct().ToArray();
            found.AddRange(await db.Interactions.AsNoTracking()
                .Where(i =>
                    sites.Contains(i.SiteId) && sources.Contains(i.Source) && i.ExternalId != null && EF.Parameter(externalIds)
                        .Contains(i.ExternalId))
                .Select(i => new StoredKey(i.SiteId, i.Id, i.Source, i.ExternalId, i.RequestHash)).ToListAsync(cancellation));
        }

        var keys = new StoredKeys();
        foreach (var key in found) keys.Add(key);
        return keys;
    }

    private sealed record StoredKey(int SiteId, Guid Id, Source Source, string? ExternalId, byte[] Hash)
    {
        public static StoredKey Of(Interaction i) => new(i.SiteId, i.Id, i.Source, i.ExternalId, i.RequestHash);
    }

    private sealed class StoredKeys
    {
        private readonly Dictionary<Guid, StoredKey> byId = [];
        private readonly Dictionary<(int, Source, string), StoredKey> byExternalId = [];

        public void Add(StoredKey key)
        {
            byId.TryAdd(key.Id, key);
            if (key.ExternalId is { } external) byExternalId.TryAdd((key.SiteId, key.Source, external), key);
        }

        public StoredKey? Find(Interaction i) =>
            byId.GetValueOrDefault(i.Id)
            ?? (i.ExternalId is { } external ? byExternalId.GetValueOrDefault((i.SiteId, i.Source, external)) : null);
    }
}
