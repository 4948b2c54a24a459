using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Audit;

namespace ServiceTracker.Application.Audit;

/// <summary>Reads the chain of the audit record: every line says what it said when its date was closed, and none is missing.</summary>
public sealed class AuditCheck(IServiceTrackerDb db, IStore store)
{
    /// <summary>Checks all links.</summary>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>How many dates are closed, and what is wrong with them.</returns>
    public async Task<(int Days, IReadOnlyList<string> Faults)> RunAsync(IProgress<double>? progress, CancellationToken cancellation)
    {
        store.AllowMinutes(db);
        var days = await db.AuditDays.AsNoTracking().OrderBy(d => d.Day).ToListAsync(cancellation);
        var (faults, previous) = (new List<string>(), (byte[]?)null);
        foreach (var (n, day) in days.Index())
        {
            var (changed, found) = (0, 0);
            using var hash = AuditChain.Link(previous, day.Day);
            var lines = db.AuditEntries.AsNoTracking().Where(a => a.SealedOn == day.Day).OrderBy(a => a.At).ThenBy(a => a.Id);
            await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                found++;
                var isAsItWas = line.Salt is { } salt
                    ? AuditChain.DigestOf(line, salt).AsSpan().SequenceEqual(line.Digest) : line.IsErased;
                if (!isAsItWas) changed++;
                hash.AppendData(line.Digest ?? []);
            }

            var isWhole = hash.GetHashAndReset().AsSpan().SequenceEqual(day.Hash);
            if (changed > 0) faults.Add($"{day.Day:yyyy-MM-dd}: {changed} of {found} lines do not say what they said");
            if (found != day.Entries) faults.Add($"{day.Day:yyyy-MM-dd}: it had {day.Entries} lines and has {found}");
            else if (!isWhole && changed == 0) faults.Add($"{day.Day:yyyy-MM-dd}: it does not follow from its lines and the day before");
            previous = day.Hash;
            progress?.Report((n + 1) / (double)days.Count);
        }

        return (days.Count, faults);
    }
}
