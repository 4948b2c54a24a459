using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>Which site and which last whole week a page is about.</summary>
/// <param name="Sites">The actor's sites.</param>
/// <param name="Site">The one shown, or null for all.</param>
/// <param name="Week">The last week that counts.</param>
/// <param name="LastWeek">The last whole week at the site.</param>
/// <param name="Today">The present business date there.</param>
public sealed record WeekFilter(IReadOnlyList<Site> Sites, Site? Site, IsoWeek Week, IsoWeek LastWeek, DateOnly Today)
{
    /// <summary>Weeks back that can be chosen.</summary>
    public const int WeeksOffered = 60;

    /// <summary>Flags are those of this date.</summary>
    public DateOnly AsOf => Week == LastWeek ? Today : Week.Sunday;

    /// <summary>The site, or all of them.</summary>
    public string Place => Site?.Name ?? "All sites";

    /// <summary>The weeks that can be chosen, the latest first.</summary>
    public IEnumerable<IsoWeek> Offered => Enumerable.Range(0, WeeksOffered).Select(i => LastWeek.AddWeeks(-i));

    /// <summary>Channels that can be chosen; none where that is no question.</summary>
    public IReadOnlyList<Channel> Channels { get; init; } = [];

    /// <summary>The one shown, or null for all.</summary>
    public Channel? Channel { get; init; }

    /// <summary>A code that the form has to keep.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the form asks for the site.</summary>
    public bool AsksForSite { get; init; } = true;

    /// <summary>Reads it.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="master">Where codes are found.</param>
    /// <param name="present">Which day it is.</param>
    /// <param name="site">Code of the site as it was asked; the only one of the actor where absent.</param>
    /// <param name="week">The week as it was asked, such as 2026-W47; the last whole one where absent.</param>
    /// <returns>Null where there is no such site for the actor, or no such week.</returns>
    public static WeekFilter? Of(Actor actor, MasterData master, BusinessToday present, string? site, string? week)
    {
        IReadOnlyList<Site> sites = [.. actor.OfOwnSites(master.Sites.All)];
        var shown = string.IsNullOrEmpty(site) ? sites is [var only] ? only : null : sites.FirstOrDefault(s => s.Code == site);
        if (shown is null && !string.IsNullOrEmpty(site)) return null;
        var today = present.Of(actor, master, shown);
        var last = IsoWeek.Of(today).AddWeeks(-1);
        var asked = last;
        if (!string.IsNullOrEmpty(week) && !IsoWeek.TryParse(week, out asked)) return null;
        return new WeekFilter(sites, shown, asked < last ? asked : last, last, today);
    }
}
