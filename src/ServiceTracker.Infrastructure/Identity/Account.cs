using Microsoft.AspNetCore.Identity;
using ServiceTracker.Application.Access;

namespace ServiceTracker.Infrastructure.Identity;

/// <summary>A person's sign-in.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>How the id of an actor begins who is a person.</summary>
    public const string ActorPrefix = "user:";

    /// <summary>Shown in the sidebar and in the audit record.</summary>
    public string DisplayName { get; set; } = "";

    public Role Role { get; set; }

    /// <summary>The sites this person may see; null means every site.</summary>
    public int[]? SiteIds { get; set; }

    /// <summary>The staff member this account belongs to, where it does.</summary>
    public int? StaffId { get; set; }

    /// <summary>Who this account acts as.</summary>
    public Actor ToActor() => new($"{ActorPrefix}{Id}", DisplayName, Role, Role == Role.Admin ? null : SiteIds, StaffId);
}
