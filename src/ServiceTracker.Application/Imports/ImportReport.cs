using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>An import and the first of its errors.</summary>
/// <param name="Run">The import.</param>
/// <param name="Errors">The first of its errors.</param>
/// <param name="IsWatched">Nothing of it waits for the detectors any more: flags reflect it.</param>
public sealed record ImportReport(ImportRun Run, IReadOnlyList<ImportError> Errors, bool IsWatched)
{
    /// <summary>How many refused rows are kept to be mended.</summary>
    public int RowsKept { get; init; }
}
