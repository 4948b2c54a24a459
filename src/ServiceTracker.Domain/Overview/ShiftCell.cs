using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Overview;

/// <summary>The weeks of a basic on a channel.</summary>
/// <param name="Basic">Code of the basic.</param>
/// <param name="Channel">Number of the channel.</param>
/// <param name="Weeks">Consecutive whole weeks, the same for all cells, oldest first: met of applicable.</param>
/// <param name="From">Earlier weeks asked for something else or are another process; null: none.</param>
public sealed record ShiftCell(string Basic, int Channel, IReadOnlyList<WeekCount> Weeks, DateOnly? From = null);
