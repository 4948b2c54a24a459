using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.People;

namespace ServiceTracker.Application.People;

/// <summary>
/// The first weeks of somebody new beside those of people of the site who had got through theirs before that person began: who they are is
/// fixed from then on, so that no difference of two looks tells of one of them.
/// </summary>
public sealed class StarterQuery(RollupQuery rollups, MasterDataReader masterData)
{
    // As far back as others' starts are compared: work and basics were others before.
    private const int WeeksBack = 104;

    /// <summary>The first weeks.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="person">Whose.</param>
    /// <param name="site">Where.</param>
    /// <param name="last">Last week of figures.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null for somebody who is not new, or whose first day is not known.</returns>
    public async Task<StartOfService?> OfAsync(
        Actor actor, StaffMember person, Site site, IsoWeek last, CancellationToken cancellation)
    {
        if (person.EarlierPeriods.Count > 0 || person.ActiveFrom is not { } from) return null;
        var began = IsoWeek.Of(from);
        if (began > last || last.WeeksSince(began) >= StartOfService.Weeks) return null;
        var master = await masterData.GetAsync(cancellation);
        var before = master.Staff.All.Where(s => s.HomeSiteId == site.Id && s.Id != person.Id && s.EarlierPeriods.Count == 0)
            .Where(s => s.ActiveFrom is { } start && began.WeeksSince(IsoWeek.Of(start)) is >= StartOfService.Weeks and <= WeeksBack)
            .ToDictionary(s => s.Id, s => IsoWeek.Of(s.ActiveFrom!.Value));
        var since = before.Values.Append(began).Min();
        var counts = await rollups.StaffWeekCountsAsync(actor, since, last, new Unit(site.Id), cancellation);
        return StartOfService.Of(
            from,
            [
                .. counts.Where(c => c.Unit.StaffId == person.Id).GroupBy(c => c.Week.WeeksSince(began))
                    .Select(g => (g.Key, g.Sum(c => c.AllBasicsMetPerson), g.Sum(c => c.ScoredPerson))),
            ],
            [
                .. counts.Where(c => c.Unit.StaffId is { } id && before.ContainsKey(id))
                    .GroupBy(c => (Id: c.Unit.StaffId!.Value, Week: c.Week.WeeksSince(before[c.Unit.StaffId!.Value])))
                    .Where(g => g.Key.Week is >= 0 and < StartOfService.Weeks)
                    .Select(g => (g.Key.Id, g.Key.Week, g.Sum(c => c.AllBasicsMetPerson), g.Sum(c => c.ScoredPerson))),
            ]);
    }
}
