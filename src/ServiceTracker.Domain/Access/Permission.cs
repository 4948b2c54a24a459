namespace ServiceTracker.Domain.Access;

/// <summary>One thing that a role may allow. The name of each is that of the policy by which pages and endpoints ask for it.</summary>
public enum Permission
{
    /// <summary>Logs interactions.</summary>
    Logs,

    /// <summary>Enters evidence beyond one's own log: of observers, mystery shoppers, customers and other systems.</summary>
    EntersEvidence,

    /// <summary>Sees everybody's figures and brings in or takes out files; without it, only one's own person's.</summary>
    SeesEverybody,

    /// <summary>Drafts baselines and changes people.</summary>
    Manages,

    /// <summary>Publishes baselines: one baseline scores every site, so no single site's manager decides it.</summary>
    Publishes,

    /// <summary>Sets up sites, channels and reasons, lets people in and reads the audit record.</summary>
    Administers,

    /// <summary>Has every site, whichever are listed.</summary>
    HasEverySite,
}
