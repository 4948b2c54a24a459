using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Tokens;

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

    /// <summary>UTC instant from which on it is none; null never ends.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>UTC instant of one of its latest calls, at most <see cref="ApiTokens.UseIsTold"/> before the last.</summary>
    public DateTime? LastUsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }
}
