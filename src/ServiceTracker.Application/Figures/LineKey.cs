namespace ServiceTracker.Application.Figures;

/// <summary>What one line of sums is of: a unit and baseline, and what else was asked for.</summary>
/// <param name="Unit">Site, team, person and channel.</param>
/// <param name="Baseline">Number of the baseline.</param>
/// <param name="Period">Monday of the week or the business date, where asked for.</param>
/// <param name="ReasonId">The reason, where asked for.</param>
/// <param name="HourOfWeek">0 to 167, where asked for.</param>
internal readonly record struct LineKey(Unit Unit, int Baseline, DateOnly? Period = null, int? ReasonId = null, short? HourOfWeek = null);
