namespace ServiceTracker.Application.Reports;

/// <summary>What the catalogue says of a column.</summary>
/// <param name="Name">Its heading; <c>basic:…</c> and <c>measure:…</c> stand for one column of each basic.</param>
/// <param name="Type">What stands in it.</param>
/// <param name="Meaning">What it says, in a sentence.</param>
/// <param name="Unit">What its numbers count or measure; empty where that is no question.</param>
/// <param name="Since">The version of the catalogue that had it first.</param>
/// <param name="IsKey">It is one of those that tell a row from all others of its file.</param>
public sealed record ColumnFacts(string Name, ColumnType Type, string Meaning, string Unit, int Since, bool IsKey);
