using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Access;

public sealed class TokensOnSqliteTests(SigningInOnSqlite shared) : TokensTests(shared), IClassFixture<SigningInOnSqlite>;

public sealed class TokensOnPostgresTests(SigningInOnPostgres shared) : TokensTests(shared), IClassFixture<SigningInOnPostgres>;

/// <summary>Tokens are made, shown once, end by themselves or by hand, and tell when they were used.</summary>
public abstract class TokensTests(SigningInApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api admin = shared.Organisation.Admin;

    [Fact]
    public async Task A_token_does_what_it_was_made_for_until_it_is_revoked_and_is_shown_once()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var made = (await admin.PostAsync(
            "tokens", new { name = "Tills", role = "manager", sites = new[] { site }, scopes = new[] { "write" } })).Is(201);
        Assert.Equal($"/api/v1/tokens/{made["id"]}", made.Location);
        using var till = app.WithToken((string)made["token"]!);
        (await till.PostAsync("interactions", Entry(site: site))).Is(201);
        (await till.PostAsync("interactions", Entry(site: other))).Is(422);
        (await till.GetAsync("interactions")).IsProblem(403, "forbidden");

        var listed = await ListedAsync(made);
        Assert.Equal(
            ("Tills", "manager", $"""["{site}"]""", """["write"]""", null, null),
            ((string?)listed!["name"], (string?)listed["role"], listed["sites"]!.ToJsonString(), listed["scopes"]!.ToJsonString(),
                (string?)listed["expiresAt"], (string?)listed["staff"]));
        Assert.Equal(app.Clock.GetUtcNow(), (DateTimeOffset)listed["lastUsedAt"]!);
        Assert.DoesNotContain((string)made["token"]!, (await admin.GetAsync("tokens")).Text, StringComparison.Ordinal);

        (await admin.SendAsync(HttpMethod.Delete, $"tokens/{made["id"]}", null)).Is(204);
        app.Clock.Advance(ApiTokenCache.Lifetime);
        (await till.PostAsync("interactions", Entry(site: site))).Is(401);
        Assert.Null(await ListedAsync(made));
        (await admin.SendAsync(HttpMethod.Delete, $"tokens/{made["id"]}", null)).IsProblem(404, "not_found");
    }

    [Fact]
    public async Task A_token_ends_at_its_instant_and_not_when_a_server_happens_to_ask_again()
    {
        var end = app.Clock.GetUtcNow().AddSeconds(4);
        var made = (await admin.PostAsync("tokens", new { name = "A day", role = "ops", expiresAt = end })).Is(201);
        using var api = app.WithToken((string)made["token"]!);
        (await api.GetAsync("sites")).Is(200);
        app.Clock.Advance(TimeSpan.FromSeconds(3.9));
        (await api.GetAsync("sites")).Is(200);
        app.Clock.Advance(TimeSpan.FromSeconds(0.1));
        (await api.GetAsync("sites")).Is(401);
        Assert.Equal(end, (DateTimeOffset)(await ListedAsync(made))!["expiresAt"]!);
    }

    [Fact]
    public async Task When_it_was_used_is_told_to_five_minutes_and_costs_a_write_no_oftener()
    {
        var made = (await admin.PostAsync("tokens", new { name = "Reader", role = "ops" })).Is(201);
        Assert.Null((await ListedAsync(made))!["lastUsedAt"]);
        using var api = app.WithToken((string)made["token"]!);
        var first = app.Clock.GetUtcNow();
        (await api.GetAsync("sites")).Is(200);
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        (await api.GetAsync("sites")).Is(200);
        Assert.Equal(first, (DateTimeOffset)(await ListedAsync(made))!["lastUsedAt"]!);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await api.GetAsync("sites")).Is(200);
        Assert.Equal(first.AddMinutes(5), (DateTimeOffset)(await ListedAsync(made))!["lastUsedAt"]!);
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_its_field_and_nothing_is_made()
    {
        var before = await app.QueryAsync(db => db.ApiTokens.CountAsync());
        foreach (var (body, errors) in new (object, string[])[]
        {
            (new { }, ["$.role required"]),
            (new { role = "ops" }, ["$.name required"]),
            (new { name = "x", role = "boss" }, ["$.role invalid"]),
            (new { name = "x", role = "ops", sites = new[] { "nowhere" } }, ["$.sites[0] unknown_reference"]),
            (new { name = "x", role = "ops", sites = Array.Empty<string>() }, ["$.sites required"]),
            (new { name = "x", role = "ops", scopes = new[] { "all" } }, ["$.scopes[0] invalid"]),
            (new { name = "x", role = "ops", scopes = Array.Empty<string>() }, ["$.scopes required"]),
            (new { name = "x", role = "staff", staff = "nobody" }, ["$.staff unknown_reference"]),
            (new { name = "x", role = "ops", expiresAt = app.Clock.GetUtcNow() }, ["$.expiresAt out_of_range"]),
        })
            Assert.Equal(errors, (await admin.PostAsync("tokens", body)).Is(422).Errors);
        Assert.Equal(before, await app.QueryAsync(db => db.ApiTokens.CountAsync()));
    }

    [Fact]
    public async Task An_administrator_makes_and_revokes_one_on_the_page()
    {
        using var browser = shared.At("203.0.113.61");
        await browser.SignInAsync(await shared.PersonAsync());
        using var shown = await browser.SubmitAsync(
            "/tokens", "main form:not([action])", ("Input.Name", "Phone system"), ("Input.Role", "ops"), ("Input.EverySite", "true"),
            ("Input.Reads", "true"), ("Input.LastDay", "2030-01-01"));
        var text = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var secret = text[text.IndexOf("st_", StringComparison.Ordinal)..].Split('"')[0];
        using var api = app.WithToken(secret);
        (await api.GetAsync("sites")).Is(200);
        (await api.PostAsync("interactions/batch", Array.Empty<object>())).IsProblem(403, "forbidden");
        var made = (await admin.GetAsync("tokens")).Is(200).Items.Single(t => (string)t!["name"]! == "Phone system")!;
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero), (DateTimeOffset)made["expiresAt"]!);

        using var refused = await browser.SubmitAsync(
            "/tokens", "main form:not([action])", ("Input.Name", "Past"), ("Input.Role", "ops"), ("Input.EverySite", "true"),
            ("Input.LastDay", "2020-01-01"));
        Assert.Contains(
            "That day is over", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var revoked = await browser.SubmitAsync("/tokens", $"form:has(input[value='{made["id"]}'])");
        Assert.Equal(HttpStatusCode.Redirect, revoked.StatusCode);
        app.Clock.Advance(ApiTokenCache.Lifetime);
        (await api.GetAsync("sites")).Is(401);
    }

    private async Task<JsonNode?> ListedAsync(Answer made) =>
        (await admin.GetAsync("tokens")).Is(200).Items.SingleOrDefault(t => (string)t!["id"]! == (string)made["id"]!);
}
