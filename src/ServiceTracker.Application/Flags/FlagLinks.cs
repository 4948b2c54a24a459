using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>Finds what flags are part of and what is part of them.</summary>
internal static class FlagLinks
{
    /// <summary>Flags, in their order, with what they are about and what is linked with them.</summary>
    /// <param name="flags">The store's flags.</param>
    /// <param name="actor">Who asks; of links to what they do not see nothing is said.</param>
    /// <param name="found">The flags.</param>
    /// <param name="master">Asked for after the flags, so that everybody they name is there.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<IReadOnlyList<FlagDetails>> WithLinkedAsync(
        IQueryable<Flag> flags, Actor actor, IReadOnlyList<Flag> found, MasterData master, CancellationToken cancellation)
    {
        int[] sites = [.. found.Select(f => f.SiteId).Distinct()];
        Guid[] ids = [.. found.Select(f => f.Id)];
        Guid[] wholes = [.. found.Where(f => f.PartOf is not null).Select(f => f.PartOf!.Value).Distinct()];
        if (ids.Length == 0) return [];
        var linked = await actor.Visible(flags)
            .Where(f => sites.Contains(f.SiteId) && (wholes.Contains(f.Id) || (f.PartOf != null && ids.Contains(f.PartOf.Value))))
            .Select(f => new { f.Id, f.PartOf }).ToListAsync(cancellation);
        var parts = linked.Where(l => l.PartOf is not null).ToLookup(l => l.PartOf!.Value, l => l.Id);
        var seen = linked.Select(l => l.Id).ToHashSet();
        return [.. found.Select(f => FlagDetails.Of(f, master,
            [.. f.PartOf is { } whole && seen.Contains(whole) ? [whole] : Array.Empty<Guid>(), .. parts[f.Id].Order()]))];
    }
}
