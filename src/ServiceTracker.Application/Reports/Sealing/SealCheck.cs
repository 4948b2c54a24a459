using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Reads every sealed week again: the files have their hashes, the receipts theirs, and each names the one before it.</summary>
public sealed class SealCheck(IServiceTrackerDb db, IStore store, SealedWeeks weeks, MasterDataReader masterData)
{
    /// <summary>Checks all chains.</summary>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>How many revisions there are, and what is wrong with them.</returns>
    public async Task<(int Revisions, IReadOnlyList<string> Faults)> RunAsync(
        IProgress<double>? progress, CancellationToken cancellation)
    {
        store.AllowMinutes(db);
        var (revisions, faults, done) = (0, new List<string>(), 0);
        var sites = (await masterData.GetAsync(cancellation)).Sites.All;
        foreach (var site in sites)
        {
            var (number, previous) = (0L, (string?)null);
            // One after another, so that none but the present one is in memory.
            while (await db.WeekSeals.AsNoTracking().Where(s => s.SiteId == site.Id && s.Number > number).OrderBy(s => s.Number)
                .FirstOrDefaultAsync(cancellation) is { } seal)
            {
                revisions++;
                var revision = await weeks.FindAsync(site, IsoWeek.Of(seal.WeekStart), seal.Revision, cancellation);
                var name = $"{site.Code} {revision!.Week} revision {seal.Revision}";
                if (seal.Number != number + 1) faults.Add($"{name}: {seal.Number - number - 1} of the chain before it are missing");
                if (seal.PreviousHash != previous) faults.Add($"{name}: it does not name the receipt before it");
                faults.AddRange((await FaultsOfAsync(revision, cancellation)).Select(f => $"{name}: {f}"));
                (number, previous) = (seal.Number, seal.ReceiptHash);
            }

            progress?.Report(++done / (double)sites.Count);
        }

        return (revisions, faults);
    }

    private async Task<List<string>> FaultsOfAsync(SealedRevision revision, CancellationToken cancellation)
    {
        var (seal, faults) = (revision.Seal, new List<string>());
        if (SealReceipt.HashOf(seal.Receipt) != seal.ReceiptHash) return ["the receipt is not the one that was made"];
        try
        {
            var receipt = SealReceipt.Read(seal.Receipt);
            if (receipt.Previous != seal.PreviousHash || receipt.Revision != seal.Revision || receipt.Number != seal.Number
                || receipt.Week != revision.Week.ToString()) faults.Add("the receipt is of another revision");
            foreach (var line in receipt.Files)
            {
                var kept = revision.Files.FirstOrDefault(f => f.Name == line.Name);
                if (kept is null || !await IsWholeAsync(kept, line, cancellation)) faults.Add($"{line.Name} is not as it was sealed");
            }
        }
        catch (InvalidDataException e)
        {
            faults.Add(e.Message);
        }

        return faults;
    }

    private async Task<bool> IsWholeAsync(SealedFile kept, SealReceipt.Line line, CancellationToken cancellation)
    {
        if (kept.Sha256 != line.Sha256 || kept.Bytes != line.Bytes || kept.Rows != line.Rows) return false;
        try
        {
            await using var bytes = weeks.Open(kept);
            await using var hashed = new HashingStream(Stream.Null);
            await bytes.CopyToAsync(hashed, cancellation);
            return hashed.Hash() == line.Sha256;
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or IOException)
        {
            // The compressed bytes do not even decompress.
            return false;
        }
    }
}
