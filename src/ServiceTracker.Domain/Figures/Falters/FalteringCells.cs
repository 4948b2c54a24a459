namespace ServiceTracker.Domain.Figures.Falters;

/// <summary>What came of looking for cells that falter.</summary>
/// <param name="Tested">Cells that had enough to be tested.</param>
/// <param name="Found">Those that falter, the least explicable first.</param>
public sealed record FalteringCells(int Tested, IReadOnlyList<FalteringCell> Found);
