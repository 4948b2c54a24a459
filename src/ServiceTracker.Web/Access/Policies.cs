using Microsoft.AspNetCore.Authorization;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Access;

/// <summary>
/// Who may come in where. Every page and endpoint names one of these or a <see cref="Permission"/>, each of which is a policy of its own
/// name, or is in the list of anonymous ones that a test holds.
/// </summary>
public static class Policies
{
    /// <summary>Anybody who is signed in.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>A device of the counter. It is nobody anywhere else.</summary>
    public const string AtDevice = nameof(AtDevice);

    /// <summary>Programs whose token may read, or write. Pages need neither.</summary>
    public const string Reads = nameof(Reads), Writes = nameof(Writes);

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.AddPolicy(SignedIn, p => p.RequireAuthenticatedUser());
        options.AddPolicy(AtDevice, p => p.AddAuthenticationSchemes(KioskDevices.SchemeName).RequireAuthenticatedUser());
        foreach (var permission in Enum.GetValues<Permission>())
            options.AddPolicy(permission.ToString(), p => p.RequireRole(Permissions.RolesWith(permission).Select(SnakeCase<Role>.Text)));
        options.AddPolicy(Reads, p => p.RequireClaim(ActorClaims.Scope, "read"));
        options.AddPolicy(Writes, p => p.RequireClaim(ActorClaims.Scope, "write"));
    }
}
