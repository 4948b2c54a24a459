using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Access;

/// <summary>What a person or program may do, from most to least.</summary>
public enum Role
{
    /// <summary>Everything, everywhere.</summary>
    Admin,

    /// <summary>Drafts of baselines, and people, interactions and figures of the listed sites.</summary>
    Manager,

    /// <summary>Figures, exports and imports of the listed sites.</summary>
    Ops,

    /// <summary>Logs interactions; sees their own figures and team totals.</summary>
    Staff,
}

/// <summary>What a token may be used for.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,
    Read = 1,
    Write = 2,
    All = Read | Write,
}

/// <summary>Who is asking, and what they may see.</summary>
/// <param name="Id"><c>user:</c> or <c>token:</c> and an id, or <c>command-line</c>.</param>
/// <param name="Name">Shown in the audit record.</param>
/// <param name="Role">What they may do.</param>
/// <param name="SiteIds">The sites they may see; null means every site.</param>
/// <param name="StaffId">The staff member this account belongs to, where it does.</param>
public sealed record Actor(string Id, string Name, Role Role, IReadOnlyList<int>? SiteIds, int? StaffId)
{
    /// <summary>The person at the server's own keyboard.</summary>
    public static Actor CommandLine { get; } = new("command-line", "command line", Role.Admin, null, null);

    public bool IsAdmin => Role == Role.Admin;

    /// <summary>May publish baselines: one baseline scores every site, so no single site's manager decides it.</summary>
    public bool Publishes => IsAdmin;

    /// <summary>May draft baselines and change people.</summary>
    public bool Manages => Role is Role.Admin or Role.Manager;

    /// <summary>May see everybody's figures and bring in or take out files.</summary>
    public bool SeesEverybody => Role != Role.Staff;

    /// <summary>May log interactions.</summary>
    public bool MayLog => Role != Role.Ops;

    /// <summary>Whether a site's data are theirs to see.</summary>
    public bool Sees(int siteId) => SiteIds is null || SiteIds.Contains(siteId);

    /// <summary>
    /// The interactions this actor may see, as a condition inside the query: those of their sites, and of these a staff
    /// account only its own person's and what it logged itself.
    /// </summary>
    public IQueryable<Interaction> Visible(IQueryable<Interaction> interactions)
    {
        if (SiteIds is { } sites) interactions = interactions.Where(i => sites.Contains(i.SiteId));
        if (Role != Role.Staff) return interactions;
        return StaffId is { } staff
            ? interactions.Where(i => i.StaffId == staff || i.RecordedBy == Id)
            : interactions.Where(i => i.RecordedBy == Id);
    }
}
