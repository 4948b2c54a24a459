using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures.Rollups;

/// <summary>Counts of a unit in a week.</summary>
/// <param name="Unit">Site, team, person and channel.</param>
/// <param name="Week">The week.</param>
/// <param name="Scored">Scored, for the process.</param>
/// <param name="AllBasicsMet">Of these with all basics met.</param>
/// <param name="ScoredPerson">Scored, for the person.</param>
/// <param name="AllBasicsMetPerson">Of these with all basics met.</param>
internal readonly record struct UnitWeekCount(
    Unit Unit, IsoWeek Week, long Scored, long AllBasicsMet, long ScoredPerson, long AllBasicsMetPerson)
{
    /// <summary>Scored interactions, and of these those with all basics met.</summary>
    /// <param name="viewpoint">Whose figures.</param>
    public (long N, long K) Rate(Viewpoint viewpoint) =>
        viewpoint == Viewpoint.Person ? (ScoredPerson, AllBasicsMetPerson) : (Scored, AllBasicsMet);
}
