using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Application.Flags;

/// <summary>Finds one flag, or note on the data, with its evidence and its history.</summary>
public sealed class FlagDetailsQuery(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>The flag, or null when there is none that the actor may see.</summary>
    public async Task<FlagStory?> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var flags = db.Flags.AsNoTracking();
        if (await actor.Visible(flags).FirstOrDefaultAsync(f => f.Id == id, cancellation) is not { } flag) return null;
        var history = await db.FlagEvents.AsNoTracking().Where(e => e.SiteId == flag.SiteId && e.FlagId == id)
            .OrderBy(e => e.Position).ToListAsync(cancellation);
        var master = await masterData.GetAsync(cancellation);
        var details = (await FlagLinks.WithLinkedAsync(flags, actor, [flag], master, cancellation))[0];
        Guid[] ids = [.. details.Linked];
        var linked = ids.Length == 0 ? [] : await flags.Where(f => f.SiteId == flag.SiteId && ids.Contains(f.Id)).ToListAsync(cancellation);
        return new FlagStory(
            details, history, [.. ids.Join(linked, i => i, f => f.Id, (_, f) => FlagDetails.Of(f, master, []))]);
    }

    /// <summary>The version of a flag that the actor may see, or null.</summary>
    public Task<int?> VersionAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        actor.Visible(db.Flags.AsNoTracking()).Where(f => f.Id == id).Select(f => (int?)f.Version).FirstOrDefaultAsync(cancellation);
}
