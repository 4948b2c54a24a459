using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports;

/// <summary>What files of a week are called when they are taken out: the name says whether they may still change.</summary>
public static class WeekFileName
{
    /// <summary>Such as <c>sites_2026-W47_live.csv</c> or <c>sites_2026-W47_harbour_r2.csv</c>.</summary>
    /// <param name="stem">What is in it.</param>
    /// <param name="extension">With its dot.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">The only site, or null.</param>
    /// <param name="revision">The sealed revision; null: as it is now.</param>
    public static string Of(string stem, string extension, IsoWeek week, Site? site, int? revision) =>
        $"{stem}_{week}{(site is null ? "" : "_" + Plain(site.Code))}_{(revision is { } r ? $"r{r}" : "live")}{extension}";

    // A code may hold what means something to a file system.
    private static string Plain(string code) =>
        string.Concat(code.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
}
