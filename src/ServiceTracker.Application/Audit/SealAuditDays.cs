using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Audit;

namespace ServiceTracker.Application.Audit;

/// <summary>Closes past UTC dates of the audit record: each becomes a link of the chain that <see cref="AuditCheck"/> reads.</summary>
public sealed class SealAuditDays(IServiceTrackerDb db, TimeProvider clock)
{
    // What was begun before midnight is stored by then; what is not goes to a later link.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private const int AtOnce = 1000;

    /// <summary>Closes the next date that is due. Any number of servers may try; one does it.</summary>
    /// <returns>Whether another one may be due.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now - Grace);
        var open = db.AuditEntries.Where(a => a.SealedOn == null);
        if (await open.OrderBy(a => a.At).Select(a => (DateTime?)a.At).FirstOrDefaultAsync(cancellation) is not { } first) return false;
        var last = await db.AuditDays.AsNoTracking().OrderByDescending(d => d.Day).FirstOrDefaultAsync(cancellation);
        var day = DateOnly.FromDateTime(first);
        // What came after its date was closed stands in the next link.
        if (day <= last?.Day) day = last.Day.AddDays(1);
        if (day >= today) return false;
        var end = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var link = new AuditDay { Day = day, SealedAt = now };
        db.AuditDays.Add(link);
        try
        {
            // Its key is what another server waits for, and then fails at.
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (!cancellation.IsCancellationRequested)
        {
            db.ChangeTracker.Clear();
            return false;
        }

        using var hash = AuditChain.Link(last?.Hash, day);
        while (await open.Where(a => a.At < end).OrderBy(a => a.At).ThenBy(a => a.Id).Take(AtOnce).ToListAsync(cancellation)
            is { Count: > 0 } some)
        {
            foreach (var entry in some)
            {
                (entry.SealedOn, entry.Salt) = (day, RandomNumberGenerator.GetBytes(AuditChain.SaltBytes));
                entry.Digest = AuditChain.DigestOf(entry, entry.Salt);
                hash.AppendData(entry.Digest);
                link.Entries++;
            }

            await db.SaveChangesAsync(cancellation);
            foreach (var entry in db.ChangeTracker.Entries<AuditEntry>().ToList()) entry.State = EntityState.Detached;
        }

        link.Hash = hash.GetHashAndReset();
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
        return true;
    }
}
