using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain;

namespace ServiceTracker.Infrastructure.Identity;

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

    /// <summary>The actor of a signed-in principal.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page or endpoint lacks an authorization decision.</exception>
    public static Actor ToActor(this ClaimsPrincipal user)
    {
        var id = user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in.");
        var sites = user.FindFirstValue(Sites);
        return new Actor(
            id,
            user.FindFirstValue(ClaimTypes.Name) ?? id,
            SnakeCase<Role>.TryParse(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : Role.Staff,
            sites == EverySite ? null : [.. (sites ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
            int.TryParse(user.FindFirstValue(StaffMember), out var staff) ? staff : null);
    }
}

/// <summary>Makes the principal that a sign-in cookie keeps.</summary>
public sealed class AccountClaims(UserManager<Account> users) : IUserClaimsPrincipalFactory<Account>
{
    /// <summary>The account's own id, by which Identity finds it again; the actor's id stands beside it.</summary>
    public const string AccountId = "servicetracker:account";

    public async Task<ClaimsPrincipal> CreateAsync(Account user)
    {
        var identity = new ClaimsIdentity(ActorClaims.Of(user.ToActor()), IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(AccountId, user.Id.ToString()));
        identity.AddClaim(new Claim(ActorClaims.Scope, "read"));
        identity.AddClaim(new Claim(ActorClaims.Scope, "write"));
        identity.AddClaim(new Claim(new IdentityOptions().ClaimsIdentity.SecurityStampClaimType, await users.GetSecurityStampAsync(user)));
        return new ClaimsPrincipal(identity);
    }
}
