using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Requests;

/// <summary>One caller's calls beyond the limit are refused, and nobody else's.</summary>
public sealed class CallGateTests(PostgresCluster postgres)
{
    [Fact]
    public async Task A_token_beyond_its_limit_waits_for_the_next_minute_and_every_answer_says_what_is_left()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres, ("Api:CallsPerMinute:Tokens:test Manager", "3"));
        var organisation = await SetUpAsync(app);
        using var manager = await app.AsAsync(Role.Manager);
        // Not known yet: counted at its address.
        (await manager.GetAsync("sites")).Is(200);
        foreach (var left in new[] { 2, 1, 0 })
        {
            using var answer = await manager.Http.PostAsync(
                new Uri("/api/v1/interactions", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(Entry()),
                TestContext.Current.CancellationToken);
            Assert.Equal(201, (int)answer.StatusCode);
            Assert.Equal("\"token\";q=3;w=60", Assert.Single(answer.Headers.GetValues("RateLimit-Policy")));
            Assert.Equal($"\"token\";r={left};t=60", Assert.Single(answer.Headers.GetValues("RateLimit")));
        }

        app.Clock.Advance(TimeSpan.FromSeconds(9));
        var refused = (await manager.PostAsync("interactions", Entry())).IsProblem(429, "too_many_calls");
        Assert.Equal(TimeSpan.FromSeconds(51), refused.RetryAfter);
        (await manager.GetAsync("sites")).IsProblem(429, "too_many_calls");
        (await organisation.Admin.GetAsync("sites")).Is(200);
        Assert.Equal(3, (await organisation.Admin.GetAsync("interactions")).Is(200).Items.Count);
        app.Clock.Advance(TimeSpan.FromSeconds(51));
        (await manager.PostAsync("interactions", Entry())).Is(201);
    }

    [Fact]
    public async Task An_address_that_guesses_is_refused_before_anything_is_asked_of_the_store()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres, ("Api:CallsPerMinute:Address", "10"));
        using var known = await app.AdminAsync();
        (await known.GetAsync("sites")).Is(200);
        for (var n = 0; n < 9; n++) (await app.WithToken($"st_{n}").GetAsync("sites")).Is(401);
        (await app.WithToken("st_x").GetAsync("sites")).IsProblem(429, "too_many_calls");
        (await known.GetAsync("sites")).Is(200);
        // Pages and health are not calls.
        using var health = await app.Stranger().Http.GetAsync(
            new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.False(health.Headers.Contains("RateLimit"));
    }
}
