using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Access;

public sealed class AccountsOnSqliteTests(SigningInOnSqlite shared) : AccountsTests(shared), IClassFixture<SigningInOnSqlite>;

public sealed class AccountsOnPostgresTests(SigningInOnPostgres shared) : AccountsTests(shared), IClassFixture<SigningInOnPostgres>;

public abstract class AccountsTests(SigningInApp shared)
{
    private const string Chosen = "eleven boats on a green lake";

    private readonly TestApp app = shared.App;

    private Api Admin => shared.Organisation.Admin;

    [Fact]
    public async Task Somebody_is_invited_by_a_link_chooses_a_password_once_and_nobody_else_knows_it()
    {
        var made =
            (await Admin.PostAsync(
                "accounts", new
                {
                    email = "Cleo@shop.test",
                    name = "Cleo",
                    role = "staff",
                    sites = new[] { "harbour" },
                    staff = "dvolkov",
                })).Is(201);
        Assert.Equal(("invited", "dvolkov", false), ((string?)made["status"], (string?)made["staff"], (bool)made["disabled"]!));
        Assert.Equal(["harbour"], made["sites"]!.AsArray().Select(s => (string?)s));
        Assert.Equal(app.Clock.GetUtcNow().AddDays(7), (DateTimeOffset)made["expiresAt"]!);
        Assert.Equal($"/api/v1/accounts/{made["id"]}", made.Location);
        (await Admin.PostAsync("accounts", new { email = "cleo@SHOP.test", role = "staff" })).IsProblem(409, "conflict");
        var link = new Uri((string)made["link"]!).PathAndQuery;
        using var browser = shared.At("203.0.113.1");
        using (var early = await browser.SignInAsync("cleo@shop.test", "")) Assert.Equal(HttpStatusCode.OK, early.StatusCode);
        // Whoever only looks, such as a mail program, uses nothing up.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link)).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await browser.SubmitAsync(link, ("Input.Password", "password12"), ("Input.Again", "password12"))).StatusCode);
        var form = await browser.FormAsync(link, ("Input.Password", Chosen), ("Input.Again", Chosen));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SendAsync(HttpMethod.Post, link, form)).StatusCode);
        Assert.True(await browser.IsInAsync());
        using var second = shared.At("203.0.113.2");
        Assert.Equal(HttpStatusCode.NotFound, (await second.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.SignInAsync("cleo@shop.test", Chosen)).StatusCode);
        Assert.Equal("active", (string?)(await Admin.GetAsync($"accounts/{made["id"]}")).Is(200)["status"]);
    }

    [Fact]
    public async Task A_link_is_worth_nothing_after_a_week_a_newer_one_or_once_disabled()
    {
        var made = (await Admin.PostAsync("accounts", new { email = "late@shop.test", role = "ops" })).Is(201);
        var first = new Uri((string)made["link"]!).PathAndQuery;
        var second = new Uri((string)(await Admin.PostAsync($"accounts/{made["id"]}/reset")).Is(200)["link"]!).PathAndQuery;
        using var browser = shared.At("203.0.113.3");
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK),
            ((await browser.GetAsync(first)).StatusCode, (await browser.GetAsync(second)).StatusCode));
        app.Clock.Advance(AccountAdministration.LinkLifetime);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(second)).StatusCode);
        var third = new Uri((string)(await Admin.PostAsync($"accounts/{made["id"]}/reset")).Is(200)["link"]!).PathAndQuery;
        (await PatchAsync(Admin, made, new { disabled = true }, "*")).Is(200);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(third)).StatusCode);
        (await Admin.PostAsync($"accounts/{made["id"]}/reset")).IsProblem(409, "conflict");
    }

    [Fact]
    public async Task A_reset_ends_the_password_and_every_session()
    {
        var email = await shared.PersonAsync(Role.Manager);
        var account = await AccountAsync(email);
        using var browser = shared.At("203.0.113.4");
        await browser.SignInAsync(email);
        Assert.True(await browser.IsInAsync());
        var link = new Uri((string)(await Admin.PostAsync($"accounts/{account["id"]}/reset")).Is(200)["link"]!).PathAndQuery;
        Assert.False(await browser.IsInAsync());
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync(email)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Redirect, (await browser.SubmitAsync(link, ("Input.Password", Chosen), ("Input.Again", Chosen))).StatusCode);
        Assert.True(await browser.IsInAsync());
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        var account = await AccountAsync(await shared.PersonAsync(Role.Ops));
        (await PatchAsync(Admin, account, new { role = "manager" }, null)).IsProblem(428, "precondition_required");
        (await PatchAsync(Admin, account, new { role = "manager" }, "\"99\"")).IsProblem(412, "stale");
        var changed = (await PatchAsync(Admin, account, new { role = "manager", sites = new[] { "harbour" } }, account.ETag)).Is(200);
        Assert.NotEqual(account.ETag, changed.ETag);
        (await PatchAsync(Admin, account, new { role = "ops" }, account.ETag)).IsProblem(412, "stale");
        Assert.Equal(
            ["harbour"],
            (await PatchAsync(Admin, account, new { name = "Renamed" }, changed.ETag)).Is(200)["sites"]!.AsArray().Select(s => (string?)s));
        Assert.Null((await PatchAsync(Admin, account, new { sites = (string[]?)null }, "*")).Is(200)["sites"]);
        (await PatchAsync(Admin, account, new { role = "king", sites = new[] { "nowhere" }, staff = "nobody" }, "*"))
            .IsRefused("$.role invalid", "$.sites[0] unknown_reference", "$.staff unknown_reference");
    }

    [Fact]
    public async Task A_removed_account_is_out_at_the_next_request()
    {
        var email = await shared.PersonAsync();
        var account = await AccountAsync(email);
        using var browser = shared.At("203.0.113.5");
        await browser.SignInAsync(email);
        await shared.PersonAsync();
        (await Admin.SendAsync(HttpMethod.Delete, $"accounts/{account["id"]}", null)).Is(204);
        Assert.False(await browser.IsInAsync());
        (await Admin.GetAsync($"accounts/{account["id"]}")).Is(404);
        (await Admin.SendAsync(HttpMethod.Delete, $"accounts/{account["id"]}", null)).Is(404);
    }

    [Fact]
    public async Task The_list_pages_and_holds_everybody_once()
    {
        for (var i = 0; i < 3; i++) await shared.PersonAsync(Role.Ops);
        var emails = new List<string?>();
        for (var path = "/api/v1/accounts?limit=2"; path is not null;)
        {
            var page = (await Admin.GetAsync(path)).Is(200);
            Assert.InRange(page.Items.Count, 1, 2);
            emails.AddRange(page.Items.Select(a => (string?)a!["email"]));
            path = (string?)page["next"];
        }

        Assert.Equal(emails.Distinct().Count(), emails.Count);
        Assert.Equal((await Admin.GetAsync("accounts?limit=1000")).Is(200).Items.Count, emails.Count);
        (await Admin.GetAsync("accounts?limit=0")).IsRefused("$.limit invalid");
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var other = await TestApp.NewAsync(app.Store, shared.Postgres);
        var (ann, bob) = (await PersonAsync(other, "ann@shop.test"), await PersonAsync(other, "bob@shop.test"));
        using var admin = await other.AdminAsync();
        // Both demote the other at the same moment; somebody has to stay.
        var answers = await Task.WhenAll(
            new[] { ann, bob }.Select(id => SendAsync(admin, HttpMethod.Patch, id, new { role = "ops" }, "*")));
        Assert.Equal([200, 409], answers.Select(a => a.Status).Order());
        var last = answers[0].Status == 409 ? ann : bob;
        Assert.Contains(
            "last administrator",
            (string?)(await SendAsync(admin, HttpMethod.Patch, last, new { disabled = true }, "*")).IsProblem(409, "conflict")["detail"],
            StringComparison.Ordinal);
        (await SendAsync(admin, HttpMethod.Delete, last, null, null)).IsProblem(409, "conflict");
        // Somebody who was invited and has no password cannot stand in.
        (await admin.PostAsync("accounts", new { email = "invited@shop.test", role = "admin" })).Is(201);
        (await SendAsync(admin, HttpMethod.Delete, last, null, null)).IsProblem(409, "conflict");
        await PersonAsync(other, "cleo@shop.test");
        (await SendAsync(admin, HttpMethod.Delete, last, null, null)).Is(204);
    }

    [Fact]
    public async Task One_changes_ones_own_password_with_the_one_one_has_and_is_out_everywhere_else()
    {
        var email = await shared.PersonAsync(Role.Staff);
        using var here = shared.At("203.0.113.6");
        using var elsewhere = shared.At("203.0.113.7");
        await here.SignInAsync(email);
        await elsewhere.SignInAsync(email);
        const string Form = "form[action='/account']";
        Assert.Equal(
            HttpStatusCode.OK,
            (await here.SubmitAsync(
                "/account", Form, ("Input.Current", "not it"), ("Input.Password", Chosen), ("Input.Again", Chosen))).StatusCode);
        Assert.True(await elsewhere.IsInAsync());
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await here.SubmitAsync(
                "/account", Form, ("Input.Current", SigningInApp.Password), ("Input.Password", Chosen),
                ("Input.Again", Chosen))).StatusCode);
        Assert.True(await here.IsInAsync());
        Assert.False(await elsewhere.IsInAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.SignInAsync(email, Chosen)).StatusCode);
        Assert.Equal("/sign-in", (await here.SubmitAsync("/account", "form[action$='Everywhere']")).Headers.Location!.OriginalString);
        Assert.False(await here.IsInAsync());
        Assert.False(await elsewhere.IsInAsync());
    }

    [Fact]
    public async Task An_administrator_lets_in_changes_and_keeps_out_by_the_pages()
    {
        var email = await shared.PersonAsync();
        using var browser = shared.At("203.0.113.8");
        await browser.SignInAsync(email);
        using var shown = await browser.SubmitAsync(
            "/accounts/new", ("Input.Email", "dora@shop.test"), ("Input.Name", "Dora"), ("Input.Role", "manager"),
            ("Input.EverySite", "false"), ("Input.Sites", "harbour"));
        Assert.Contains(
            "/welcome?link=", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var dora = await AccountAsync("dora@shop.test");
        Assert.Equal(("manager", "harbour"), ((string?)dora["role"], (string?)dora["sites"]![0]));
        var page = $"/accounts/{dora["id"]}";
        using var again = await browser.SubmitAsync(page, "form[action$='Reset']");
        Assert.Contains(
            "/welcome?link=", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await browser.SubmitAsync(page, $"form[action='{page}']", ("Input.Role", "ops"), ("Input.EverySite", "true"))).StatusCode);
        Assert.Equal("ops", (string?)(await AccountAsync("dora@shop.test"))["role"]);

        // What was chosen and is not there any more is told, not taken away in silence.
        foreach (var (field, value, words) in new[] {
            ("Input.Staff", "nobody", "any more. Choose again"), ("Input.Sites", "nowhere", "any more. Tick the sites again") })
        {
            using var refused = await browser.SubmitAsync(
                page, $"form[action='{page}']", ("Input.Role", "manager"), ("Input.EverySite", "false"), ("Input.Sites", "harbour"),
                (field, value));
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
            Assert.Contains(
                words, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal("ops", (string?)(await AccountAsync("dora@shop.test"))["role"]);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(page, "form[action$='Disable']")).StatusCode);
        Assert.Equal("disabled", (string?)(await AccountAsync("dora@shop.test"))["status"]);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SubmitAsync(page, "form[action$='Remove']")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task A_manager_drafts_and_does_not_publish()
    {
        using var manager = await app.AsAsync(Role.Manager, Hosting.Organisation.Site);
        var draft =
            (await manager.PostAsync(
                "baselines",
                new
                {
                    name = "Next",
                    effectiveFrom = "2027-01-01",
                    targetConsistency = 0.9,
                    expectations = Hosting.Organisation.StandardExpectations
                })).Is(201);
        var refused = (await manager.PostAsync($"baselines/{draft["number"]}/publish")).IsProblem(403, "forbidden");
        Assert.Contains("administrator", (string?)refused["detail"], StringComparison.Ordinal);
        var email = await shared.PersonAsync(Role.Manager);
        using var browser = shared.At("203.0.113.9");
        await browser.SignInAsync(email);
        using var edit = await browser.GetAsync($"/baselines/{draft["number"]}/edit");
        var page = await edit.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Save draft", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Save and publish", page, StringComparison.Ordinal);
        using var publish = await browser.GetAsync($"/baselines/{draft["number"]}/publish");
        Assert.Contains("/denied", publish.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private async Task<Answer> AccountAsync(string email)
    {
        var found = (await Admin.GetAsync("accounts?limit=1000")).Is(200).Items.Single(a => (string?)a!["email"] == email);
        return (await Admin.GetAsync($"accounts/{found!["id"]}")).Is(200);
    }

    private static async Task<string> PersonAsync(TestApp app, string email)
    {
        var made = await app.InScopeAsync(s =>
            s.GetRequiredService<Accounts>()
                .CreateAsync(Actor.CommandLine, email, SigningInApp.Password, null, Role.Admin, null, null, CancellationToken.None));
        return Assert.IsType<Result<Account>.Ok>(made).Value.Id.ToString();
    }

    private static Task<Answer> PatchAsync(Api api, Answer account, object change, string? ifMatch) =>
        SendAsync(api, HttpMethod.Patch, (string)account["id"]!, change, ifMatch);

    private static Task<Answer> SendAsync(Api api, HttpMethod method, string id, object? body, string? ifMatch) =>
        api.SendAsync(method, $"accounts/{id}", body is null ? null : JsonContent.Create(body, body.GetType()), ifMatch);
}
