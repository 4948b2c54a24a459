using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Application.Organisation;

/// <summary>How changes to master data are stored, so that every server notices them.</summary>
public static class MasterDataChanges
{
    /// <summary>Stores the pending changes to master data and tells every server of them, in one transaction.</summary>
    public static async Task SaveAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            await BumpAndSaveAsync(db, cancellation);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await BumpAndSaveAsync(db, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Waits for whoever is changing master data, and keeps everybody else from it until the open transaction ends.</summary>
    public static Task TakeTurnAsync(IServiceTrackerDb db, CancellationToken cancellation) =>
        db.MasterDataStamps.ExecuteUpdateAsync(s => s.SetProperty(x => x.Revision, x => x.Revision + 1), cancellation);

    private static async Task BumpAndSaveAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        // Counted in the store: two servers that save at once must not arrive at the same revision.
        await TakeTurnAsync(db, cancellation);
        await db.SaveChangesAsync(cancellation);
    }
}
