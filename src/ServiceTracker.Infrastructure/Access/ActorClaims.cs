using System.Security.Claims;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>Carries an <see cref="Actor"/> through claims, in cookies as on requests with a token.</summary>
public static class ActorClaims
{
    private const string Sites = "servicetracker:sites", StaffMember = "servicetracker:staff", EverySite = "*";

    /// <summary>Claim of each scope that a token has; people have all.</summary>
    public const string Scope = "servicetracker:scope";

    /// <summary>The claims of an actor.</summary>
    public static IEnumerable<Claim> Of(Actor actor)
    {
        yield return new Claim(ClaimTypes.NameIdentifier, actor.Id);
        yield return new Claim(ClaimTypes.Name, actor.Name);
        yield return new Claim(ClaimTypes.Role, SnakeCase<Role>.Text(actor.Role));
        yield return new Claim(Sites, actor.SiteIds is { } sites ? string.Join(',', sites) : EverySite);
        if (actor.StaffId is { } staff) yield return new Claim(StaffMember, staff.ToString());
    }

    /// <summary>The role of a principal; null where nobody is signed in.</summary>
    public static Role? RoleOf(ClaimsPrincipal user) =>
        SnakeCase<Role>.TryParse(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : null;

    /// <summary>The actor of a signed-in principal.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page or endpoint lacks an authorization decision.</exception>
    public static Actor ToActor(this ClaimsPrincipal user)
    {
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in.");
        var sites = user.FindFirstValue(Sites);
        return new Actor(
            id,
            user.FindFirstValue(ClaimTypes.Name) ?? id,
            RoleOf(user) ?? Permissions.Least,
            sites == EverySite ? null : [.. (sites ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
            int.TryParse(user.FindFirstValue(StaffMember), out var staff) ? staff : null);
    }
}
