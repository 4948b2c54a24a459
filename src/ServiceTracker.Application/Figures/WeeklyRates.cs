using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Scored interactions and those with all basics met, by unit and week: what charts are drawn from.</summary>
internal sealed class WeeklyRates(IReadOnlyList<UnitWeekCount> counts)
{
    /// <summary>Counts the rows of a scope: the way for one person, whose rows an index holds ready.</summary>
    public static async Task<WeeklyRates> OfRowsAsync(IQueryable<Interaction> scope, MasterData master, CancellationToken cancellation)
    {
        var counted = scope.Where(i => i.State == InteractionState.Counted);
        var days = await counted.Where(i => i.ApplicableCount > 0)
            .GroupBy(i => new { i.SiteId, i.TeamId, i.StaffId, i.ChannelId, i.BusinessDate, i.AllBasicsMet })
            .Select(g => new { g.Key, Times = g.LongCount() })
            .ToListAsync(cancellation);
        // The stored flags are the process's. Held and excused observations are few: those rows are judged again, one by one.
        var disputed = await counted.Where(i => i.Held != 0 || i.Excused != 0).ToListAsync(cancellation);
        return new WeeklyRates(
        [
            .. days.Select(d =>
            {
                var met = d.Key.AllBasicsMet ? d.Times : 0;
                return new UnitWeekCount(
                    new Unit(d.Key.SiteId, d.Key.TeamId, d.Key.StaffId, d.Key.ChannelId), IsoWeek.Of(d.Key.BusinessDate), d.Times, met,
                    d.Times, met);
            }),
            .. disputed.Select(i =>
            {
                var score = ObservationPattern.Of(i, master.Baselines[i.Baseline]).Score(Viewpoint.Person);
                return new UnitWeekCount(
                    new Unit(i.SiteId, i.TeamId, i.StaffId, i.ChannelId), IsoWeek.Of(i.BusinessDate), 0, 0, score.IsScored ? 0 : -1,
                    score.AllBasicsMet ? 1 : 0);
            }),
        ]);
    }

    /// <summary>The sums of a breakdown.</summary>
    /// <param name="by">What they are broken down by.</param>
    /// <param name="viewpoint">Whose figures they are.</param>
    public WeeklySums Sum(Breakdown by, Viewpoint viewpoint)
    {
        var sums = new WeeklySums();
        foreach (var count in counts) sums.Add(count.Unit.Reduce(by), count.Week, count.Rate(viewpoint));
        return sums;
    }
}
