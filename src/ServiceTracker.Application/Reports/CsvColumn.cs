namespace ServiceTracker.Application.Reports;

/// <summary>One column of a file: its name, and the cell it makes of a row.</summary>
public sealed record CsvColumn<TRow>(string Name, Func<TRow, CsvCell> Cell);
