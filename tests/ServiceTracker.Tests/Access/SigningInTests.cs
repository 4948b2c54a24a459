using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Access;

/// <summary>A program that believes in which address a caller says to be, and counts passwords verified.</summary>
public abstract class SigningInApp(Store store, PostgresCluster postgres) : SharedApp(store, postgres)
{
    private readonly PostgresCluster postgres = postgres;

    /// <summary>Header with the caller's address.</summary>
    public const string Address = "X-Test-Address";

    /// <summary>A password that nothing is wrong with.</summary>
    public const string Password = "quiet lantern over seven hills";

    private int people;

    /// <summary>Makes databases for programs of a test's own.</summary>
    public PostgresCluster Postgres => postgres;

    /// <summary>Length and head of every hash that a password was verified against.</summary>
    public ConcurrentQueue<string> Verified { get; } = new();

    /// <summary>Happens once, after the next password was verified and before anything follows from it.</summary>
    public Action? OnceVerified { get; set; }

    protected override TestApp Prepare(TestApp app) => app.Replacing(services =>
    {
        services.AddSingleton<IStartupFilter>(new BelievedAddress());
        services.AddScoped<IPasswordHasher<Account>>(p =>
            new CountingHasher(ActivatorUtilities.CreateInstance<PasswordHasher<Account>>(p), this));
    });

    /// <summary>Makes somebody with <see cref="Password"/>.</summary>
    /// <returns>The e-mail address.</returns>
    public async Task<string> PersonAsync(Role role = Role.Admin)
    {
        var email = $"person{Interlocked.Increment(ref people)}@shop.test";
        var made = await App.InScopeAsync(s =>
            s.GetRequiredService<Accounts>()
                .CreateAsync(Actor.CommandLine, email, Password, null, role, null, null, CancellationToken.None));
        Assert.IsType<Result<Account>.Ok>(made);
        return email;
    }

    /// <summary>A browser at an address.</summary>
    public Browser At(string address, string scheme = "http") => new(App, address, scheme);

    private sealed class BelievedAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                if (IPAddress.TryParse(context.Request.Headers[Address], out var ip)) context.Connection.RemoteIpAddress = ip;
                return go();
            });
            next(app);
        };
    }

    private sealed class CountingHasher(PasswordHasher<Account> real, SigningInApp app) : IPasswordHasher<Account>
    {
        public string HashPassword(Account user, string password) => real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            app.Verified.Enqueue(
                Convert.FromBase64String(hashedPassword).Length + " "
                    + Convert.ToHexString(Convert.FromBase64String(hashedPassword).AsSpan(1, 8)));
            var outcome = real.VerifyHashedPassword(user, hashedPassword, providedPassword);
            var once = app.OnceVerified;
            app.OnceVerified = null;
            once?.Invoke();
            return outcome;
        }
    }
}

/// <summary>A browser whose cookies can be looked at and kept; it follows no redirects.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(TestApp app, string address, string scheme)
    {
        ArgumentNullException.ThrowIfNull(app);
        http = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri($"{scheme}://localhost") });
        http.DefaultRequestHeaders.Add(SigningInApp.Address, address);
    }

    /// <summary>Cookies by name.</summary>
    public Dictionary<string, string> Cookies { get; init; } = [];

    /// <summary>The Set-Cookie lines of the latest answer.</summary>
    public IReadOnlyList<string> Set { get; private set; } = [];

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Opens a page and sends its form back.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] filled) =>
        await SubmitAsync(path, "main form", filled);

    /// <summary>Opens a page and sends one of its forms back.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, string form, params (string Name, string Value)[] filled)
    {
        using var answer = await GetAsync(path);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var element = page.QuerySelector<IHtmlFormElement>(form)
            ?? throw new InvalidOperationException($"There is no {form} on {path}, which answered {(int)answer.StatusCode}.");
        return await SendAsync(
            HttpMethod.Post, element.GetAttribute("action") is { Length: > 0 } action ? action : path, Fields(element, filled));
    }

    /// <summary>The hidden and typed values of a page's form with some filled in, to be sent more than once.</summary>
    public async Task<List<KeyValuePair<string, string>>> FormAsync(string path, params (string Name, string Value)[] filled)
    {
        using var answer = await GetAsync(path);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        return Fields(page.QuerySelector<IHtmlFormElement>("main form")!, filled);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? fields)
    {
        using var request = new HttpRequestMessage(method, path) { Content = fields is null ? null : new FormUrlEncodedContent(fields) };
        if (Cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        var answer = await http.SendAsync(request);
        Set = answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        foreach (var cookie in Set.Select(c => c.Split(';')[0].Split('=', 2)))
        {
            if (cookie[1].Length == 0) Cookies.Remove(cookie[0]);
            else Cookies[cookie[0]] = cookie[1];
        }

        return answer;
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password = SigningInApp.Password, bool remember = false) =>
        SubmitAsync("/sign-in", ("Input.Email", email), ("Input.Password", password), ("Input.Remember", remember ? "true" : "false"));

    /// <summary>Whether a page for those who are signed in opens.</summary>
    public async Task<bool> IsInAsync()
    {
        using var answer = await GetAsync("/interactions");
        if (answer.StatusCode == HttpStatusCode.OK) return true;
        Assert.Equal(
            (HttpStatusCode.Redirect, "/sign-in"),
            (answer.StatusCode, answer.Headers.Location!.IsAbsoluteUri
                ? answer.Headers.Location.AbsolutePath : answer.Headers.Location.OriginalString.Split('?')[0]));
        return false;
    }

    /// <summary>The same cookies in another's hands.</summary>
    public Browser Copy(TestApp app, string address) => new(app, address, "http") { Cookies = new(Cookies) };

    public void Dispose() => http.Dispose();

    private static List<KeyValuePair<string, string>> Fields(IHtmlFormElement form, (string Name, string Value)[] filled) =>
        [.. form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(i => i.Type is not ("checkbox" or "radio") || i.IsChecked)
            .Select(i => (i.Name!, i.Value))
            .Concat(form.QuerySelectorAll<IHtmlSelectElement>("select[name]").Select(s => (s.Name!, s.Value ?? "")))
            .Where(f => !filled.Any(x => x.Name == f.Item1)).Concat(filled).Select(f => KeyValuePair.Create(f.Item1, f.Item2))];
}

public sealed class SigningInOnSqlite(PostgresCluster postgres) : SigningInApp(Store.Sqlite, postgres);

public sealed class SigningInOnPostgres(PostgresCluster postgres) : SigningInApp(Store.Postgres, postgres);

public sealed class SigningInOnSqliteTests(SigningInOnSqlite shared) : SigningInTests(shared), IClassFixture<SigningInOnSqlite>;

public sealed class SigningInOnPostgresTests(SigningInOnPostgres shared) : SigningInTests(shared), IClassFixture<SigningInOnPostgres>;

public abstract class SigningInTests(SigningInApp shared)
{
    private static int addresses;

    private readonly TestApp app = shared.App;

    private static string NewAddress() => $"198.51.{Interlocked.Increment(ref addresses) / 200}.{addresses % 200}";

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_signing_out()
    {
        var email = await shared.PersonAsync();
        using var browser = shared.At(NewAddress());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync(email)).StatusCode);
        using var thief = browser.Copy(app, NewAddress());
        Assert.True(await browser.IsInAsync());
        Assert.True(await thief.IsInAsync());
        Assert.Equal("/sign-in", (await browser.SubmitAsync("/interactions", "form[action='/sign-out']")).Headers.Location!.OriginalString);
        Assert.False(await thief.IsInAsync());
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task Signing_in_gives_a_new_cookie_and_ends_the_session_it_replaces()
    {
        var email = await shared.PersonAsync();
        using var browser = shared.At(NewAddress());
        var open = await browser.FormAsync("/sign-in", ("Input.Email", email), ("Input.Password", SigningInApp.Password));
        await browser.SignInAsync(email);
        using var old = browser.Copy(app, NewAddress());
        Assert.True(await old.IsInAsync());
        // The form that was still open in another tab; it was made for somebody who is not signed in.
        using var refused = await browser.SendAsync(HttpMethod.Post, "/sign-in", open);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var first = browser.Cookies["servicetracker"];
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitSignInAgainAsync(email)).StatusCode);
        Assert.NotEqual(first, browser.Cookies["servicetracker"]);
        Assert.True(await browser.IsInAsync());
    }

    [Fact]
    public async Task Sessions_end_when_idle_and_in_any_case_after_a_fortnight()
    {
        var email = await shared.PersonAsync();
        using var idle = shared.At(NewAddress());
        using var busy = shared.At(NewAddress());
        using var remembered = shared.At(NewAddress());
        await idle.SignInAsync(email);
        await busy.SignInAsync(email);
        await remembered.SignInAsync(email, remember: true);
        Assert.Contains(
            remembered.Set, c =>
                c.StartsWith("servicetracker=", StringComparison.Ordinal) && c.Contains("expires=", StringComparison.Ordinal));
        Assert.DoesNotContain(
            idle.Set, c => c.StartsWith("servicetracker=", StringComparison.Ordinal) && c.Contains("expires=", StringComparison.Ordinal));
        var start = app.Clock.GetUtcNow();
        while (app.Clock.GetUtcNow() < start.AddDays(14).AddHours(-7))
        {
            app.Clock.Advance(TimeSpan.FromHours(7));
            Assert.True(await busy.IsInAsync(), $"{app.Clock.GetUtcNow() - start} after the sign-in");
            if (app.Clock.GetUtcNow() - start > AccountSessions.Idle) Assert.False(await idle.IsInAsync());
        }

        Assert.True(await remembered.IsInAsync());
        app.Clock.SetUtcNow(start.AddDays(14));
        Assert.False(await busy.IsInAsync());
        Assert.False(await remembered.IsInAsync());
    }

    [Fact]
    public async Task Whoever_is_disabled_or_has_another_role_is_out_at_the_next_request()
    {
        var email = await shared.PersonAsync(Role.Manager);
        foreach (var change in new[] { new AccountChange { Role = Role.Ops }, new AccountChange { Disabled = true } })
        {
            using var browser = shared.At(NewAddress());
            await browser.SignInAsync(email);
            Assert.True(await browser.IsInAsync());
            await app.InScopeAsync(async services =>
            {
                var administration = services.GetRequiredService<AccountAdministration>();
                var id = (await administration.FindAsync(email, CancellationToken.None))!.Id;
                Assert.IsType<Result<Account>.Ok>(await administration.ChangeAsync(
                    Actor.CommandLine, id, change, null, CancellationToken.None));
            });
            Assert.False(await browser.IsInAsync());
        }

        using var later = shared.At(NewAddress());
        await later.SignInAsync(email);
        Assert.False(await later.IsInAsync());
    }

    [Theory, InlineData("reset"), InlineData("disabled and enabled"), InlineData("another role")]
    public async Task A_password_that_ended_while_it_was_verified_opens_nothing(string what)
    {
        var email = await shared.PersonAsync(Role.Manager);
        shared.OnceVerified = () => app.InScopeAsync(async services =>
        {
            var administration = services.GetRequiredService<AccountAdministration>();
            var id = (await administration.FindAsync(email, CancellationToken.None))!.Id;
            if (what == "reset") await administration.ResetAsync(Actor.CommandLine, id, CancellationToken.None);
            else if (what == "another role") await ChangeAsync(new AccountChange { Role = Role.Ops });
            else foreach (var disabled in new[] { true, false }) await ChangeAsync(new AccountChange { Disabled = disabled });

            async Task ChangeAsync(AccountChange change) => Assert.IsType<Result<Account>.Ok>(
                await administration.ChangeAsync(Actor.CommandLine, id, change, null, CancellationToken.None));
        }).GetAwaiter().GetResult();
        using var browser = shared.At(NewAddress());
        using var answer = await browser.SignInAsync(email);
        Assert.Null(shared.OnceVerified);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task Unknown_known_and_disabled_accounts_are_refused_by_the_same_words_and_the_same_work()
    {
        var (known, disabled) = (await shared.PersonAsync(), await shared.PersonAsync(Role.Ops));
        await app.QueryAsync(db =>
            db.Users.Where(u => u.Email == disabled)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.DisabledAt, app.Clock.GetUtcNow().UtcDateTime)));
        var pages = new List<string>();
        var work = new List<string>();
        foreach (var (email,
            password) in new[] { ("nobody@shop.test", "wrong"), (known, "wrong"), (disabled, "wrong"), (disabled, SigningInApp.Password) })
        {
            using var browser = shared.At(NewAddress());
            shared.Verified.Clear();
            var form = await browser.FormAsync("/sign-in", ("Input.Email", email), ("Input.Password", password));
            using var answer = await browser.SendAsync(HttpMethod.Post, "/sign-in", form);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            pages.Add(page.QuerySelector(".error-summary")!.TextContent);
            // One verification, of a hash of the same length, function and number of rounds.
            work.Add(string.Join(',', shared.Verified));
        }

        Assert.Single(pages.Distinct());
        Assert.Equal($"{1 + 12 + 16 + 32} 0000000200033450", Assert.Single(work.Distinct()));
    }

    [Fact]
    public async Task Guessing_is_slowed_down_by_account_and_by_address_and_keeps_out_nobody_who_was_there_before()
    {
        var (ann, bob) = (await shared.PersonAsync(), await shared.PersonAsync());
        using var annsDesk = shared.At(NewAddress());
        await annsDesk.SignInAsync(ann);
        // Many guess at Ann from everywhere, then at whoever else.
        HttpStatusCode last = 0;
        for (var i = 0; i < 12; i++)
        {
            using var guesser = shared.At(NewAddress());
            last = (await guesser.SignInAsync(ann, $"guess {i}")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var elsewhere = shared.At(NewAddress());
        using var slowed = await elsewhere.SignInAsync(ann);
        Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
        Assert.InRange(slowed.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        Assert.Contains(
            "Too many wrong tries", await slowed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await annsDesk.SubmitSignInAgainAsync(ann)).StatusCode);
        // Nothing is locked for good: after the time that was named it goes on.
        app.Clock.Advance(slowed.Headers.RetryAfter.Delta.Value);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.SignInAsync(ann)).StatusCode);

        var one = NewAddress();
        for (var i = 0; i < 22; i++)
        {
            using var guesser = shared.At(one);
            last = (await guesser.SignInAsync($"somebody{i}@shop.test", "a guess")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var bobsDesk = shared.At(NewAddress());
        Assert.Equal(HttpStatusCode.Redirect, (await bobsDesk.SignInAsync(bob)).StatusCode);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_no_way_around()
    {
        var email = await shared.PersonAsync();
        var address = NewAddress();
        using var browser = shared.At(address);
        var form = await browser.FormAsync("/sign-in", ("Input.Email", email), ("Input.Password", "a guess"));
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => browser.Copy(app, address).SendAsync(HttpMethod.Post, "/sign-in", form)));
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(19, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Cookies_are_for_this_host_alone_over_https_and_work_without_it()
    {
        var email = await shared.PersonAsync();
        using var secure = shared.At(NewAddress(), "https");
        await secure.GetAsync("/sign-in");
        var form = Assert.Single(secure.Set, c => !c.StartsWith("__Host-servicetracker-notice=;", StringComparison.Ordinal));
        Assert.StartsWith("__Host-servicetracker-form=", form, StringComparison.Ordinal);
        using var signedIn = await secure.SignInAsync(email);
        var cookie = Assert.Single(secure.Set, c => c.StartsWith("__Host-servicetracker=", StringComparison.Ordinal));
        foreach (var one in new[] { form, cookie })
        {
            foreach (var attribute in new[] { "; secure", "; httponly", "; path=/" })
                Assert.Contains(attribute, one, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", one, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal("max-age=31536000; includeSubDomains", signedIn.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.True(await secure.IsInAsync());
        // A cookie without the prefix may have been planted by a neighbouring host.
        secure.Cookies["servicetracker"] = secure.Cookies["__Host-servicetracker"];
        secure.Cookies.Remove("__Host-servicetracker");
        Assert.False(await secure.IsInAsync());

        using var plain = shared.At(NewAddress());
        await plain.SignInAsync(email);
        Assert.DoesNotContain(plain.Set, c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        Assert.True(await plain.IsInAsync());
    }

    [Fact]
    public async Task The_audit_record_says_who_came_and_went_and_from_where()
    {
        var email = await shared.PersonAsync();
        var address = NewAddress();
        using var browser = shared.At(address);
        await browser.SignInAsync(email, "wrong");
        await browser.SignInAsync("who.is.this@shop.test", "wrong");
        await browser.SignInAsync(email);
        await browser.SubmitAsync("/interactions", "form[action='/sign-out']");
        using var stranger = app.WithToken("st_" + new string('x', 43));
        stranger.Http.DefaultRequestHeaders.Add(SigningInApp.Address, address);
        for (var i = 0; i < 3; i++) (await stranger.GetAsync("sites")).IsProblem(401, "unauthorized");
        var lines = await app.QueryAsync(db =>
            db.AuditEntries.Where(a => a.Origin == address).OrderBy(a => a.Id).Select(a => a.Action + " " + a.Subject).ToListAsync());
        Assert.Equal(5, lines.Count);
        Assert.Equal(
            [$"account.sign_in_refused account/{email}", "account.sign_in_refused account/unknown-", $"account.signed_in account/{email}",
            $"account.signed_out account/{email}", "token.refused token/unknown"],
            lines.Select(l => l.Contains("unknown-", StringComparison.Ordinal) ? l[..^8] : l).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("who.is.this", StringComparison.Ordinal));
    }
}

internal static class Tabs
{
    /// <summary>Signs in once more from the same place, without the cookies of the first time.</summary>
    public static Task<HttpResponseMessage> SubmitSignInAgainAsync(this Browser browser, string email)
    {
        browser.Cookies.Clear();
        return browser.SignInAsync(email);
    }
}
