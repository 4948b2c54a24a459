using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>Ends imports whose program is gone: nothing of them is stored, since they are stored in one transaction.</summary>
public sealed class AbandonedImports(IServiceTrackerDb db, IImportClaims claims, StoreState state, AuditTrail audit, TimeProvider clock)
{
    /// <summary>What is told about such an import.</summary>
    public const string Reason = "The program stopped; nothing was stored. Send the file again, with the same id if you like.";

    /// <summary>Records them as failed.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        if (state.Closed is not null) return 0;
        var open = await db.Imports.AsNoTracking().Where(i => i.Status == ImportStatus.Checking || i.Status == ImportStatus.Storing)
            .Select(i => i.Id).ToListAsync(cancellation);
        var ended = 0;
        foreach (var id in open)
        {
            await using var claim = await claims.TryTakeAsync(id, cancellation);
            if (claim is null) continue;
            // Whoever had it may have finished between the question and the claim.
            var run = await db.Imports.SingleAsync(i => i.Id == id, cancellation);
            if (run.Status is not (ImportStatus.Checking or ImportStatus.Storing)) continue;
            (run.Status, run.Stored, run.Duplicates, run.FinishedAt) = (ImportStatus.Failed, 0, 0, clock.GetUtcNow().UtcDateTime);
            (run.Created, run.Failure) = (null, Reason);
            audit.Record(Actor.CommandLine, "import.abandoned", $"import/{id}", null, new { reason = Reason });
            await db.SaveChangesAsync(cancellation);
            ended++;
        }

        return ended;
    }
}
