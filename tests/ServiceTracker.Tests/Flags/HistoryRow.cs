namespace ServiceTracker.Tests.Flags;

/// <summary>An interaction of a <see cref="ShopHistory"/>.</summary>
/// <param name="Answers">Two basics in which people slip, and a critical one.</param>
internal sealed record HistoryRow(string Id, DateOnly Date, string Time, string Staff, string Channel, string[] Answers);
