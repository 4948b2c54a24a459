using ServiceTracker.Application.Figures;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Overview;

/// <summary>One chart among all of a kind.</summary>
/// <param name="Unit">The channel, person or site; of a basic the channel alone, or nothing.</param>
/// <param name="Basic">Code of the basic; null: all basics together.</param>
/// <param name="Chart">Its weeks.</param>
/// <param name="Standing">How the unit stands at the end of the last week; null where it is no unit of the watch.</param>
/// <param name="Flag">Its newest open flag, or null.</param>
public sealed record ChartOfMany(Unit Unit, string? Basic, UnitChart Chart, Standing? Standing, Flag? Flag)
{
    /// <summary>What it says in a word.</summary>
    public ChartWord Word => ChartWord.Of(
        Standing, Flag is null ? Signal.None : Flag.Kind == FlagKind.Better ? Signal.Improvement : Signal.Concern, Chart,
        isPerson: Unit.StaffId is not null);
}
