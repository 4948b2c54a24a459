using Microsoft.AspNetCore.Identity;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Infrastructure.Identity;

/// <summary>A person's sign-in.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>How the id of an actor begins who is a person.</summary>
    public const string ActorPrefix = Actor.OfPerson;

    /// <summary>Shown in the sidebar and in the audit record.</summary>
    public string DisplayName { get; set; } = "";

    public Role Role { get; set; }

    /// <summary>The sites this person may see; null means every site.</summary>
    public int[]? SiteIds { get; set; }

    /// <summary>The staff member this account belongs to, where it does.</summary>
    public int? StaffId { get; set; }

    /// <summary>UTC instant since which it may not come in; null while it may.</summary>
    public DateTime? DisabledAt { get; set; }

    /// <summary>SHA-256 of the link by which the person chooses a password, while there is one.</summary>
    public byte[]? LinkHash { get; set; }

    /// <summary>UTC instant after which the link is worth nothing.</summary>
    public DateTime? LinkEndsAt { get; set; }

    /// <summary>True for the account made by the set-up, null for others; unique, so that there is one whatever races.</summary>
    public bool? MadeBySetUp { get; init; }

    /// <summary>Grows with every change of what it may do.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether the person can come in.</summary>
    public AccountStatus Status =>
        DisabledAt is not null ? AccountStatus.Disabled : PasswordHash is null ? AccountStatus.Invited : AccountStatus.Active;

    /// <summary>Who this account acts as.</summary>
    public Actor ToActor() => new($"{ActorPrefix}{Id}", DisplayName, Role, Role.SitesOf(SiteIds), StaffId);
}
