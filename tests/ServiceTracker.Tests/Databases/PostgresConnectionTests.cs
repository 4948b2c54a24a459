using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Imports;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

public sealed class PostgresConnectionTests(PostgresCluster postgres)
{
    // Two programs and whoever looks after the server share the hundred connections that PostgreSQL has unless told otherwise.
    private const int Most = 40;

    private const string OfWriters = "FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%writer'";

    [Fact]
    public async Task Beyond_forty_questions_at_a_time_requests_wait_for_a_connection_instead_of_being_refused_one()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = await TestApp.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection));
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry());
        await using var other = NpgsqlDataSource.Create(connection);
        await using var holder = await other.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(holder, "LOCK TABLE interaction IN ACCESS EXCLUSIVE MODE");

        var asked = Enumerable.Range(0, Most + 20).Select(_ => organisation.Admin.GetAsync("interactions")).ToList();
        await Eventually.HoldsAsync($"{Most} questions wait for the table", async () => await WaitingAsync(other) >= Most);
        await held.RollbackAsync(TestContext.Current.CancellationToken);
        foreach (var answer in await Task.WhenAll(asked)) Assert.Single(answer.Is(200)["items"]!.AsArray());
        // Connections stay open for a while; the writers have two of their own, and two are the test's.
        Assert.InRange(await AskAsync(other, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"), Most, Most + 4);
    }

    [Fact]
    public async Task An_interaction_is_stored_once_though_the_server_ended_the_connection_that_writers_keep()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = await TestApp.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection));
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry());
        await using var other = NpgsqlDataSource.Create(connection);

        Assert.InRange(await AskAsync(other, $"SELECT count(pg_terminate_backend(pid)) {OfWriters}"), 1, 2);
        await organisation.LogAsync(Entry());
        await organisation.LogAsync(Entry());
        Assert.Equal(3, (await organisation.Admin.GetAsync("interactions")).Is(200)["items"]!.AsArray().Count);
        Assert.InRange(await AskAsync(other, $"SELECT count(*) {OfWriters}"), 1, 2);
    }

    [Fact]
    public async Task Whoever_waited_for_rollups_waits_no_longer_than_others_for_what_is_asked_next()
    {
        await using var app = await TestApp.NewAsync(Store.Postgres, postgres);
        await app.InScopeAsync(async s =>
        {
            var (db, rollups) = (s.GetRequiredService<ServiceTrackerDb>(), s.GetRequiredService<IRollupStore>());
            var usual = db.Database.GetCommandTimeout();
            await using (var alone = await rollups.TryBeginAsync(db, TimeSpan.FromSeconds(3), CancellationToken.None))
            {
                Assert.NotNull(alone);
                Assert.Equal(usual, db.Database.GetCommandTimeout());
                Assert.True(await rollups.LockAsync(db, wait: true, CancellationToken.None));
                Assert.Equal(usual, db.Database.GetCommandTimeout());
            }

            await rollups.FreeRoomAsync(db, CancellationToken.None);
            Assert.Equal(usual, db.Database.GetCommandTimeout());
        });
    }

    [Fact]
    public async Task The_claim_of_an_import_rests_for_hours_without_being_ended_for_it()
    {
        await using var app = await TestApp.NewAsync(Store.Postgres, postgres);
        await app.InScopeAsync(async s =>
        {
            var database = new NpgsqlConnectionStringBuilder(app.ConnectionString).Database;
            await using var other = NpgsqlDataSource.Create(app.ConnectionString);
#pragma warning disable CA2100 // A name of our own.
            await using (var limit = other.CreateCommand($"ALTER DATABASE \"{database}\" SET idle_session_timeout = '1min'"))
#pragma warning restore CA2100
                await limit.ExecuteNonQueryAsync();
            await using var claim = await s.GetRequiredService<IImportClaims>().TryTakeAsync(Guid.CreateVersion7(), CancellationToken.None);
            var holder = Assert.IsType<NpgsqlConnection>(claim);
            await using var ask = new NpgsqlCommand("SHOW idle_session_timeout", holder);
            Assert.Equal("0", await ask.ExecuteScalarAsync());
            Assert.Equal(60, new NpgsqlConnectionStringBuilder(holder.ConnectionString).TcpKeepAliveTime);
        });
    }

    private static Task<long> WaitingAsync(NpgsqlDataSource source) =>
        AskAsync(source, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

    private static async Task<long> AskAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
