using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Application.Organisation;

/// <summary>Keeps the newest <see cref="MasterData"/> in memory; asks the store only for its revision while nothing changes.</summary>
public sealed class MasterDataCache
{
    private MasterData? current;

    /// <summary>What was loaded last, or null: another server may have changed it since. Who stores anything by it checks the revision
    /// then.</summary>
    public MasterData? Latest => Volatile.Read(ref current);

    /// <summary>Master data at the store's present revision.</summary>
    public async Task<MasterData> GetAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        var revision = await db.MasterDataStamps.AsNoTracking().Select(s => s.Revision).SingleAsync(cancellation);
        if (Latest is { } known && known.Revision == revision) return known;

        // Read after the stamp: what is loaded may be newer than its revision, never older, and is then simply loaded once more.
        var loaded = await LoadAsync(db, revision, cancellation);
        // What an open transaction sees may never come to be, and its revision be given to something else.
        if (db.Database.CurrentTransaction is null) current = loaded;
        return loaded;
    }

    /// <summary>Master data as the open transaction sees them, kept by nobody.</summary>
    public static Task<MasterData> LoadInsideAsync(IServiceTrackerDb db, CancellationToken cancellation) => LoadAsync(db, 0, cancellation);

    private static async Task<MasterData> LoadAsync(IServiceTrackerDb db, long revision, CancellationToken cancellation) =>
        new(
            revision,
            await db.Sites.AsNoTracking().ToListAsync(cancellation),
            await db.Teams.AsNoTracking().ToListAsync(cancellation),
            await db.Staff.AsNoTracking().ToListAsync(cancellation),
            await db.FormerStaffCodes.AsNoTracking().ToListAsync(cancellation),
            await db.RoleTitles.AsNoTracking().ToListAsync(cancellation),
            await db.Channels.AsNoTracking().ToListAsync(cancellation),
            await db.Reasons.AsNoTracking().ToListAsync(cancellation),
            await db.Baselines.AsNoTracking().Include(b => b.Expectations.OrderBy(e => e.Bit)).Where(b => b.PublishedAt != null)
                .ToListAsync(cancellation));
}
