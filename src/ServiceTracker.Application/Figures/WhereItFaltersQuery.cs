using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Where it falters at a site.</summary>
/// <param name="Site">The site.</param>
/// <param name="From">First of the weeks looked at.</param>
/// <param name="Tested">Cells of a role, an hour and a basic that had enough.</param>
/// <param name="Found">What falters, of roles that are told.</param>
/// <param name="Untold">Cells that falter in roles that are not.</param>
public sealed record FaltersOfSite(Site Site, IsoWeek From, int Tested, IReadOnlyList<FalteringHours> Found, int Untold);

/// <summary>Where it falters.</summary>
/// <param name="Sites">Each compared within itself, by name.</param>
/// <param name="LeftOut">Sites that were not looked at, for they have too many interactions to be read at once.</param>
public sealed record WhereItFalters(IReadOnlyList<FaltersOfSite> Sites, IReadOnlyList<Site> LeftOut);

/// <summary>
/// Where a basic falters by role and hour, site by site: what all hours of a site share is not an hour's. It reads interactions, so many at
/// most: a large site is looked at over fewer weeks, and of many sites those that fit.
/// </summary>
public sealed class WhereItFaltersQuery(FigureReader figures, FaltersQuery falters, MasterDataReader masterData)
{
    /// <summary>Asks.</summary>
    /// <param name="actor">Whose sites; not for a staff account.</param>
    /// <param name="week">The last week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<WhereItFalters>> RunAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) return Refusal.Forbidden("Comparisons name everybody; a staff account has its own figures.");
        var longest = FigureScope.OfWeeks(week.AddWeeks(1 - BasicsQuery.WeeksCompared), week, site);
        var counts = (await figures.SumsAsync(new FigureQuestion(actor, longest, Breakdown.Site | Breakdown.Week), cancellation))
            .Where(l => l.Key is { Unit.SiteId: not null, Period: not null })
            .ToLookup(l => l.Key.Unit.SiteId!.Value, l => (Week: IsoWeek.Of(l.Key.Period!.Value), N: l.Sums.Interactions));
        var master = await masterData.GetAsync(cancellation);
        var sites = new List<FaltersOfSite>();
        var leftOut = new List<Site>();
        var left = PeopleCells.MostRows;
        foreach (var one in counts.Select(g => master.Sites[g.Key]).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (FirstWeek(counts[one.Id], week, left) is not { } first)
            {
                leftOut.Add(one);
                continue;
            }

            left -= counts[one.Id].Where(c => c.Week >= first).Sum(c => c.N);
            var filter = new FigureFilter { From = first.Monday, To = week.Sunday, Site = one.Code };
            var asked = await falters.RunAsync(actor, filter, cancellation);
            var people = await falters.PeopleByRoleAsync(actor, filter, cancellation);
            if (asked is not Result<FalteringCells>.Ok { Value: var cells }
                || people is not Result<IReadOnlyDictionary<string, int>>.Ok { Value: var roles }) continue;
            sites.Add(new FaltersOfSite(
                one, first, cells.Tested, FalteringHours.ByRole(cells.Found, r => roles.GetValueOrDefault(r)),
                cells.Found.Count(c => roles.GetValueOrDefault(c.Cell.Role) < FalteringHours.FewestOfRole)));
        }

        return new WhereItFalters(sites, leftOut);
    }

    // The longest stretch of weeks up to the last one that fits; null where not even that one does.
    private static IsoWeek? FirstWeek(IEnumerable<(IsoWeek Week, long N)> weeks, IsoWeek last, long most)
    {
        IsoWeek? first = null;
        var sum = 0L;
        for (var back = 0; back < BasicsQuery.WeeksCompared; back++)
        {
            var week = last.AddWeeks(-back);
            sum += weeks.Where(w => w.Week == week).Sum(w => w.N);
            if (sum > most) break;
            first = week;
        }

        return first;
    }
}
