using Microsoft.AspNetCore.Authorization;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Web.Access;

/// <summary>Who may come in where. Every page and endpoint names one of these, or is in the list of anonymous ones that a test holds.</summary>
public static class Policies
{
    /// <summary>Anybody who is signed in.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Logs interactions.</summary>
    public const string Logs = nameof(Logs);

    /// <summary>Sees everybody's figures.</summary>
    public const string SeesEverybody = nameof(SeesEverybody);

    /// <summary>Drafts baselines and changes people.</summary>
    public const string Manages = nameof(Manages);

    /// <summary>Publishes baselines.</summary>
    public const string Publishes = nameof(Publishes);

    /// <summary>Administrators.</summary>
    public const string Administers = nameof(Administers);

    /// <summary>Programs whose token may read, or write. Pages need neither.</summary>
    public const string Reads = nameof(Reads), Writes = nameof(Writes);

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.AddPolicy(SignedIn, p => p.RequireAuthenticatedUser());
        options.AddPolicy(Logs, p => p.RequireRole(RolesWhere(a => a.MayLog)));
        options.AddPolicy(SeesEverybody, p => p.RequireRole(RolesWhere(a => a.SeesEverybody)));
        options.AddPolicy(Manages, p => p.RequireRole(RolesWhere(a => a.Manages)));
        options.AddPolicy(Publishes, p => p.RequireRole(RolesWhere(a => a.Publishes)));
        options.AddPolicy(Administers, p => p.RequireRole(RolesWhere(a => a.IsAdmin)));
        options.AddPolicy(Reads, p => p.RequireClaim(ActorClaims.Scope, "read"));
        options.AddPolicy(Writes, p => p.RequireClaim(ActorClaims.Scope, "write"));
    }

    // What a role may do stands with the actor alone.
    private static string[] RolesWhere(Func<Actor, bool> may) =>
        [.. Enum.GetValues<Role>().Where(role => may(new Actor("", "", role, null, null))).Select(SnakeCase<Role>.Text)];
}
