using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Application;

/// <summary>
/// Work that one server at a time does, which says while it works that it is still there. A row, and no lock of a connection, so that it
/// holds wherever servers connect. It only saves work: something else has to keep two servers from doing the same.
/// </summary>
public abstract class ServerLease(TimeProvider clock, string name, TimeSpan length)
{
    private readonly Guid self = Guid.CreateVersion7();

    /// <summary>Whether another server had it since this one held it before: what is remembered from then may be out of date.</summary>
    public bool WasElsewhere { get; private set; } = true;

    /// <summary>Takes the lease, or keeps it.</summary>
    /// <returns>False while another server has it.</returns>
    public async Task<bool> TryHoldAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var until = now + length;
        // A lease that ends later than any can was taken by a clock that was wrong.
        var latest = now + 2 * length;
        WasElsewhere = await db.Leases.Where(l => l.Name == name && l.Holder == self)
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.Until, until), cancellation) == 0;
        if (!WasElsewhere) return true;
        var taken = await db.Leases.Where(l => l.Name == name && (l.Until < now || l.Until > latest))
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.Holder, self).SetProperty(x => x.Until, until), cancellation);
        if (taken == 1) return true;
        if (await db.Leases.AnyAsync(l => l.Name == name, cancellation)) return false;
        var first = db.Leases.Add(new Lease { Name = name, Holder = self, Until = until });
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
