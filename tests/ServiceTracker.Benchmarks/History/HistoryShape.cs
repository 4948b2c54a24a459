using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Benchmarks.History;

/// <summary>How much history there is, and where.</summary>
/// <param name="Sites">Number of sites.</param>
/// <param name="Weeks">Weeks of history, Monday to Saturday.</param>
/// <param name="AtSite">Interactions at each site.</param>
internal sealed record HistoryShape(int Sites, int Weeks, int AtSite)
{
    /// <summary>People at each site, in four teams of ten.</summary>
    public const int PeopleAtSite = 40;

    /// <summary>Weeks of the demonstration, and of every database that is grown site by site.</summary>
    public const int UsualWeeks = 60;

    /// <summary>Interactions in that time at a site of such a database: some forty a day from everybody, a busy counter.</summary>
    public const int UsualAtSite = 500_000;

    /// <summary>Sites of the usual size, as many as hold that many interactions.</summary>
    public static HistoryShape Of(long interactions) => new((int)Math.Max(1, interactions / UsualAtSite), UsualWeeks, UsualAtSite);

    /// <summary>Interactions at all sites.</summary>
    public long Interactions => (long)Sites * AtSite;

    /// <summary>The last week: the one before the present one, so that all of it is past.</summary>
    public static IsoWeek LastWeek { get; } = IsoWeek.Of(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)).AddWeeks(-1);

    /// <summary>First day of the history.</summary>
    public DateOnly FirstMonday => LastWeek.AddWeeks(1 - Weeks).Monday;

    /// <summary>Code of a site, from 1.</summary>
    public static string SiteCode(int site) => $"site-{site}";

    /// <summary>Code of somebody at a site, from 1.</summary>
    public static string StaffCode(int site, int person) => $"person-{site}-{person}";
}
