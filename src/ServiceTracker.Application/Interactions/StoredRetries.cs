using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What is stored under the id or external id of an entry.</summary>
/// <param name="SiteId">Its site.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSame">Whether it came with the same content: then the entry is a retry, else a conflict.</param>
public readonly record struct StoredEntry(int SiteId, Guid Id, bool IsSame);

/// <summary>
/// Tells which entries are stored already. What was taken in once with the same content is a retry, whatever has changed in people, dates
/// and baselines since: it is not judged anew. With other content it is a conflict. Ids and external ids are those of a site: the same id
/// at another site is another interaction.
/// </summary>
public sealed class StoredRetries(IServiceTrackerDb db)
{
    /// <summary>Looks entries up by site and the client's id, or by site, source and external id; one question a site.</summary>
    /// <param name="actor">Only what this actor sees.</param>
    /// <param name="entries">At most a few thousand.</param>
    /// <param name="master">Master data by which sites are found.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The places of those that are stored, with what is stored there.</returns>
    public async Task<IReadOnlyDictionary<int, StoredEntry>> FindAsync(
        Actor actor, IReadOnlyList<InteractionEntry> entries, MasterData master, CancellationToken cancellation)
    {
        var found = new Dictionary<int, StoredEntry>();
        foreach (var site in entries.Index().GroupBy(e => master.Sites.Find(e.Item.Site)?.Id))
        {
            if (site.Key is not { } siteId) continue;
            var keys = site.ToDictionary(
                e => e.Index, e => new InteractionKey(siteId, e.Item.Id ?? Guid.Empty, SourceOf(e.Item), ExternalIdOf(e.Item)));
            var stored = await StoredInteractions.FindAsync(actor.Visible(db.Interactions.AsNoTracking()), [.. keys.Values], cancellation);
            foreach (var (place, entry) in site)
            {
                if (stored.Find(keys[place]) is { } there)
                    found.Add(place, new(siteId, there.Key.Id, there.Hash.AsSpan().SequenceEqual(entry.ContentHash())));
            }
        }

        return found;
    }

    private static string? ExternalIdOf(InteractionEntry entry) =>
        entry.ExternalId?.Trim() is { Length: > 0 } external && StorableText.IsStorable(external) ? external : null;

    // Of a source that there is none of nothing is stored.
    private static Source? SourceOf(InteractionEntry entry) =>
        SnakeCase<Source>.TryParse(entry.Source ?? SnakeCase<Source>.Text(Source.Self), out var source) ? source : null;
}
