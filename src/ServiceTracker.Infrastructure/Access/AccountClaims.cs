using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>Makes the principal of somebody who is signed in.</summary>
public static class AccountClaims
{
    /// <summary>The account's own id, by which Identity finds it again; the actor's id stands beside it.</summary>
    public const string AccountId = "servicetracker:account";

    /// <summary>Id of the session that the cookie belongs to.</summary>
    public const string Session = "servicetracker:session";

    /// <summary>The principal of an account in a session.</summary>
    public static ClaimsPrincipal Of(Account account, Guid session)
    {
        ArgumentNullException.ThrowIfNull(account);
        var identity = new ClaimsIdentity(
            ActorClaims.Of(account.ToActor()), IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(AccountId, account.Id.ToString()));
        identity.AddClaim(new Claim(ActorClaims.Scope, "read"));
        identity.AddClaim(new Claim(ActorClaims.Scope, "write"));
        identity.AddClaim(new Claim(Session, session.ToString()));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The session of a signed-in principal, or null.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(Session), out var id) ? id : null;

    /// <summary>The account of a signed-in principal, or null.</summary>
    public static Guid? AccountOf(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(AccountId), out var id) ? id : null;
}
