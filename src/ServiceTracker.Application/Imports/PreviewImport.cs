using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>Shows what a file is taken for and what its first rows would be, before anything is stored.</summary>
public sealed class PreviewImport(
    MasterDataReader masterData, LookAlike lookAlike, IEnumerable<IInteractionReader> readers, TimeProvider clock)
{
    /// <summary>Rows that are shown.</summary>
    public const int RowsShown = 20;

    /// <summary>Whether a file names its columns in a way of its own, so that somebody has to say what they are.</summary>
    /// <param name="path">The file on this server.</param>
    /// <param name="options">How it would be read.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<bool> IsOfOtherProgramAsync(string path, ImportOptions options, CancellationToken cancellation)
    {
        if (options.Mapping is not null || options.Format != "csv") return false;
        var master = await masterData.GetAsync(cancellation);
        await using var file = File.OpenRead(path);
        return readers.First(r => r.Format == options.Format).Read(file, options, master).FirstOrDefault() is { EndsReading: true } row
            && row.Errors.Any(e =>
                e.Code is "no_header" or "separator" or "encoding" or FieldError.UnknownReference or FieldError.Required);
    }

    /// <summary>Looks at a file.</summary>
    /// <param name="actor">Who would import it; the wishes were looked at.</param>
    /// <param name="path">The file on this server.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<FilePreview> RunAsync(Actor actor, string path, ImportOptions options, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var reader = readers.First(r => r.Format == options.Format);
        FileDescription description;
        await using (var file = File.OpenRead(path)) description = reader.Describe(file, options, master);
        var run = new ImportRun { Format = options.Format, StartedBy = actor.Id, StartedByName = actor.Name };
        var job = new ImportJob(actor, run, path, options, reader);
        var missing = new MissingReferences(master, lookAlike, options);
        var rows = job.Rows(master).Take(RowsShown).ToList();
        if (options.CreateMissing)
        {
            foreach (var row in rows)
                if (row.Entry is { } entry) missing.Note(entry);
        }

        var all = missing.Added();
        var intake = new InteractionIntake(all, actor, clock.GetUtcNow().UtcDateTime, run.Id);
        return new(description, rows.ConvertAll(row =>
        {
            var (records, _, bad) = job.Judged(all, missing, intake, [row]);
            return records is [var record] ? new PreviewedRow(row.Line, InteractionDetails.Of(record, all), [])
                : new PreviewedRow(row.Line, null, bad[0].Errors);
        }));
    }
}

/// <summary>A file before it is taken in.</summary>
/// <param name="File">What it is taken for.</param>
/// <param name="Rows">Its first rows as they would be scored.</param>
public sealed record FilePreview(FileDescription File, IReadOnlyList<PreviewedRow> Rows);

/// <summary>A row before it is taken in.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Interaction">What would be stored; null where it cannot be.</param>
/// <param name="Errors">Why not.</param>
public sealed record PreviewedRow(long Line, InteractionDetails? Interaction, IReadOnlyList<CellError> Errors);
