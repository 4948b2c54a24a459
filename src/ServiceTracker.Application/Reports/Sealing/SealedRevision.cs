using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>A revision of a sealed week with its files.</summary>
/// <param name="Site">Its site.</param>
/// <param name="Seal">What is kept of it.</param>
/// <param name="Files">Its files, in the order of the catalogue.</param>
public sealed record SealedRevision(Site Site, WeekSeal Seal, IReadOnlyList<SealedFile> Files)
{
    /// <summary>The week.</summary>
    public IsoWeek Week => IsoWeek.Of(Seal.WeekStart);

    /// <summary>The file of this kind.</summary>
    public SealedFile? Find(WeeklyFile file) => Files.FirstOrDefault(f => f.Name == ColumnCatalogue.Of(file).Name);
}
