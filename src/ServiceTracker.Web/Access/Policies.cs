using Microsoft.AspNetCore.Authorization;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Web.Access;

/// <summary>Who may come in where. Every page and endpoint names one of these, or is in the list of anonymous ones that a test holds.</summary>
public static class Policies
{
    /// <summary>Anybody who is signed in.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Logs interactions: administrators, managers and staff.</summary>
    public const string Logs = nameof(Logs);

    /// <summary>Sees everybody's figures: administrators, managers and ops.</summary>
    public const string SeesEverybody = nameof(SeesEverybody);

    /// <summary>Changes baselines and people: administrators and managers.</summary>
    public const string Manages = nameof(Manages);

    /// <summary>Administrators.</summary>
    public const string Administers = nameof(Administers);

    /// <summary>Programs whose token may read, or write. Pages need neither.</summary>
    public const string Reads = nameof(Reads), Writes = nameof(Writes);

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.AddPolicy(SignedIn, p => p.RequireAuthenticatedUser());
        options.AddPolicy(Logs, p => p.RequireRole("admin", "manager", "staff"));
        options.AddPolicy(SeesEverybody, p => p.RequireRole("admin", "manager", "ops"));
        options.AddPolicy(Manages, p => p.RequireRole("admin", "manager"));
        options.AddPolicy(Administers, p => p.RequireRole("admin"));
        options.AddPolicy(Reads, p => p.RequireClaim(ActorClaims.Scope, "read"));
        options.AddPolicy(Writes, p => p.RequireClaim(ActorClaims.Scope, "write"));
    }
}
