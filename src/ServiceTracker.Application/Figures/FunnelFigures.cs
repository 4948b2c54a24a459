namespace ServiceTracker.Application.Figures;

/// <summary>A funnel: units against their common rate, never a ranking.</summary>
/// <param name="Lines">In order of their codes.</param>
/// <param name="Centre">The common rate, 0 to 1; null when there is nothing to compare.</param>
/// <param name="Spread">Standard deviation of people's own rates; null for channels and sites.</param>
/// <param name="TellsApart">There are enough units for one to be told from the others.</param>
public sealed record FunnelFigures(IReadOnlyList<FunnelLine> Lines, double? Centre, double? Spread, bool TellsApart);
