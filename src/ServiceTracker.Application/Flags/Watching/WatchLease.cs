using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>
/// Who watches: one server at a time, which says while it works that it is still there. A row, and no lock of a connection, so that it
/// holds wherever servers connect. It only saves work: what keeps two servers from doing the same is the version of the site.
/// </summary>
public sealed class WatchLease(TimeProvider clock)
{
    /// <summary>After so long without a word another server takes over.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private const string Name = "watch";

    private readonly Guid self = Guid.CreateVersion7();

    /// <summary>Takes the lease, or keeps it.</summary>
    /// <returns>False while another server has it.</returns>
    public async Task<bool> TryHoldAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var until = now + Length;
        // A lease that ends later than any can was taken by a clock that was wrong.
        var latest = now + 2 * Length;
        var taken = await db.Leases.Where(l => l.Name == Name && (l.Holder == self || l.Until < now || l.Until > latest))
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.Holder, self).SetProperty(x => x.Until, until), cancellation);
        if (taken == 1) return true;
        if (await db.Leases.AnyAsync(l => l.Name == Name, cancellation)) return false;
        var first = db.Leases.Add(new Lease { Name = Name, Holder = self, Until = until });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (!cancellation.IsCancellationRequested)
        {
            // Another server was the first, or the store takes nothing now: whoever asks next finds out.
            first.State = EntityState.Detached;
            return false;
        }

        return true;
    }
}
