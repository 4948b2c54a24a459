using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Access;

/// <summary>A key by which a program calls the API. Only its hash is stored.</summary>
public sealed class ApiToken
{
    public Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token: enough, since a token is 256 random bits and cannot be guessed from a list.</summary>
    public required byte[] Hash { get; init; }

    public Role Role { get; init; }

    /// <summary>Null means every site.</summary>
    public int[]? SiteIds { get; init; }

    /// <summary>The staff member it speaks for, where it does.</summary>
    public int? StaffId { get; init; }

    public TokenScopes Scopes { get; init; } = TokenScopes.All;
    public DateTime CreatedAt { get; init; }
    public DateTime? RevokedAt { get; set; }
}

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
    public KnownToken? Find(string secret) => known.TryGetValue(secret, out var entry) && clock.GetUtcNow() < entry.Until ? entry.Token : null;

    /// <summary>Remembers what the store said about a secret just now.</summary>
    public void Remember(string secret, KnownToken? token)
    {
        if (token is null) known.TryRemove(secret, out _);
        else known[secret] = (token, clock.GetUtcNow() + Lifetime);
    }
}

/// <summary>Makes tokens and recognises them.</summary>
public sealed class ApiTokens(IServiceTrackerDb db, ApiTokenCache cache, AuditTrail audit, TimeProvider clock)
{
    private const string Prefix = "st_";

    /// <summary>Makes a token and stores its hash.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="siteIds">Its sites; null means every site.</param>
    /// <param name="scopes">What it may be used for.</param>
    /// <returns>The token itself, which cannot be shown again.</returns>
    public Task<string> CreateAsync(
        Actor actor, string name, Role role, int[]? siteIds, TokenScopes scopes, CancellationToken cancellation) =>
        CreateAsync(actor, name, role, siteIds, null, scopes, cancellation);

    /// <summary>The same, for a staff member.</summary>
    public async Task<string> CreateAsync(
        Actor actor, string name, Role role, int[]? siteIds, int? staffId, TokenScopes scopes, CancellationToken cancellation)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = name,
            Hash = HashOf(secret),
            Role = role,
            SiteIds = siteIds,
            StaffId = staffId,
            Scopes = scopes,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.ApiTokens.Add(token);
        audit.Record(actor, "token.created", token.Id.ToString(), null, new { name, role = SnakeCase<Role>.Text(role), siteIds, staffId });
        await db.SaveChangesAsync(cancellation);
        return secret;
    }

    /// <summary>What the store says about a secret: its token, or null when there is none or it is revoked.</summary>
    public async Task<KnownToken?> FindAsync(string secret, CancellationToken cancellation)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var hash = HashOf(secret);
        var token = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash && t.RevokedAt == null, cancellation);
        var known = token is null ? null : new KnownToken(token);
        cache.Remember(secret, known);
        return known;
    }

    /// <summary>Records that somebody called with a token that is none, or none any more.</summary>
    public Task RecordRefusedAsync(CancellationToken cancellation)
    {
        audit.Record(Actor.Nobody, "token.refused", "token/unknown", null, null);
        return db.SaveChangesAsync(cancellation);
    }

    /// <summary>Every token that is not revoked, the oldest first.</summary>
    public Task<List<ApiToken>> ListAsync(CancellationToken cancellation) =>
        db.ApiTokens.AsNoTracking().Where(t => t.RevokedAt == null).OrderBy(t => t.CreatedAt).ThenBy(t => t.Id).ToListAsync(cancellation);

    /// <summary>Ends a token; servers that remember it let it go within <see cref="ApiTokenCache.Lifetime"/>.</summary>
    /// <returns>False when there is none with this id that still works.</returns>
    public async Task<bool> RevokeAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.RevokedAt == null, cancellation) is not { } token) return false;
        token.RevokedAt = clock.GetUtcNow().UtcDateTime;
        audit.Record(actor, "token.revoked", token.Id.ToString(), new { token.Name, role = SnakeCase<Role>.Text(token.Role) }, null);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
