using System.Security.Claims;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>One entry of the main navigation.</summary>
/// <param name="Key">What a page puts in <c>ViewData["Nav"]</c> to mark the entry as current.</param>
/// <param name="Href">Path of the page.</param>
/// <param name="Icon">Symbol in the sprite.</param>
/// <param name="Text">The word shown.</param>
/// <param name="For">What its page asks for; null where anybody who is signed in may come.</param>
/// <param name="SetUp">Stands under the heading "Set-up".</param>
/// <param name="Own">Only for accounts that belong to a person and see that person alone.</param>
public sealed record NavigationItem(
    string Key, string Href, string Icon, string Text, Permission? For = null, bool SetUp = false, bool Own = false);

/// <summary>The main navigation: which pages there are, and who sees which.</summary>
public static class Navigation
{
    /// <summary>Most entries a narrow screen has room for; with more, the last place opens a list of the rest.</summary>
    public const int MostOnNarrow = 5;

    /// <summary>Every entry, the ones used most first.</summary>
    public static IReadOnlyList<NavigationItem> Items { get; } =
    [
        new("overview", "/overview", "n-overview", "Overview", Permission.SeesEverybody),
        new("consistency", "/consistency", "n-consistency", "Consistency"),
        new("log", "/log", "n-log", "Log", Permission.Logs),
        new("me", "/me", "n-staff", "My page", Own: true),
        new("flags", "/flags", "n-flag", "Flags"),
        new("disputes", "/disputes", "n-dispute", "Disputes", Permission.Reviews),
        new("observe", "/observe", "n-eye", "Observe", Permission.Observes),
        new("charts", "/charts", "n-charts", "Charts", Permission.SeesEverybody),
        new("recoveries", "/recoveries", "n-undo", "Recovery"),
        new("falters", "/falters", "n-falters", "Where it falters", Permission.SeesEverybody),
        new("interactions", "/interactions", "n-interactions", "Interactions"),
        new("safety", "/safety", "n-warn", "Safety", Permission.SeesEverybody),
        new("reports", "/reports", "n-report", "Report", Permission.SeesEverybody),
        new("imports", "/imports", "n-import", "Imports", Permission.SeesEverybody),
        new("basics", "/basics", "n-basics", "Basics", Permission.Manages),
        new("baselines", "/baselines", "n-baseline", "Baselines"),
        new("staff", "/staff", "n-staff", "People", Permission.Manages),
        new("devices", "/devices", "n-device", "Devices", Permission.Manages),
        new("accounts", "/accounts", "n-key", "Access", Permission.Administers, SetUp: true),
        new("sites", "/sites", "n-site", "Sites", Permission.Administers, SetUp: true),
        new("channels", "/channels", "n-channel", "Channels", Permission.Administers, SetUp: true),
        new("reasons", "/reasons", "n-reason", "Reasons", Permission.Administers, SetUp: true),
    ];

    /// <summary>The entries one user sees; none for somebody who is not signed in.</summary>
    public static IReadOnlyList<NavigationItem> For(ClaimsPrincipal user) =>
        ActorClaims.RoleOf(user) is { } role
            ? [
                .. Items.Where(item => item.For is not { } permission || role.May(permission))
                    .Where(item => !item.Own || user.ToActor().LogsForItselfOnly),
            ] : [];

    /// <summary>How many of a user's entries stand in the bar of a narrow screen; the others are under "More".</summary>
    public static int OnNarrow(int items) => items <= MostOnNarrow ? items : MostOnNarrow - 1;

    /// <summary>The user's role in words.</summary>
    public static string RoleOf(ClaimsPrincipal user) => ActorClaims.RoleOf(user)?.Name() ?? "";

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
