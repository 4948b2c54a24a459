using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Reads how the units of a question stand, all at once.</summary>
public sealed class UnitStandingReader(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>The standings at the end of a week.</summary>
    /// <param name="question">Whose: of one site, person or channel where it names one, and no finer than it is broken down.</param>
    /// <param name="week">The week; of the present one as it stands now.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null where a staff account asks of others: the sentences count weeks and people that it is not shown, and two of them
    /// would tell a week that is held back.</returns>
    internal async Task<UnitStandings?> OfAsync(FigureQuestion question, IsoWeek week, CancellationToken cancellation)
    {
        if (question.IsOfOthers) return null;
        var asked = question.Scope.Unit;
        var sites = asked.SiteId is { } one
            ? [one] : question.Who.OfOwnSites((await masterData.GetAsync(cancellation)).Sites.All).Select(s => s.Id).ToArray();
        var monday = week.Monday;
        // Site by site, because the key begins with it.
        var rows = db.UnitWeeks.AsNoTracking().Where(w => EF.Parameter(sites).Contains(w.SiteId) && w.WeekStart == monday);
        if (asked.StaffId is not null || !question.IsBy(Breakdown.Staff))
        {
            var staff = asked.StaffId ?? 0;
            rows = rows.Where(w => w.StaffId == staff);
        }

        if (asked.ChannelId is not null || !question.IsBy(Breakdown.Channel))
        {
            var channel = asked.ChannelId ?? 0;
            rows = rows.Where(w => w.ChannelId == channel);
        }

        return new UnitStandings(sites is [var only] ? asked with { SiteId = only } : asked, await rows.ToListAsync(cancellation));
    }
}
