using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>Where the pages of one basic, one channel and one site are.</summary>
public static class PageLinks
{
    /// <summary>The register of basics.</summary>
    public const string Basics = "/basics";

    /// <summary>A basic.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="channel">Only this channel, or null.</param>
    /// <param name="week">The last week that counts; null for the latest.</param>
    public static string Basic(string code, Site? site, Channel? channel, IsoWeek? week) => Query(
        $"{Basics}/{Uri.EscapeDataString(code)}", ("site", site?.Code), ("channel", channel?.Code), ("week", week?.ToString()));

    /// <summary>A channel, of one site or of all.</summary>
    public static string Channel(Channel channel, Site? site, IsoWeek? week) =>
        Query("/channel", ("code", channel.Code), ("site", site?.Code), ("week", week?.ToString()));

    /// <summary>A site.</summary>
    public static string Site(Site site, IsoWeek? week) => Query("/site", ("code", site.Code), ("week", week?.ToString()));

    private static string Query(string path, params (string Name, string? Value)[] more) => QueryHelpers.AddQueryString(
        path, more.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value)));
}
