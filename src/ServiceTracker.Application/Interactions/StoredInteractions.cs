using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Keys of interactions with what is stored under them.</summary>
internal sealed class StoredInteractions
{
    private readonly Dictionary<(int Site, Guid), Stored> byId = [];
    private readonly Dictionary<(int Site, Source, string), Stored> byExternalId = [];

    /// <summary>What is stored under these keys, asked of the interactions of their sites alone: one question a site.</summary>
    /// <param name="interactions">Those that may be found.</param>
    /// <param name="keys">At most a few thousand.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<StoredInteractions> FindAsync(
        IQueryable<Interaction> interactions, IReadOnlyCollection<InteractionKey> keys, CancellationToken cancellation)
    {
        var stored = new StoredInteractions();
        foreach (var site in keys.GroupBy(k => k.SiteId))
        {
            // As one parameter each: thousands of single ones cost more than the rows themselves.
            Guid[] ids = [.. site.Select(k => k.Id).Where(id => id != Guid.Empty).Distinct()];
            string[] externalIds = [.. site.Select(k => k.ExternalId).OfType<string>().Distinct()];
            if (ids.Length == 0 && externalIds.Length == 0) continue;
            var ofSite = interactions.Where(i => i.SiteId == site.Key);
            var which = externalIds.Length == 0 ? ofSite.Where(i => EF.Parameter(ids).Contains(i.Id))
                : ofSite.Where(i => EF.Parameter(ids).Contains(i.Id)
                    || (i.ExternalId != null && EF.Parameter(externalIds).Contains(i.ExternalId)));
            await foreach (var row in which.Select(i => new { i.SiteId, i.Id, i.Source, i.ExternalId, i.RequestHash })
                .AsAsyncEnumerable().WithCancellation(cancellation))
                stored.Add(new InteractionKey(row.SiteId, row.Id, row.Source, row.ExternalId), row.RequestHash);
        }

        return stored;
    }

    /// <summary>Remembers what is stored, or is about to be.</summary>
    public void Add(InteractionKey key, byte[] hash)
    {
        var stored = new Stored(key, hash);
        byId.TryAdd((key.SiteId, key.Id), stored);
        if (key is { Source: { } source, ExternalId: { } external }) byExternalId.TryAdd((key.SiteId, source, external), stored);
    }

    /// <summary>What a new entry meets: by the id, else by the external id.</summary>
    public Stored? Find(InteractionKey key) =>
        byId.GetValueOrDefault((key.SiteId, key.Id))
        ?? (key is { Source: { } source, ExternalId: { } external }
            ? byExternalId.GetValueOrDefault((key.SiteId, source, external)) : null);

    /// <summary>A stored interaction.</summary>
    /// <param name="Key">By what it is known.</param>
    /// <param name="Hash">Hash of what was sent.</param>
    internal sealed record Stored(InteractionKey Key, byte[] Hash);
}
