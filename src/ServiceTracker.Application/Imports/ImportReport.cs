using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>An import and the first of its errors.</summary>
public sealed record ImportReport(ImportRun Run, IReadOnlyList<ImportError> Errors);
