using System.Security.Claims;
using ServiceTracker.Statistics.Analysis;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>One entry of the main navigation.</summary>
/// <param name="Key">What a page puts in <c>ViewData["Nav"]</c> to mark the entry as current.</param>
/// <param name="Href">Path of the page.</param>
/// <param name="Icon">Symbol in the sprite.</param>
/// <param name="Text">The word shown.</param>
/// <param name="Roles">Roles that see it.</param>
/// <param name="SetUp">Stands under the heading "Set-up".</param>
public sealed record NavigationItem(string Key, string Href, string Icon, string Text, string[] Roles, bool SetUp = false);

/// <summary>The main navigation: which pages there are, and who sees which.</summary>
public static class Navigation
{
    /// <summary>Most entries a narrow screen has room for; with more, the last place opens a list of the rest.</summary>
    public const int MostOnNarrow = 5;

    private const string Admin = "admin", Manager = "manager", Ops = "ops", Staff = "staff";

    private static readonly string[] Everybody = [Admin, Manager, Ops, Staff];

    /// <summary>Every entry, the ones used most first.</summary>
    public static IReadOnlyList<NavigationItem> Items { get; } =
    [
        new("consistency", "/consistency", "n-consistency", "Consistency", Everybody),
        new("log", "/log", "n-log", "Log", [Admin, Manager, Staff]),
        new("interactions", "/interactions", "n-interactions", "Interactions", Everybody),
        new("reports", "/reports", "n-report", "Report", [Admin, Manager, Ops]),
        new("imports", "/imports", "n-import", "Imports", [Admin, Manager, Ops]),
        new("baselines", "/baselines", "n-baseline", "Baselines", Everybody),
        new("staff", "/staff", "n-staff", "People", [Admin, Manager]),
        new("accounts", "/accounts", "n-key", "Access", [Admin], SetUp: true),
        new("sites", "/sites", "n-site", "Sites", [Admin], SetUp: true),
        new("channels", "/channels", "n-channel", "Channels", [Admin], SetUp: true),
        new("reasons", "/reasons", "n-reason", "Reasons", [Admin], SetUp: true),
    ];

    /// <summary>The entries one user sees; none for somebody who is not signed in.</summary>
    public static IReadOnlyList<NavigationItem> For(ClaimsPrincipal user) =>
        [.. Items.Where(item => item.Roles.Any(role => user.HasClaim(ClaimTypes.Role, role)))];

    /// <summary>How many of a user's entries stand in the bar of a narrow screen; the others are under "More".</summary>
    public static int OnNarrow(int items) => items <= MostOnNarrow ? items : MostOnNarrow - 1;

    /// <summary>The user's role in words; the one with the most rights where there are several.</summary>
    public static string RoleOf(ClaimsPrincipal user) => Everybody.FirstOrDefault(r => user.HasClaim(ClaimTypes.Role, r)) is { } role ? WordOf(role) : "";

    /// <summary>A role's name for people.</summary>
    public static string WordOf(string role) => role switch
    {
        Admin => "Administrator",
        Manager => "Manager",
        Ops => "Operations",
        Staff => "Staff",
        _ => "",
    };

    /// <summary>First letters of the first and the last word of a name.</summary>
    public static string InitialsOf(string? name)
    {
        var words = (name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            [] => "?",
            [var only] => First(only),
            [var first, .., var last] => First(first) + First(last),
        };

        static string First(string word) => System.Globalization.StringInfo.GetNextTextElement(word).ToUpperInvariant();
    }
}
