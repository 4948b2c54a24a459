using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Tokens;

/// <summary>What a token is to be.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="SiteIds">Its sites; null means every site.</param>
/// <param name="StaffId">The staff member it speaks for, where it does.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="ExpiresAt">UTC instant from which on it is none; null never ends.</param>
public sealed record TokenWish(string? Name, Role Role, int[]? SiteIds, int? StaffId, TokenScopes Scopes, DateTime? ExpiresAt);

/// <summary>A token just made.</summary>
/// <param name="Token">What is stored of it.</param>
/// <param name="Secret">The token itself, which nobody can read again.</param>
public sealed record NewToken(ApiToken Token, string Secret);
