using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Deliveries;

/// <summary>What one recipient is to get: the files of a revision, which are the same at every attempt.</summary>
public sealed class Parcel
{
    private readonly SealedWeeks weeks;
    private readonly CsvProfile profile;

    internal Parcel(
        SealedWeeks weeks, Delivery delivery, DeliveryReceipt receipt, SealedRevision revision, int attempt)
    {
        (this.weeks, Delivery, Receipt, Revision, Attempt) = (weeks, delivery, receipt, revision, attempt);
        _ = CsvProfileNames.TryParse(delivery.Profile, out profile);
        var wanted = delivery.Files.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Files = [.. revision.Files.Where(f => wanted.Length == 0 || wanted.Contains(f.Name))];
    }

    public Delivery Delivery { get; }
    public DeliveryReceipt Receipt { get; }
    public SealedRevision Revision { get; }

    /// <summary>From 1.</summary>
    public int Attempt { get; }

    /// <summary>The files that are wanted, in the order of the catalogue.</summary>
    public IReadOnlyList<SealedFile> Files { get; }

    /// <summary>What a file is called where those of several weeks and sites lie together.</summary>
    public string NameOf(SealedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return WeekFileName.Of(
            Path.GetFileNameWithoutExtension(file.Name), Path.GetExtension(file.Name), Revision.Week, Revision.Site,
            Revision.Seal.Revision);
    }

    /// <summary>What all of them together are called.</summary>
    public string NameOfArchive => WeekFileName.Of("week", ".zip", Revision.Week, Revision.Site, Revision.Seal.Revision);

    /// <summary>Writes a file in the profile of the delivery.</summary>
    public Task WriteAsync(SealedFile file, Stream target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        return weeks.CopyAsync(file, FactsOf(file).File, profile, target, cancellation);
    }

    /// <summary>Writes them as one ZIP file, with the catalogue of columns and the receipt of the revision.</summary>
    public Task WriteArchiveAsync(Stream target, CancellationToken cancellation) =>
        WeekArchive.WriteAsync(Revision, Files, (file, stream) => WriteAsync(file, stream, cancellation), target, cancellation);

    private static WeeklyFileFacts FactsOf(SealedFile file) => ColumnCatalogue.Files.First(f => f.Name == file.Name);
}
