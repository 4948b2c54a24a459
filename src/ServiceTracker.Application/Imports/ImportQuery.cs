using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>An import and the first of its errors.</summary>
public sealed record ImportReport(ImportRun Run, IReadOnlyList<ImportError> Errors);

/// <summary>Shows imports: an administrator all of them, everybody else their own.</summary>
public sealed class ImportQuery(IServiceTrackerDb db, ImportProgress progress)
{
    /// <summary>Errors shown with an import; the file of errors has all of them.</summary>
    public const int ErrorsShown = 100;

    /// <summary>The newest imports.</summary>
    public Task<List<ImportRun>> RecentAsync(Actor actor, CancellationToken cancellation) =>
        Visible(actor).OrderByDescending(i => i.StartedAt).Take(50).ToListAsync(cancellation);

    /// <summary>One import as it stands now, or null.</summary>
    public async Task<ImportReport?> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var stored = await Visible(actor).FirstOrDefaultAsync(i => i.Id == id, cancellation);
        if (stored is null) return null;
        if (progress.Find(id) is { } running) return new ImportReport(running, []);
        return new ImportReport(stored, await Errors(id).Take(ErrorsShown).ToListAsync(cancellation));
    }

    /// <summary>Writes all errors of an import as CSV, in the order of the file.</summary>
    public async Task WriteErrorsAsync(Guid id, Stream target, CancellationToken cancellation)
    {
        await using var csv = new CsvFile(target, CsvProfile.Standard);
        await csv.WriteAsync<ImportError>(
            [new("line", e => e.Line), new("column", e => e.Column), new("code", e => e.Code), new("message", e => e.Message)],
            Errors(id).AsAsyncEnumerable(), cancellation);
    }

    private IQueryable<ImportError> Errors(Guid id) => db.ImportErrors.AsNoTracking().Where(e => e.ImportId == id).OrderBy(e => e.Position);

    private IQueryable<ImportRun> Visible(Actor actor) =>
        actor.IsAdmin ? db.Imports.AsNoTracking() : db.Imports.AsNoTracking().Where(i => i.StartedBy == actor.Id);
}
