using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Application.Figures;

/// <summary>The weeks of a unit and how it stands by them.</summary>
/// <param name="Chart">Its weekly consistency rate up to and including the week.</param>
/// <param name="Standing">Its class, with the reason.</param>
public sealed record UnitReading(UnitChart Chart, Standing Standing)
{
    /// <summary>
    /// Reads a chart. The one place in which a unit is given its class: pages, files and the API all come here, so that whatever knows more
    /// than weeks (the unit's detector and its open flag) takes the place of the chart's own standing here and nowhere else.
    /// </summary>
    /// <param name="whose">The unit; with a person in it, it is judged as a person's.</param>
    /// <param name="chart">Its weeks.</param>
    /// <param name="swings">How people's weeks swing over the same weeks.</param>
    internal static UnitReading Of(Unit whose, UnitChart chart, PeopleSwings swings) =>
        new(chart, Standing.Of(chart, whose.StaffId is not null, swings.Find(whose)));
}
