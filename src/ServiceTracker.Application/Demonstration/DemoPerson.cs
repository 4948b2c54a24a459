namespace ServiceTracker.Application.Demonstration;

/// <summary>A person of the demonstration.</summary>
/// <param name="Days">Weekdays worked: bit 0 is Monday.</param>
/// <param name="From">Local hour at which the shift begins; it lasts eight hours.</param>
/// <param name="OddsFactor">How the person moves the odds of a miss: natural differences are small.</param>
/// <param name="FirstWeek">Week of the history, from 0, in which they started; null for always.</param>
/// <param name="LastWeek">Week of the history whose Friday was their last day; null for still here.</param>
/// <param name="Volume">Share of the usual number of interactions a day.</param>
internal sealed record DemoPerson(
    string Code, string Name, DemoTeam Team, string Title, int Days, int From, double OddsFactor,
    int? FirstWeek = null, int? LastWeek = null, double Volume = 1);
