using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Hours of a site in which a basic falters.</summary>
/// <param name="Site">The site.</param>
/// <param name="Hours">Which basic, when and by how much.</param>
public sealed record HoursOfSite(Site Site, FalteringHours Hours);

/// <summary>
/// Finds the hours of the day in which a basic falters, site by site. The rollup of hours tells at which sites and hours fewer interactions
/// have all basics met; only those sites' interactions are then read, by <see cref="FaltersQuery"/>, for the basic. A basic that falters
/// without showing in the whole is left to that query.
/// </summary>
public sealed class HoursQuery(FigureReader figures, FaltersQuery falters, MasterDataReader masterData)
{
    // The page reads rows of as many sites at most, those whose hours chance explains least.
    private const int MostSites = 3;

    /// <summary>The hours over the weeks compared.</summary>
    /// <param name="actor">Whose sites; who sees everybody.</param>
    /// <param name="week">The last week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<HoursOfSite>> RunAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var scope = FigureScope.OfWeeks(week.AddWeeks(1 - BasicsQuery.WeeksCompared), week, site);
        const Breakdown SiteHours = Breakdown.Site | Breakdown.HourOfWeek;
        var sums = await figures.SumsAsync(new FigureQuestion(actor, scope, SiteHours), cancellation);
        // A site in the place of the basic: its hours are compared with each other, and all sites share the false calls.
        var low = FalteringCell.Find(sums.Where(l => l.Key is { Unit.SiteId: not null, HourOfWeek: not null }).Select(l =>
        {
            var (n, k) = l.Sums.Rate(Viewpoint.Process);
            return new RoleHourCount("", l.Key.HourOfWeek!.Value % 24, master.Sites[l.Key.Unit.SiteId!.Value].Code, n, k);
        }));
        var found = new List<HoursOfSite>();
        foreach (var hours in low.GroupBy(c => c.Cell.Expectation).Take(MostSites))
        {
            var filter = new FigureFilter { From = scope.From, To = scope.To, Site = hours.Key };
            var asked = await falters.RunAsync(actor, filter, cancellation);
            if (asked is not Result<IReadOnlyList<FalteringCell>>.Ok { Value: var cells }) continue;
            var at = hours.Select(h => h.Cell.Hour).ToHashSet();
            found.AddRange(FalteringHours.Of(cells.Where(c => at.Contains(c.Cell.Hour)))
                .Select(h => new HoursOfSite(master.Sites.Find(hours.Key)!, h)));
        }

        return [.. found.OrderBy(f => f.Site.Code, StringComparer.Ordinal)];
    }
}
