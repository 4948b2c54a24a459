using System.Data.Common;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Access;

/// <summary>Recognises <c>Authorization: Bearer</c> tokens of the API.</summary>
public sealed class BearerTokens(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokenCache known,
    GuessLimiter refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    private static readonly GuessLimiter.Kind Refused = new("token ", 0, TimeSpan.FromMinutes(1));

    /// <summary>The token that a request carries, or null.</summary>
    public static string? SecretOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { } secret) return AuthenticateResult.NoResult();
        // Who is remembered costs the store nothing, not even a context for it.
        var found = known.Find(secret) ?? await FindAsync(secret);
        if (found is null)
        {
            await RecordRefusalAsync();
            return AuthenticateResult.Fail("Unknown token.");
        }

        var identity = new ClaimsIdentity(ActorClaims.Of(found.Actor), SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        if (found.Token.Scopes.HasFlag(TokenScopes.Read)) identity.AddClaim(new Claim(ActorClaims.Scope, "read"));
        if (found.Token.Scopes.HasFlag(TokenScopes.Write)) identity.AddClaim(new Claim(ActorClaims.Scope, "write"));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private async Task<KnownToken?> FindAsync(string secret)
    {
        var tokens = Context.RequestServices.GetRequiredService<ApiTokens>();
        if (await tokens.FindAsync(secret, Context.RequestAborted) is not { } found) return null;
        try
        {
            await tokens.TellUseAsync(found.Token, Context.RequestAborted);
        }
        catch (DbException e)
        {
            // A store that takes no writes, such as one whose disk is full, still answers those who read.
            Logger.LogDebug(e, "The use of a token could not be kept");
        }

        return found;
    }

    // A program that goes on with a dead token would fill the record: one line a minute for each address says as much.
    private async Task RecordRefusalAsync()
    {
        if (refusals.TryBegin((Refused, Context.Connection.RemoteIpAddress?.ToString() ?? "")) > TimeSpan.Zero) return;
        try
        {
            await Context.RequestServices.GetRequiredService<ApiTokens>().RecordRefusedAsync(Context.RequestAborted);
        }
        catch (DbUpdateException e)
        {
            // Nobody comes in by it: the answer stays 401, whether or not it can be written down.
            Logger.LogError(e, "A refused token could not be recorded");
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unauthorized().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("This token's role or scope does not allow this call.").ExecuteAsync(Context);
}
