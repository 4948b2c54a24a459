using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What is stored under the id or external id of an entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsSame">Whether it came with the same content: then the entry is a retry, else a conflict.</param>
public readonly record struct StoredEntry(Guid Id, bool IsSame);

/// <summary>
/// Tells which entries are stored already. What was taken in once with the same content is a retry, whatever has changed in people, dates
/// and baselines since: it is not judged anew. With other content it is a conflict.
/// </summary>
public sealed class StoredRetries(IServiceTrackerDb db)
{
    /// <summary>Looks entries up by the client's id, or by site, source and external id.</summary>
    /// <param name="actor">Only what this actor sees.</param>
    /// <param name="entries">At most a few thousand.</param>
    /// <param name="master">Master data by which sites are found.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The places of those that are stored, with what is stored there.</returns>
    public async Task<IReadOnlyDictionary<int, StoredEntry>> FindAsync(
        Actor actor, IReadOnlyList<InteractionEntry> entries, MasterData master, CancellationToken cancellation)
    {
        var keys = entries.Select(e => KeyOf(e, master)).ToList();
        Guid[] ids = [.. entries.Select(e => e.Id).OfType<Guid>().Distinct()];
        string[] externalIds = [.. keys.OfType<(int, Source, string External)>().Select(k => k.External).Distinct()];
        int[] sites = [.. keys.OfType<(int Site, Source, string)>().Select(k => k.Site).Distinct()];
        if (ids.Length == 0 && externalIds.Length == 0) return new Dictionary<int, StoredEntry>();
        var stored = await actor.Visible(db.Interactions.AsNoTracking())
            .Where(i =>
                EF.Parameter(ids).Contains(i.Id)
                    || (sites.Contains(i.SiteId) && i.ExternalId != null && EF.Parameter(externalIds).Contains(i.ExternalId)))
            .Select(i => new { i.SiteId, i.Id, i.Source, i.ExternalId, i.RequestHash }).ToListAsync(cancellation);
        var byId = stored.ToDictionary(s => s.Id);
        var byKey = stored.Where(s => s.ExternalId is not null).ToDictionary(s => (s.SiteId, s.Source, s.ExternalId!));
        var found = new Dictionary<int, StoredEntry>();
        foreach (var (place, entry) in entries.Index())
        {
            // As a new entry would meet it when it is stored: by the id, else by the external id.
            var there = (entry.Id is { } id ? byId.GetValueOrDefault(id) : null)
                ?? (keys[place] is { } key ? byKey.GetValueOrDefault(key) : null);
            if (there is not null) found.Add(place, new(there.Id, there.RequestHash.AsSpan().SequenceEqual(entry.ContentHash())));
        }

        return found;
    }

    private static (int Site, Source Source, string External)? KeyOf(InteractionEntry entry, MasterData master) =>
        entry.ExternalId?.Trim() is { Length: > 0 } external && StorableText.IsStorable(external)
        && master.Sites.Find(entry.Site) is { } site
        && SnakeCase<Source>.TryParse(entry.Source ?? SnakeCase<Source>.Text(Source.Self), out var source)
            ? (site.Id, source, external)
            : null;
}
