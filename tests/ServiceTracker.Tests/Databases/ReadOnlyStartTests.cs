using Npgsql;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>A program that starts on a PostgreSQL that may be read and not written; on SQLite see <see cref="SmallDiskTests"/>.</summary>
public sealed class ReadOnlyStartTests(PostgresCluster postgres)
{
    [Fact]
    public async Task A_database_that_may_only_be_read_is_served_for_reading_until_it_can_be_written()
    {
        await using var before = await TestApp.NewAsync(Store.Postgres, postgres);
        var organisation = await SetUpAsync(before);
        var logged = (string)(await organisation.LogAsync(Entry()))["id"]!;
        var token = await before.TokenAsync(Role.Admin, TokenScopes.All);
        await AllowAsync(before.ConnectionString, writing: false);

        // By another name, since the connections of the first one may write for as long as they live.
        var connection = new NpgsqlConnectionStringBuilder(before.ConnectionString) { ApplicationName = "reading" }.ConnectionString;
        await using var app = await TestApp.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection));
        using var api = app.WithToken(token);
        Assert.Equal(1, (int)(await api.GetAsync("interactions")).Is(200).Items.Count);
        (await api.GetAsync($"interactions/{logged}")).Is(200);
        (await api.GetAsync("consistency?by=site")).Is(200);
        (await api.GetAsync("reports/weekly/2026-W47/consistency.csv")).Is(200);
        Assert.Contains("nothing can be entered or changed", await PageAsync(app), StringComparison.Ordinal);
        foreach (var answer in (Answer[])[
            await api.PostAsync("interactions", Entry()), await api.PutAsync("reasons/x", new { name = "X" }),
            await api.PostTextAsync("imports", "occurred_at,site,channel\n", "text/csv")])
        {
            answer.IsProblem(503, "read_only");
            Assert.NotNull(answer.RetryAfter);
        }

        var health = (await api.GetAsync("/health/ready")).Is(503);
        Assert.Equal(
            ("failing", "ok", "read_only"),
            ((string?)health["status"], (string?)health["parts"]!["store"]!["status"], (string?)health["parts"]!["writing"]!["code"]));

        // Nobody asks for health and nobody enters anything: it finds out by itself, for the connections that were opened before, too.
        await AllowAsync(before.ConnectionString, writing: true);
        await Eventually.HoldsAsync("the banner is gone", async () =>
            !(await PageAsync(app)).Contains("data-store-trouble", StringComparison.Ordinal));
        (await api.PostAsync("interactions", Entry())).Is(201);
        (await api.PutAsync("reasons/x", new { name = "X" })).Is(201);
        (await api.GetAsync("/health/ready")).Is(200);
    }

    private static async Task<string> PageAsync(TestApp app)
    {
        using var visitor = app.CreateClient();
        return await visitor.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
    }

    // For whoever connects from now on, as a standby that takes over does for all.
    private static async Task AllowAsync(string connectionString, bool writing)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Options = "-c default_transaction_read_only=off",
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // The name is one that the tests made.
        await using var allow = new NpgsqlCommand(
            $"ALTER DATABASE \"{connection.Database}\" SET default_transaction_read_only = {(writing ? "off" : "on")}", connection);
#pragma warning restore CA2100
        await allow.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
