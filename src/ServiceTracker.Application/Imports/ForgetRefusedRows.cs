using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Application.Imports;

/// <summary>Forgets the text of refused rows some time after their import; what was wrong with them stays.</summary>
public sealed class ForgetRefusedRows(IServiceTrackerDb db, StoreState state, TimeProvider clock)
{
    /// <summary>Days for which they are kept.</summary>
    public const int DaysKept = 30;

    /// <summary>Forgets what is old enough.</summary>
    /// <returns>Of how many imports.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (state.Closed is not null) return 0;
        var before = clock.GetUtcNow().UtcDateTime.AddDays(-DaysKept);
        var old = await db.Imports.Where(i => i.Head != null && i.FinishedAt < before).Select(i => i.Id).ToListAsync(cancellation);
        foreach (var id in old)
        {
            await db.ImportErrors.Where(e => e.ImportId == id && e.Row != null)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.Row, (byte[]?)null), cancellation);
            // The last of it, so that what broke off here is met again.
            await db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(
                i => i.SetProperty(x => x.Head, (Domain.Imports.FileHead?)null), cancellation);
        }

        return old.Count;
    }
}
