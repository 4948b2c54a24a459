using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports;

/// <summary>A week that has interactions.</summary>
public sealed record ReportedWeek(IsoWeek Week, long Interactions);
