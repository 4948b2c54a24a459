using System.Collections.Concurrent;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Tokens;

/// <summary>A token and whom it speaks for.</summary>
public sealed record KnownToken(ApiToken Token)
{
    /// <summary>Who calls with it.</summary>
    public Actor Actor { get; } = new($"token:{Token.Id}", Token.Name, Token.Role, Token.Role.SitesOf(Token.SiteIds), Token.StaffId);
}

/// <summary>
/// Remembers tokens for a few seconds, so that a busy client does not cost a question to the store with every request. A token revoked on
/// any server stops working when that time is over.
/// </summary>
public sealed class ApiTokenCache(TimeProvider clock)
{
    /// <summary>How long a token is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    // Only tokens that exist are remembered, so strangers cannot fill it.
    private readonly ConcurrentDictionary<string, (KnownToken Token, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <summary>The token remembered for a secret, or null.</summary>
    public KnownToken? Find(string secret) =>
        known.TryGetValue(secret, out var entry) && clock.GetUtcNow() < entry.Until ? entry.Token : null;

    /// <summary>Remembers what the store said about a secret just now.</summary>
    public void Remember(string secret, KnownToken? token)
    {
        if (token is null) known.TryRemove(secret, out _);
        else
        {
            var until = clock.GetUtcNow() + Lifetime;
            known[secret] = (token, token.Token.ExpiresAt is { } end && end < until ? new DateTimeOffset(end) : until);
        }
    }
}
