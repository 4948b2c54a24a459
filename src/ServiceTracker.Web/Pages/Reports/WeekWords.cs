using System.Globalization;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>How weeks stand, in words.</summary>
public static class WeekWords
{
    private const int MostChars = 60;

    /// <summary>The week that a page is about.</summary>
    public static string Of(IndexModel page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var states = page.States[page.Week].Where(s => page.Site is null || s.Site.Id == page.Site.Id).ToList();
        if (page.Shown is { } shown && states is [{ IsChanged: false }]) return $"revision {shown.Seal.Revision}, sealed";
        if (states is not [var one]) return Of(states);
        var then = one.DueAt is { } at ? At(at, one.Site) : "";
        return one switch
        {
            { Revision: null } => $"live, to be sealed {then}",
            { IsChanged: true } => $"changed since revision {one.Revision}, to be sealed anew {then}",
            _ => Of(states),
        };
    }

    /// <summary>A week at some sites.</summary>
    public static string Of(IReadOnlyList<WeekState> states) => states switch
    {
        [] => "live",
        [{ Revision: null }] => "live",
        [{ IsChanged: true } one] => $"changed since revision {one.Revision}",
        [var one] => $"sealed, revision {one.Revision}",
        _ => string.Join(", ", states.GroupBy(s => s.Word).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Count() == states.Count ? g.Key : $"{g.Count()} {g.Key}")),
    };

    /// <summary>When a revision was sealed, by whom, and whether that was late.</summary>
    public static string Of(SealedRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        var (seal, site) = (revision.Seal, revision.Site);
        return $"sealed {At(seal.SealedAt, site)} by {seal.ByName}{(seal.IsLate ? $", late: it was due {At(seal.DueAt, site)}" : "")}";
    }

    /// <summary>An instant by the clock of a site.</summary>
    public static string At(DateTime utc, Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return site.Calendar.At(utc).Local.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>A number of rows.</summary>
    public static string Rows(long rows) => rows == 1 ? "1 row" : $"{rows} rows";

    /// <summary>A number of bytes.</summary>
    public static string Size(long bytes) => bytes < 1000 ? $"{bytes} B"
        : bytes < 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.0} MB");

    /// <summary>A cell or row in a table cell.</summary>
    public static string Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MostChars ? text[..MostChars] + "…" : text;
    }
}
