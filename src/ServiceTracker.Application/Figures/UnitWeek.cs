using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Application.Figures;

/// <summary>The figures of one unit in one week, with the chart of the weeks before it.</summary>
/// <param name="Unit">Whose.</param>
/// <param name="Tally">The week's figures.</param>
/// <param name="Reading">Its weeks up to and including this one, and how it stands.</param>
public sealed record UnitWeek(Unit Unit, ConsistencyTally Tally, UnitReading Reading)
{
    /// <inheritdoc cref="UnitReading.Chart"/>
    public UnitChart Chart => Reading.Chart;

    /// <inheritdoc cref="UnitReading.Standing"/>
    public Standing? Standing => Reading.Standing;
}
