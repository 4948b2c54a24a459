using ServiceTracker.Application.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>Roles as they are said to people.</summary>
public static class RoleWords
{
    /// <summary>The role's name.</summary>
    public static string Of(Role role) => Navigation.WordOf(Domain.SnakeCase<Role>.Text(role));

    /// <summary>What it may do.</summary>
    public static string About(Role role) => role switch
    {
        Role.Admin => "everything, at every site, and letting people in",
        Role.Manager => "people, interactions and figures of their sites; drafts of baselines",
        Role.Ops => "figures, files and imports of their sites",
        _ => "logs interactions; sees their own figures and team totals",
    };
}
