using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>The site and the last whole week that a page is asked about: the running week says nothing yet.</summary>
/// <param name="Sites">Those to choose from.</param>
/// <param name="Site">The one shown; null for all.</param>
/// <param name="Week">The last week that counts.</param>
/// <param name="LastWeek">The last whole week at the site.</param>
/// <param name="Today">The present business date there.</param>
public sealed record SiteAndWeek(IReadOnlyList<Site> Sites, Site? Site, IsoWeek Week, IsoWeek LastWeek, DateOnly Today)
{
    /// <summary>Weeks back that can be chosen.</summary>
    public const int WeeksOffered = 60;

    /// <summary>The date as of which flags are told.</summary>
    public DateOnly AsOf => Week == LastWeek ? Today : Week.Sunday;

    /// <summary>The site, or all of them.</summary>
    public string Place => Site?.Name ?? "All sites";

    /// <summary>Reads what an address asks for.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="master">Where codes are found.</param>
    /// <param name="present">What day it is.</param>
    /// <param name="site">Code of the site, or nothing.</param>
    /// <param name="week">Such as 2026-W47, or nothing.</param>
    /// <returns>Null where there is no such site or week for the actor.</returns>
    public static SiteAndWeek? Of(Actor actor, MasterData master, BusinessToday present, string? site, string? week)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(master);
        ArgumentNullException.ThrowIfNull(present);
        IReadOnlyList<Site> sites = [.. actor.OfOwnSites(master.Sites.All)];
        var shown = !string.IsNullOrEmpty(site) ? sites.FirstOrDefault(s => s.Code == site) : sites is [var only] ? only : null;
        if (!string.IsNullOrEmpty(site) && shown is null) return null;
        var today = present.Of(actor, master, shown);
        var last = IsoWeek.Of(today).AddWeeks(-1);
        if (string.IsNullOrEmpty(week)) return new(sites, shown, last, last, today);
        return IsoWeek.TryParse(week, out var asked) ? new(sites, shown, asked < last ? asked : last, last, today) : null;
    }
}
