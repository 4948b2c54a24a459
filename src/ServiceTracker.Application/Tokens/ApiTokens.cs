using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Tokens;

/// <summary>Makes tokens and recognises them.</summary>
public sealed class ApiTokens(IServiceTrackerDb db, ApiTokenCache cache, AuditTrail audit, TimeProvider clock)
{
    private const string Prefix = "st_";

    // As of people and places.
    private const int MaxName = 200;

    /// <summary>What is wrong with a name for a token, with what to do; null where it is one.</summary>
    public static string? FaultOfName(string name) =>
        string.IsNullOrWhiteSpace(name) ? "Give it a name."
        : name.Length > MaxName ? $"At most {MaxName} characters."
        : name.Any(char.IsControl) ? "Control characters cannot be kept; take them out." : null;

    /// <summary>Makes a token and stores its hash.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="siteIds">Its sites; null means every site.</param>
    /// <param name="scopes">What it may be used for.</param>
    /// <returns>The token itself, which cannot be shown again.</returns>
    /// <exception cref="ArgumentException">The name is none, see <see cref="FaultOfName"/>.</exception>
    public Task<string> CreateAsync(
        Actor actor, string name, Role role, int[]? siteIds, TokenScopes scopes, CancellationToken cancellation) =>
        CreateAsync(actor, name, role, siteIds, null, scopes, cancellation);

    /// <summary>The same, for a staff member.</summary>
    public async Task<string> CreateAsync(
        Actor actor, string name, Role role, int[]? siteIds, int? staffId, TokenScopes scopes, CancellationToken cancellation)
    {
        if (FaultOfName(name) is { } fault) throw new ArgumentException(fault, nameof(name));
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
