namespace ServiceTracker.Domain.Access;

/// <summary>Which role may do what, and how it is said to people. Policies, navigation and forms are made from this table.</summary>
public static class Permissions
{
    // From most to least.
    private static readonly Row[] Table =
    [
        new(Role.Admin, "Administrator", "everything, at every site, and letting people in", Enum.GetValues<Permission>()),
        new(Role.Manager, "Manager", "people, interactions, figures and flags of their sites; drafts of baselines",
            [Permission.Logs, Permission.EntersEvidence, Permission.Observes, Permission.SeesEverybody, Permission.Manages,
                Permission.WorksOnFlags, Permission.Reviews]),
        new(Role.Ops, "Operations", "figures, files and imports of their sites", [Permission.EntersEvidence, Permission.SeesEverybody]),
        new(Role.Staff, "Staff", "logs interactions; sees their own figures and team totals", [Permission.Logs]),
    ];

    private static readonly Dictionary<Role, Row> ByRole = Table.ToDictionary(r => r.Role);

    /// <summary>Every role, the one that may do most first.</summary>
    public static IReadOnlyList<Role> Roles { get; } = [.. Table.Select(r => r.Role)];

    /// <summary>The role that may do everything: the first account's, and that of who sits at the server's own keyboard.</summary>
    public static Role Most => Roles[0];

    /// <summary>The role that may do least: that of whoever is not known.</summary>
    public static Role Least => Roles[^1];

    /// <summary>Whether a role allows something.</summary>
    public static bool May(this Role role, Permission permission) => ByRole[role].May.Contains(permission);

    /// <summary>The roles that allow something.</summary>
    public static IReadOnlyList<Role> RolesWith(Permission permission) => [.. Roles.Where(r => r.May(permission))];

    /// <summary>The sites of somebody with this role, by id; null means every site.</summary>
    /// <param name="role">The role.</param>
    /// <param name="listed">The sites that are listed for them; null means every site.</param>
    public static int[]? SitesOf(this Role role, int[]? listed) => role.May(Permission.HasEverySite) ? null : listed;

    /// <summary>The role's name for people.</summary>
    public static string Name(this Role role) => ByRole[role].Name;

    /// <summary>What the role may do, for people: goes on after its name.</summary>
    public static string About(this Role role) => ByRole[role].About;

    private sealed record Row(Role Role, string Name, string About, IReadOnlyList<Permission> May);
}

/// <summary>One thing that a role may allow. The name of each is that of the policy by which pages and endpoints ask for it.</summary>
public enum Permission
{
    /// <summary>Logs interactions.</summary>
    Logs,

    /// <summary>Enters evidence beyond one's own log: of observers, mystery shoppers, customers and other systems.</summary>
    EntersEvidence,

    /// <summary>Watches others serve and enters what they saw; is told whom to observe next.</summary>
    Observes,

    /// <summary>Sees everybody's figures and brings in or takes out files; without it, only one's own person's.</summary>
    SeesEverybody,

    /// <summary>Drafts baselines and changes people.</summary>
    Manages,

    /// <summary>Works on flags: looks into them, says what they turned out to be and closes them; sees the notes on the data.</summary>
    WorksOnFlags,

    /// <summary>Corrects and excludes interactions at any time, rules on disputes and confirms what is said of customers'
    /// conduct.</summary>
    Reviews,

    /// <summary>Publishes baselines: one baseline scores every site, so no single site's manager decides it.</summary>
    Publishes,

    /// <summary>Sets up sites, channels and reasons, lets people in and reads the audit record.</summary>
    Administers,

    /// <summary>Has every site, whichever are listed.</summary>
    HasEverySite,
}
