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

    /// <summary>How far the last use that is told may lie before the true one. Telling each would be a write for every call.</summary>
    public static readonly TimeSpan UseIsTold = TimeSpan.FromMinutes(5);

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
        Actor actor, string name, Role role, int[]? siteIds, int? staffId, TokenScopes scopes, CancellationToken cancellation) =>
        (await MakeAsync(actor, name, role, siteIds, staffId, scopes, null, cancellation)).Secret;

    /// <summary>Makes a token as a person or program wishes it.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="wish">What it is to be.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The token and its secret, which cannot be shown again; or what is wrong with the wish, by field.</returns>
    public async Task<Result<NewToken>> CreateAsync(Actor actor, TokenWish wish, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        var name = wish.Name?.Trim() ?? "";
        if (FaultOfName(name) is { } fault)
        {
            var code = name.Length == 0 ? FieldError.Required : FieldError.Invalid;
            errors.Add(new("$.name", code, $"It says what the token is for. {fault}"));
        }

        if (wish.SiteIds is { Length: 0 })
            errors.Add(new("$.sites", FieldError.Required, "Name its sites, or leave them out for every site."));
        if (wish.Scopes == TokenScopes.None) errors.Add(new("$.scopes", FieldError.Required, "One of: read, write, or both."));
        if (wish.ExpiresAt <= clock.GetUtcNow().UtcDateTime)
            errors.Add(new("$.expiresAt", "out_of_range", "It lies in the past. Give an instant to come, or none."));
        if (errors.Count > 0) return Refusal.Invalid(errors);
        return new Result<NewToken>.Ok(
            await MakeAsync(
                actor, name, wish.Role, wish.Role.SitesOf(wish.SiteIds), wish.StaffId, wish.Scopes, wish.ExpiresAt, cancellation),
            IsNew: true);
    }

    private async Task<NewToken> MakeAsync(
        Actor actor, string name, Role role, int[]? siteIds, int? staffId, TokenScopes scopes, DateTime? expiresAt,
        CancellationToken cancellation)
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
            ExpiresAt = expiresAt,
        };
        db.ApiTokens.Add(token);
        audit.Record(actor, "token.created", token.Id.ToString(), null,
            new { name, role = SnakeCase<Role>.Text(role), siteIds, staffId, expiresAt });
        await db.SaveChangesAsync(cancellation);
        return new NewToken(token, secret);
    }

    /// <summary>What the store says about a secret: its token, or null when there is none or it is revoked.</summary>
    public async Task<KnownToken?> FindAsync(string secret, CancellationToken cancellation)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var (hash, now) = (HashOf(secret), clock.GetUtcNow().UtcDateTime);
        var token = await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(
            t => t.Hash == hash && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > now), cancellation);
        var known = token is null ? null : new KnownToken(token);
        cache.Remember(secret, known);
        return known;
    }

    /// <summary>Keeps that a token was used, where that was not done within <see cref="UseIsTold"/>.</summary>
    public async Task TellUseAsync(ApiToken token, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var told = now - UseIsTold;
        if (token.LastUsedAt > told) return;
        await db.ApiTokens.Where(t => t.Id == token.Id && (t.LastUsedAt == null || t.LastUsedAt <= told))
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancellation);
    }

    /// <summary>Records that somebody called with a token that is none, or none any more.</summary>
    public Task RecordRefusedAsync(CancellationToken cancellation)
    {
        audit.Record(Actor.Nobody, "token.refused", "token/unknown", null, null);
        return db.SaveChangesAsync(cancellation);
    }

    /// <summary>Every token that is not revoked, those that have ended by themselves included, the oldest first.</summary>
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
