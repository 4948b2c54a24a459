using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ServiceTracker.Application.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Api;

namespace ServiceTracker.Web.Access;

/// <summary>Recognises <c>Authorization: Bearer</c> tokens of the API.</summary>
public sealed class BearerTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokenCache known)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var secret = header[Prefix.Length..].Trim();
        // Who is remembered costs the store nothing, not even a context for it.
        var found = known.Find(secret) ?? await Context.RequestServices.GetRequiredService<ApiTokens>().FindAsync(secret, Context.RequestAborted);
        if (found is not { } token) return AuthenticateResult.Fail("Unknown token.");

        var actor = new Actor($"token:{token.Id}", token.Name, token.Role, token.Role == Role.Admin ? null : token.SiteIds, null);
        var identity = new ClaimsIdentity(ActorClaims.Of(actor), SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        if (token.Scopes.HasFlag(TokenScopes.Read)) identity.AddClaim(new Claim(ActorClaims.Scope, "read"));
        if (token.Scopes.HasFlag(TokenScopes.Write)) identity.AddClaim(new Claim(ActorClaims.Scope, "write"));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unauthorized().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("This token's role or scope does not allow this call.").ExecuteAsync(Context);
}
