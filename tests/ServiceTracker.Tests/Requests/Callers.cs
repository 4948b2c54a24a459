using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Requests;

/// <summary>Those who send requests: each has a token for the API and is signed in to the pages, or has neither.</summary>
public sealed class Callers
{
    private readonly TestApp app;
    private readonly List<Caller> all = [];

    private Callers(TestApp app) => this.app = app;

    private sealed record Caller(Role? Role, string? Token)
    {
        public string? Cookie { get; set; }

        public string? FormToken { get; set; }
    }

    public int Count => all.Count;

    /// <summary>An administrator first, then every other role for one site, tokens that may less or nothing, and nobody.</summary>
    public static async Task<Callers> OfAsync(TestApp app)
    {
        var callers = new Callers(app);
        callers.all.AddRange([
            new(Role.Admin, await app.TokenAsync(Role.Admin, TokenScopes.All)),
            new(Role.Manager, await app.TokenAsync(Role.Manager, TokenScopes.All, Hosting.Organisation.Site)),
            new(Role.Ops, await app.TokenAsync(Role.Ops, TokenScopes.All, Hosting.Organisation.Site)),
            new(Role.Staff, await app.TokenAsync(Role.Staff, TokenScopes.All, Hosting.Organisation.Site)),
            new(null, await app.TokenAsync(Role.Admin, TokenScopes.Read)), new(null, await app.TokenAsync(Role.Admin, TokenScopes.Write)),
            new(null, null), new(null, ""), new(null, "st_" + new string('A', 43)), new(null, "a b\u007F"),
            new(null, new string('x', 5000)),
        ]);
        for (var i = 0; i < callers.all.Count; i++) await callers.SignInAsync(i);
        return callers;
    }

    /// <summary>What a caller adds to a request.</summary>
    public IEnumerable<(string Name, string Value)> HeadersOf(GeneratedRequest request)
    {
        var caller = all[request.Caller];
        if (request.Operation is not null)
        {
            if (caller.Token is not null) yield return ("Authorization", "Bearer " + caller.Token);
            yield break;
        }

        if (caller.Cookie is not null && request.Headers.All(h => h.Name != "Cookie")) yield return ("Cookie", caller.Cookie);
        if (caller.FormToken is not null && request.HasFormToken) yield return ("RequestVerificationToken", caller.FormToken);
    }

    /// <summary>Signs somebody in anew, with a new account: the former one may have been signed out, locked out or removed.</summary>
    public Task SignInAsync(int caller) => app.InScopeAsync(async services =>
    {
        var one = all[caller];
        var context = new DefaultHttpContext { RequestServices = services };
        var cookies = "";
        if (one.Role is { } role)
        {
            var made = await services.GetRequiredService<Accounts>().CreateAsync(
                Actor.CommandLine, $"{Guid.CreateVersion7():N}@example.org", "a long enough password", null, role,
                role == Role.Admin ? null : await SitesAsync(services), null, CancellationToken.None);
            var account = ((Result<Account>.Ok)made).Value;
            var session = (await services.GetRequiredService<SigningIn>().StartAsync(account, null, CancellationToken.None))!;
            context.User = AccountClaims.Of(account, session.Id);
            var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                .Get(IdentityConstants.ApplicationScheme);
            var now = app.Clock.GetUtcNow();
            var ticket = new AuthenticationTicket(
                context.User, new() { IssuedUtc = now, ExpiresUtc = now + AccountSessions.Idle }, IdentityConstants.ApplicationScheme);
            cookies = $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}; ";
        }

        var form = services.GetRequiredService<IAntiforgery>().GetTokens(context);
        one.Cookie = $"{cookies}{services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name}={form.CookieToken}";
        one.FormToken = form.RequestToken;
    });

    /// <summary>Whether somebody who was signed in is asked to sign in.</summary>
    public bool IsSignedOut(GeneratedRequest request, WireAnswer answer) =>
        request.Operation is null && all[request.Caller].Role is not null && answer.Status == 302
            && answer.Headers.GetValueOrDefault("Location")?.StartsWith("/sign-in", StringComparison.Ordinal) == true;

    private static Task<int[]> SitesAsync(IServiceProvider services) =>
        services.GetRequiredService<IServiceTrackerDb>().Sites.Where(s => s.Code == Hosting.Organisation.Site).Select(s => s.Id)
            .ToArrayAsync();
}
