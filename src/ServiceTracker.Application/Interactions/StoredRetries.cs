using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>
/// Tells which entries are stored already. What was taken in once with the same content is a retry, whatever has changed in people, dates and
/// baselines since: it is not judged anew. With other content it is a conflict.
/// </summary>
public sealed class StoredRetries(IServiceTrackerDb db)
{
    /// <summary>Looks entries up by the client's id, or by site, source and external id.</summary>
    /// <param name="actor">Only at sites this actor sees.</param>
    /// <param name="entries">At most a few thousand.</param>
    /// <param name="master">Master data by which sites are found.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The places of those that are stored, and whether their content is the same.</returns>
    public async Task<IReadOnlyDictionary<int, bool>> FindAsync(Actor actor, IReadOnlyList<InteractionEntry> entries, MasterData master, CancellationToken cancellation)
    {
        var found = new Dictionary<int, bool>();
        var ids = new Dictionary<int, Guid>();
        foreach (var (place, entry) in entries.Index())
        {
            if (master.Sites.Find(entry.Site) is not { } site || !actor.Sees(site.Id)) continue;
            if (entry.Id is { } given) ids.Add(place, given);
            else if (!string.IsNullOrWhiteSpace(entry.ExternalId) && SnakeCase<Source>.TryParse(entry.Source ?? SnakeCase<Source>.Text(Source.Self), out var source))
                ids.Add(place, InteractionId.FromExternalId(site.Code, source, entry.ExternalId.Trim()));
        }

        if (ids.Count == 0) return found;
        var wanted = ids.Values.Distinct().ToArray();
        var stored = await actor.Visible(db.Interactions.AsNoTracking()).Where(i => EF.Parameter(wanted).Contains(i.Id))
            .Select(i => new { i.Id, i.RequestHash }).ToListAsync(cancellation);
        var hashes = stored.ToDictionary(s => s.Id, s => s.RequestHash);
        foreach (var (place, id) in ids)
            if (hashes.TryGetValue(id, out var hash)) found.Add(place, hash.AsSpan().SequenceEqual(entries[place].ContentHash()));
        return found;
    }
}
