using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>Writes all files of a week into one ZIP file, with the catalogue of their columns and the receipt.</summary>
public sealed class WeekArchive(WeeklyReport live, SealedWeeks weeks, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a revision: the receipt is the one that was hashed, byte for byte.</summary>
    public async Task WriteAsync(
        Actor actor, SealedRevision revision, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        var files = ColumnCatalogue.Files.Where(f => revision.Find(f.File) is not null).ToDictionary(f => f.Name, f => f.File);
        await WriteAsync(
            revision, [.. files.Keys.Select(name => revision.Files.First(f => f.Name == name))],
            (file, stream) => weeks.WriteAsync(actor, revision, files[file.Name], profile, stream, cancellation), target, cancellation);
    }

    /// <summary>Writes some files of a revision; the same ones give the same bytes.</summary>
    internal static async Task WriteAsync(
        SealedRevision revision, IReadOnlyList<SealedFile> files, Func<SealedFile, Stream, Task> write, Stream target,
        CancellationToken cancellation)
    {
        await using var gathered = new GatheringStream(target);
        await using var zip = await ZipArchive.CreateAsync(gathered, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation);
        foreach (var file in files)
            await AddAsync(zip, file.Name, revision.Seal.SealedAt, s => write(file, s), cancellation);

        await AddAsync(zip, "columns.json", revision.Seal.SealedAt, Columns(), cancellation);
        await AddAsync(zip, "receipt.json", revision.Seal.SealedAt, revision.Seal.Receipt, cancellation);
    }

    /// <summary>Writes a week as it is now; the receipt says that it is not sealed.</summary>
    public async Task WriteAsync(
        Actor actor, IsoWeek week, Site? site, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var gathered = new GatheringStream(target);
        await using var zip = await ZipArchive.CreateAsync(gathered, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation);
        foreach (var facts in ColumnCatalogue.Files)
        {
            await AddAsync(
                zip, facts.Name, now, s => live.WriteAsync(actor, week, facts.File, site, profile, s, cancellation), cancellation);
        }

        await AddAsync(zip, "columns.json", now, Columns(), cancellation);
        await AddAsync(
            zip, "receipt.json", now,
            JsonSerializer.Serialize(new { state = "live", week = week.ToString(), site = site?.Code, at = now }, Json), cancellation);
    }

    private static string Columns() =>
        JsonSerializer.Serialize(new { version = ColumnCatalogue.Version, items = ColumnCatalogue.Lines }, Json);

    private static Task AddAsync(ZipArchive zip, string name, DateTime at, string text, CancellationToken cancellation) =>
        AddAsync(zip, name, at, s => s.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask(), cancellation);

    private static async Task AddAsync(
        ZipArchive zip, string name, DateTime at, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = new DateTimeOffset(at, TimeSpan.Zero);
        await using var stream = await entry.OpenAsync(cancellation);
        await write(stream);
    }
}
