using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// Finds what forbids to store rows although each of them was in order when it was judged. Storing takes minutes, and meanwhile nobody is
/// kept from publishing a baseline or joining two people: whoever logs would have to wait behind them.
/// </summary>
internal static class ChangedMeanwhile
{
    /// <summary>Keeps everybody from both until the open transaction ends, and looks whether it was done.</summary>
    /// <param name="db">A context with an open transaction in which all rows are stored.</param>
    /// <param name="store">The store.</param>
    /// <param name="used">What the rows were read and scored by.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Why nothing may stay, or null.</returns>
    public static async Task<CellError?> FindAsync(IServiceTrackerDb db, IStore store, MasterData used, CancellationToken cancellation)
    {
        await store.LockBaselinesAsync(db, toPublish: false, cancellation);
        // Whoever was joined with somebody else is not there any more, and rows may name them.
        var people = (await db.Staff.Select(s => s.Id).ToListAsync(cancellation)).ToHashSet();
        if (used.Staff.All.Any(p => !people.Contains(p.Id)))
            return new CellError("staff", "conflict", "Two people were joined meanwhile. Nothing is stored; import the file again.");

        // A new baseline was published because nobody saw these rows; those on its dates would keep another one for ever.
        var published = await db.Baselines.AsNoTracking().Where(b => b.PublishedAt != null).ToListAsync(cancellation);
        foreach (var baseline in published.Where(b => !used.Baselines.ContainsKey(b.Number)))
        {
            var number = baseline.Number;
            if (await CoveredInteractions.Of(db, baseline, published).AnyAsync(i => i.Baseline != number, cancellation))
                return new CellError(
                    "occurred_at", "conflict",
                    $"Baseline {number} was published meanwhile, and rows lie on its dates. Nothing is stored; import the file again.");
        }

        return null;
    }
}
