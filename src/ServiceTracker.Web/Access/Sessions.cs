using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Web.Access;

/// <summary>Sign-in cookies, each of which belongs to a stored session.</summary>
public static class Sessions
{
    /// <summary>Gives the browser the cookie of a session.</summary>
    /// <param name="context">The request that signs in.</param>
    /// <param name="account">Who.</param>
    /// <param name="session">Their session.</param>
    /// <param name="remember">Stay signed in when the browser is closed, and without a request for as long as the session may last.</param>
    public static Task OpenAsync(HttpContext context, Account account, AccountSession session, bool remember)
    {
        var started = new DateTimeOffset(session.StartedAt);
        return context.SignInAsync(IdentityConstants.ApplicationScheme, AccountClaims.Of(account, session.Id), new AuthenticationProperties
        {
            IsPersistent = remember,
            IssuedUtc = started,
            ExpiresUtc = remember ? session.EndsAt : started + AccountSessions.Idle,
            // Use prolongs the shorter time; the session's own end stands in the store.
            AllowRefresh = !remember,
        });
    }

    /// <summary>
    /// Asks the store with every request whether the session goes on, by its key, and takes role and sites as they are now. So nobody stays
    /// in on any server who was put out on one.
    /// </summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // Style sheets and scripts are everybody's.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return;
        var sessions = context.HttpContext.RequestServices.GetRequiredService<AccountSessions>();
        if (AccountClaims.SessionOf(context.Principal) is { } id
            && await sessions.AccountOfAsync(id, context.HttpContext.RequestAborted) is { } account)
        {
            context.ReplacePrincipal(AccountClaims.Of(account, id));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
