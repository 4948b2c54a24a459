namespace ServiceTracker.Application.Reports;

/// <summary>A column of the catalogue.</summary>
/// <param name="View">Whose view the figures are: the person's leaves out held and excused misses, the process's counts them.</param>
/// <param name="Since">The version of the catalogue that had it first.</param>
public sealed record CatalogueLine(string File, string Column, string Type, string Meaning, string Unit, string View, int Since);
