using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>Shows imports: an administrator all of them, everybody else their own.</summary>
public sealed class ImportQuery(IServiceTrackerDb db, ImportProgress progress, MasterDataReader masterData)
{
    /// <summary>Errors shown with an import; the file of errors has all of them.</summary>
    public const int ErrorsShown = 100;

    /// <summary>One page of imports, the newest first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="InteractionListQuery.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<ImportReport>>> ListAsync(Actor actor, string? after, int limit, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        var imports = Visible(actor);
        if (limit is < 1 or > InteractionListQuery.MaxLimit)
            errors.Add(new("$.limit", "out_of_range", $"1 to {InteractionListQuery.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
                imports = imports.Where(i => i.StartedAt < at || (i.StartedAt == at && i.Id > id));
            else errors.Add(FieldError.NotACursor);
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await imports.OrderByDescending(i => i.StartedAt).ThenBy(i => i.Id).Take(limit + 1).ToListAsync(cancellation);
        var watch = await WatchAsync(cancellation);
        ImportReport[] items =
        [
            .. found.Take(limit).Select(i => progress.Find(i.Id) ?? i).Select(i => new ImportReport(i, [], watch.Reflects(i))),
        ];
        return new ListPage<ImportReport>(
            items, found.Count > limit ? TimeCursor.Of(found[limit - 1].StartedAt, found[limit - 1].Id) : null);
    }

    /// <summary>One import as it stands now, or null.</summary>
    public async Task<ImportReport?> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        // In this order: what has ended by now is read from the store as ended, with its errors.
        var running = progress.Find(id);
        var stored = await Visible(actor).FirstOrDefaultAsync(i => i.Id == id, cancellation);
        if (stored is null) return null;
        if (running is not null && stored.IsUnderWay) return new ImportReport(running, [], false);
        var errors = await Errors(id).Take(ErrorsShown).ToListAsync(cancellation);
        return new ImportReport(stored, errors, (await WatchAsync(cancellation)).Reflects(stored))
        {
            RowsKept = stored.Head is null ? 0 : await Errors(id).CountAsync(e => e.Row != null, cancellation),
        };
    }

    /// <summary>Writes all errors of an import as CSV, in the order of the file.</summary>
    public async Task WriteErrorsAsync(Guid id, Stream target, CancellationToken cancellation)
    {
        await using var csv = new CsvFile(target, CsvProfile.Standard);
        await csv.WriteAsync<ImportError>(
            [new("line", e => e.Line), new("column", e => e.Column), new("code", e => e.Code), new("message", e => e.Message),
                new("value", e => e.Value)],
            Errors(id).AsAsyncEnumerable(), cancellation);
    }

    /// <summary>Writes the refused rows that are kept as a file of their own, to be mended and imported alone.</summary>
    /// <param name="run">An import with a <see cref="ImportRun.Head"/>.</param>
    /// <param name="target">Where the bytes go; it is left open.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task WriteBadRowsAsync(ImportRun run, Stream target, CancellationToken cancellation) =>
        BadRowsFile.WriteAsync(run.Head!, Errors(run.Id).AsAsyncEnumerable(), target, cancellation);

    private async Task<Watch> WatchAsync(CancellationToken cancellation)
    {
        var oldest = await db.DetectionQueue.AsNoTracking().OrderBy(q => q.Id).Select(q => (Guid?)q.Id).FirstOrDefaultAsync(cancellation);
        return new(oldest, await db.WatchedSites.AsNoTracking().ToListAsync(cancellation), await masterData.GetAsync(cancellation));
    }

    private IQueryable<ImportError> Errors(Guid id) => db.ImportErrors.AsNoTracking().Where(e => e.ImportId == id).OrderBy(e => e.Position);

    private IQueryable<ImportRun> Visible(Actor actor) =>
        actor.IsAdmin ? db.Imports.AsNoTracking() : db.Imports.AsNoTracking().Where(i => i.StartedBy == actor.Id);

    // How far the watch has come: the oldest entry that waits for it, and each site.
    private sealed record Watch(Guid? Oldest, IReadOnlyList<WatchedSite> Sites, MasterData Master)
    {
        // What an import changed waits under ids of the time at which it ended, at the latest; after that the rounds of weeks that were
        // over then are due.
        public bool Reflects(ImportRun run) => run.Stored == 0 || run.IsTrial || run.FinishedAt is not { } finished
            || (!(Waiting <= finished) && Sites.All(s => s.RoundsThrough >= LastWeek(s.SiteId, finished).Sunday));

        private DateTime? Waiting =>
            Oldest is { } id ? DateTime.UnixEpoch.AddMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16)) : null;

        private IsoWeek LastWeek(int site, DateTime at) => IsoWeek.Of(Master.Sites[site].Calendar.At(at).BusinessDate).AddWeeks(-1);
    }
}
