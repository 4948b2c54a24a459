using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Hours of a site in which a basic, or all basics together, falter.</summary>
/// <param name="Site">The site.</param>
/// <param name="Hours">Which basic, when and by how much.</param>
public sealed record HoursOfSite(Site Site, FalteringHours Hours);

/// <summary>Interactions of an hour of the week.</summary>
/// <param name="HourOfWeek">0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</param>
/// <param name="N">Scored.</param>
/// <param name="K">Of these with all basics met.</param>
public readonly record struct HourCount(short HourOfWeek, long N, long K);

/// <summary>How all basics together fare by the hour.</summary>
/// <param name="Counts">Hours with interactions, in their order.</param>
/// <param name="Low">
/// Hours of the day with fewer of all basics met than the others of the site; in the place of a basic stands the site's code.
/// </param>
public sealed record HourFigures(IReadOnlyList<HourCount> Counts, IReadOnlyList<HoursOfSite> Low);

/// <summary>
/// Finds the hours of the day in which a basic falters, site by site. The rollup of hours tells at which sites and hours fewer interactions
/// have all basics met; only those sites' interactions are then read, by <see cref="FaltersQuery"/>, for the basic. A basic that falters
/// without showing in the whole is left to that query.
/// </summary>
public sealed class HoursQuery(FigureReader figures, FaltersQuery falters, MasterDataReader masterData)
{
    // The page reads rows of as many sites at most, those whose hours chance explains least.
    private const int MostSites = 3;

    /// <summary>All basics together, from the rollup alone, over the weeks compared.</summary>
    /// <param name="actor">Whose sites; who sees everybody.</param>
    /// <param name="week">The last week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<HourFigures> TogetherAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var sums = await SumsAsync(actor, week, site, cancellation);
        return new HourFigures(
        [
            .. sums.GroupBy(l => l.Key.HourOfWeek!.Value).OrderBy(g => g.Key).Select(g => new HourCount(
                g.Key, g.Sum(l => l.Sums.Rate(Viewpoint.Process).N), g.Sum(l => l.Sums.Rate(Viewpoint.Process).K))),
        ],
        [
            // As sure and as wide as a place has to be, for it is told beside places.
            .. FalteringHours.Of(LowOf(sums, master).Where(c => c.AdjustedP < BasicPlaces.Level))
                .Where(h => h.Expected - h.Rate >= BasicPlaces.LeastGap)
                .Select(h => new HoursOfSite(master.Sites.Find(h.Expectation)!, h)),
        ]);
    }

    /// <summary>The hours over the weeks compared.</summary>
    /// <param name="actor">Whose sites; who sees everybody.</param>
    /// <param name="week">The last week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<HoursOfSite>> RunAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var scope = ScopeOf(week, site);
        var low = LowOf(await SumsAsync(actor, week, site, cancellation), master);
        var found = new List<HoursOfSite>();
        foreach (var hours in low.GroupBy(c => c.Cell.Expectation).Take(MostSites))
        {
            var filter = new FigureFilter { From = scope.From, To = scope.To, Site = hours.Key };
            var asked = await falters.RunAsync(actor, filter, cancellation);
            if (asked is not Result<FalteringCells>.Ok { Value.Found: var cells }) continue;
            var at = hours.Select(h => h.Cell.Hour).ToHashSet();
            found.AddRange(FalteringHours.Of(cells.Where(c => at.Contains(c.Cell.Hour)))
                .Select(h => new HoursOfSite(master.Sites.Find(hours.Key)!, h)));
        }

        return [.. found.OrderBy(f => f.Site.Code, StringComparer.Ordinal)];
    }

    private static FigureScope ScopeOf(IsoWeek week, Site? site) =>
        FigureScope.OfWeeks(week.AddWeeks(1 - BasicsQuery.WeeksCompared), week, site);

    private async Task<IReadOnlyList<(LineKey Key, FigureSums Sums)>> SumsAsync(
        Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        const Breakdown SiteHours = Breakdown.Site | Breakdown.HourOfWeek;
        var sums = await figures.SumsAsync(new FigureQuestion(actor, ScopeOf(week, site), SiteHours), cancellation);
        return [.. sums.Where(l => l.Key is { Unit.SiteId: not null, HourOfWeek: not null })];
    }

    // A site in the place of the basic: its hours are compared with each other, and all sites share the false calls.
    private static IReadOnlyList<FalteringCell> LowOf(IEnumerable<(LineKey Key, FigureSums Sums)> sums, MasterData master) =>
        FalteringCell.Find(sums.Select(l =>
        {
            var (n, k) = l.Sums.Rate(Viewpoint.Process);
            return new RoleHourCount("", l.Key.HourOfWeek!.Value % 24, master.Sites[l.Key.Unit.SiteId!.Value].Code, n, k);
        })).Found;
}
