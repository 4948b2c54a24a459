using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Gives out sealed weeks, byte for byte, and says how weeks stand.</summary>
public sealed class SealedWeeks(
    IServiceTrackerDb db, MasterDataReader masterData, SealSchedule schedule, WeeklyReport report, TimeProvider clock)
{
    private const int Buffer = 1 << 14;

    /// <summary>The revisions of a week, by code of the site and then the newest first.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<SealedRevision>> RevisionsAsync(
        Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var (seals, files) = (
            actor.OfOwnSites(db.WeekSeals.AsNoTracking(), s => s.SiteId).Where(s => s.WeekStart == week.Monday),
            actor.OfOwnSites(db.SealedFiles.AsNoTracking(), s => s.SiteId).Where(s => s.WeekStart == week.Monday));
        if (site is { Id: var id }) (seals, files) = (seals.Where(s => s.SiteId == id), files.Where(s => s.SiteId == id));
        var found = await seals.ToListAsync(cancellation);
        if (found.Count == 0) return [];
        var byRevision = (await files.ToListAsync(cancellation)).ToLookup(f => (f.SiteId, f.Revision));
        var master = await masterData.GetAsync(cancellation);
        return
        [
            .. found.Select(s => new SealedRevision(master.Sites[s.SiteId], s, InOrder(byRevision[(s.SiteId, s.Revision)])))
                .OrderBy(r => r.Site.Code, StringComparer.Ordinal).ThenByDescending(r => r.Seal.Revision),
        ];
    }

    /// <summary>One revision, or null.</summary>
    /// <param name="site">A site that whoever asks may see.</param>
    public async Task<SealedRevision?> FindAsync(Site site, IsoWeek week, int revision, CancellationToken cancellation)
    {
        var seal = await db.WeekSeals.AsNoTracking()
            .SingleOrDefaultAsync(s => s.SiteId == site.Id && s.WeekStart == week.Monday && s.Revision == revision, cancellation);
        if (seal is null) return null;
        var files = await db.SealedFiles.AsNoTracking()
            .Where(f => f.SiteId == site.Id && f.WeekStart == week.Monday && f.Revision == revision).ToListAsync(cancellation);
        return new SealedRevision(site, seal, InOrder(files));
    }

    /// <summary>How weeks stand at the actor's sites, in the order of their codes; a site without interactions in a week is not
    /// among them.</summary>
    public async Task<ILookup<IsoWeek, WeekState>> StatesAsync(
        Actor actor, IReadOnlyCollection<IsoWeek> weeks, CancellationToken cancellation)
    {
        DateOnly[] mondays = [.. weeks.Select(w => w.Monday)];
        var counts = await actor.OfOwnSites(db.SiteWeeks.AsNoTracking(), w => w.SiteId)
            .Where(w => mondays.Contains(w.WeekStart)).ToListAsync(cancellation);
        var newest = (await actor.OfOwnSites(db.WeekSeals.AsNoTracking(), s => s.SiteId).Where(s => mondays.Contains(s.WeekStart))
                .GroupBy(s => new { s.SiteId, s.WeekStart })
                .Select(g => new { g.Key.SiteId, g.Key.WeekStart, Last = g.Max(s => s.Revision) }).ToListAsync(cancellation))
            .ToDictionary(s => (s.SiteId, s.WeekStart), s => s.Last);
        var master = await masterData.GetAsync(cancellation);
        // A week in which nothing was logged can be sealed as well.
        var empty = newest.Keys.Except(counts.Select(w => (w.SiteId, w.WeekStart)))
            .Select(k => new SiteWeek { SiteId = k.SiteId, WeekStart = k.WeekStart });
        return counts.Concat(empty).Select(w => (Week: IsoWeek.Of(w.WeekStart), Of: w, Site: master.Sites[w.SiteId]))
            .OrderBy(w => w.Site.Code, StringComparer.Ordinal)
            .ToLookup(w => w.Week, w => new WeekState(
                w.Site, newest.TryGetValue((w.Of.SiteId, w.Of.WeekStart), out var last) ? last : null,
                w.Of.Changes != w.Of.SealedChanges,
                w.Of.Changes == w.Of.SealedChanges ? null : schedule.NextOf(w.Week, w.Site, Earlier(w.Of.ChangedAt))));
    }

    /// <summary>Gives out a file of a revision, and records who took it.</summary>
    /// <exception cref="InvalidOperationException">The actor's role sees only its own figures, or there is no such file.</exception>
    public async Task WriteAsync(
        Actor actor, SealedRevision revision, WeeklyFile file, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) throw new InvalidOperationException("Weekly files name everybody; a staff account has its own page.");
        var kept = revision.Find(file) ?? throw new InvalidOperationException($"Revision {revision.Seal.Revision} has no {file}.");
        await report.RecordAsync(actor, $"{revision.Week}/{kept.Name}", revision.Site, revision.Seal.Revision, cancellation);
        await CopyAsync(kept, file, profile, target, cancellation);
    }

    /// <summary>Copies a file of a revision.</summary>
    internal async Task CopyAsync(
        SealedFile kept, WeeklyFile file, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        await using var bytes = Open(kept);
        if (profile == CsvProfile.Standard)
        {
            await bytes.CopyToAsync(target, cancellation);
            return;
        }

        // What is sealed is written for programs; for spreadsheets only its form differs.
        var (separator, comma) = profile == CsvProfile.Excel ? (';', true) : (',', false);
        var decimals = ColumnCatalogue.Of(file).Columns.Where(c => c.Type == ColumnType.Number).Select(c => c.Name).ToHashSet();
        bool[]? isDecimal = null;
        await using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Buffer, leaveOpen: true);
        await foreach (var row in CsvRows.ReadAsync(bytes, cancellation))
        {
            for (var i = 0; i < row.Length; i++)
            {
                var cell = comma && isDecimal?[i] == true ? row[i].Replace('.', ',') : row[i];
                if (i > 0) await writer.WriteAsync(separator);
                await writer.WriteAsync(CsvRows.Written(cell, separator));
            }

            await writer.WriteAsync("\r\n");
            isDecimal ??= [.. row.Select(h => decimals.Contains(h) || h.StartsWith("measure:", StringComparison.Ordinal))];
        }
    }

    /// <summary>The bytes of a file as they were when it was sealed.</summary>
    internal Stream Open(SealedFile file) => new BrotliStream(new PiecesStream(db, file), CompressionMode.Decompress);

    private static IReadOnlyList<SealedFile> InOrder(IEnumerable<SealedFile> files)
    {
        var places = ColumnCatalogue.Files.Select((f, i) => (f.Name, i)).ToDictionary(f => f.Name, f => f.i);
        return [.. files.OrderBy(f => places.GetValueOrDefault(f.Name, int.MaxValue)).ThenBy(f => f.Name, StringComparer.Ordinal)];
    }

    // As whoever seals by the schedule sees it: what changed later than now was told by a clock that was wrong.
    private DateTime Earlier(DateTime changedAt) => changedAt > clock.GetUtcNow().UtcDateTime ? DateTime.MinValue : changedAt;
}
