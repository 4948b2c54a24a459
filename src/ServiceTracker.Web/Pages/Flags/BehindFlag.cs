using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application;
using ServiceTracker.Application.Flags;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Web.Pages.Flags;

/// <summary>Where the interactions behind a flag are listed.</summary>
internal static class BehindFlag
{
    /// <summary>Those since the change.</summary>
    public static string Href(IUrlHelper url, FlagDetails flag) =>
        Href(url, flag, flag.Flag.Since, flag.Flag.DetectedOn, flag.Flag.Expectation);

    /// <summary>All of one day.</summary>
    public static string Href(IUrlHelper url, FlagDetails flag, FlagDay day) => Href(url, flag, day.Date, day.Date, null);

    /// <summary>The chart of the unit that it is about.</summary>
    public static string Chart(IUrlHelper url, FlagDetails flag) => url.Page(
        "/Consistency/Chart", new { site = flag.Site.Code, staff = flag.Staff?.Code, channel = flag.Channel?.Code })!;

    private static string Href(IUrlHelper url, FlagDetails flag, DateOnly from, DateOnly to, string? missed) => url.Page(
        "/Interactions/Index",
        new
        {
            site = flag.Site.Code,
            staff = flag.Staff?.Code,
            channel = flag.Channel?.Code,
            from = Dates.Text(from),
            to = Dates.Text(to),
            missed,
        })!;
}
