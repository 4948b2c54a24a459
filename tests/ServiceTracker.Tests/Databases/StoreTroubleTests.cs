using System.Data.Common;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Interactions;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>A store that is full, forbidden, failing, damaged, busy or hanging: who asked is told so, in time, and never that it is his
/// fault.</summary>
public sealed class StoreTroubleTests(PostgresCluster postgres)
{
    // What the store itself needs to notice, and a busy machine on top.
    private static readonly TimeSpan MostOfEntry = TimeSpan.FromSeconds(7.5), MostOfHealth = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(13, 507, "disk_full")]
    [InlineData(10, 503, "unavailable")]
    [InlineData(8, 503, "read_only")]
    [InlineData(14, 503, "unavailable")]
    [InlineData(1, 503, "unavailable")]
    [InlineData(7, 503, "unavailable")]
    [InlineData(11, 503, "damaged")]
    [InlineData(26, 503, "damaged")]
    public async Task What_SQLite_cannot_keep_is_told_as_the_stores_trouble_at_once_and_once_a_batch(int code, int status, string problem)
    {
        // A write of the detectors that succeeds would say that all is well again.
        await using var app = WriteBatcherTests.WithFaults((await TestApp.NewAsync(Store.Sqlite, postgres)).WithoutWatchJob());
        var organisation = await SetUpAsync(app);
        var faults = WriteBatcherTests.FaultsOf(app);
        faults.Attempt = (_, _) => throw new SqliteException("It went wrong.", code);

        var answer = (await organisation.Admin.PostAsync("interactions", Entry())).IsProblem(status, problem);
        Assert.NotNull(answer.RetryAfter);
        Assert.Single(faults.Attempts);
        var batch =
            (await organisation.Admin.PostAsync("interactions/batch", new JsonArray([.. Enumerable.Range(0, 8).Select(_ => Entry())])))
                .Is(200);
        Assert.All(batch.Items, i => Assert.Equal((status, problem), ((int)i!["status"]!, (string?)i["problem"]!["code"])));
        // A damaged store is not even tried again; nothing is tried in halves.
        Assert.Equal(problem == "damaged" ? [1] : [1, 8], faults.Attempts);

        var health = (await organisation.Admin.GetAsync("/health/ready")).Is(503);
        Assert.Equal(
            ("failing", "ok", "failing", problem),
            ((string?)health["status"], (string?)health["parts"]!["store"]!["status"], (string?)health["parts"]!["writing"]![
                "status"], (string?)health["parts"]!["writing"]!["code"]));
        Assert.DoesNotContain("It went wrong", health.Text, StringComparison.Ordinal);
        using var page = app.CreateClient();
        Assert.Contains(
            "data-store-trouble", await page.GetStringAsync("/sign-in", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Room is made, the right is given: the next look or entry finds out by itself.
        faults.Reset();
        if (problem == "damaged")
        {
            (await organisation.Admin.PostAsync("interactions", Entry())).IsProblem(503, "damaged");
            (await organisation.Admin.PutAsync("reasons/x", new { name = "X" })).IsProblem(503, "damaged");
            app.Services.GetRequiredService<StoreState>().Checked();
        }

        await organisation.LogAsync(Entry());
        Assert.Equal("ok", (string?)(await organisation.Admin.GetAsync("/health/ready")).Is(200)["status"]);
        Assert.Equal(1, await app.QueryAsync(db => db.Interactions.CountAsync()));
    }

    // Each trial writes as much as a large entry with its indexes.
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task However_often_health_is_asked_it_tries_to_write_once_in_two_seconds_and_never_once_all_is_well(Store store)
    {
        await using var app = WriteBatcherTests.WithFaults(
            (await TestApp.NewAsync(store, postgres)).WithoutWatchJob().Without("WritingJob"));
        var organisation = await SetUpAsync(app);
        var faults = WriteBatcherTests.FaultsOf(app);
        faults.Attempt = (_, _) => throw new SqliteException("It went wrong.", 13);
        (await organisation.Admin.PostAsync("interactions", Entry())).IsProblem(507, "disk_full");
        await AskAsync(503);
        Assert.Equal(1, faults.Trials);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        await AskAsync(503);
        Assert.Equal(2, faults.Trials);

        faults.Reset();
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        await AskAsync(200);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(200);
        Assert.Equal(3, faults.Trials);

        async Task AskAsync(int status)
        {
            for (var n = 0; n < 5; n++) (await organisation.Admin.GetAsync("/health/ready")).Is(status);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => organisation.Admin.GetAsync("/health/ready")));
        }
    }

    [Theory]
    [InlineData("PRAGMA query_only = 1", 503, "read_only")]
    [InlineData("PRAGMA max_page_count = 1", 507, "disk_full")]
    public async Task Every_other_write_says_the_same_when_SQLite_itself_refuses(string pragma, int status, string problem)
    {
        var tap = new Tap();
        await using var app = (await TestApp.NewAsync(Store.Sqlite, postgres))
            .Replacing(s => s.ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(tap)));
        var organisation = await SetUpAsync(app);
        var admin = organisation.Admin;
        var draft = (await admin.PostAsync("baselines", Draft())).Is(201);
        tap.Pragma = pragma;

        var long100 = new string('x', 100);
        // Enough of them that a free place in a page does not do.
        foreach (var n in Enumerable.Range(0, 200))
            if ((await admin.PutAsync($"reasons/{n}-{long100[..90]}", new { name = long100 })).Status == status) break;
        (await admin.PutAsync("reasons/last", new { name = long100 })).IsProblem(status, problem);
        (await admin.PutAsync($"baselines/{(int)draft["number"]!}", Draft())).IsProblem(status, problem);
        (await admin.PostTextAsync(
            "imports?format=csv",
            "occurred_at,site,channel,basic:greeted\n"
                + string.Concat(Enumerable.Range(0, 3000).Select(n => $"2026-11-20T10:00:{n % 60:00}Z,harbour,counter,met\n")), "text/csv"))
                    .IsProblem(status, problem);
        Assert.Equal(problem, (string?)(await admin.GetAsync("/health/ready"))["parts"]!["writing"]?["code"] ?? problem);

        tap.Pragma = Tap.Nothing;
        (await admin.PutAsync("reasons/y", new { name = "Y" })).Is(201);
        Assert.Equal("ok", (string?)(await admin.GetAsync("/health/ready")).Is(200)["status"]);

        static object Draft() =>
            new
            {
                name = new string('n', 100),
                effectiveFrom = "2027-01-01",
                targetConsistency = 0.9,
                expectations = Enumerable.Range(0, 20)
                .Select(n => Check($"basic_{n}")).ToArray()
            };
    }

    [Theory]
    [InlineData("53100", StoreTrouble.DiskFull)]
    [InlineData("25006", StoreTrouble.ReadOnly)]
    [InlineData("XX001", StoreTrouble.Damaged)]
    [InlineData("XX000", StoreTrouble.Failing)]
    [InlineData("42P01", StoreTrouble.Failing)]
    [InlineData("58030", StoreTrouble.Failing)]
    [InlineData("57P01", StoreTrouble.Away)]
    [InlineData("53300", StoreTrouble.Away)]
    [InlineData("08006", StoreTrouble.Away)]
    [InlineData("40001", StoreTrouble.Busy)]
    [InlineData("40P01", StoreTrouble.Busy)]
    [InlineData("22021", StoreTrouble.Refused)]
    [InlineData("23505", StoreTrouble.Refused)]
    public void What_PostgreSQL_says_is_told_apart(string state, StoreTrouble trouble)
    {
        var said = new PostgresException("It went wrong.", "ERROR", "ERROR", state);
        Assert.Equal(trouble, StoreFailure.Of(said));
        Assert.Equal(trouble, StoreFailure.Of(new DbUpdateException("Saving.", said)));
        Assert.Equal(trouble, StoreFailure.Of(new InvalidOperationException("A strategy.", new DbUpdateException("Saving.", said))));
    }

    [Fact]
    public void A_server_that_cannot_reach_another_one_is_told_from_one_that_cannot_be_reached()
    {
        // https://github.com/citusdata/citus/blob/main/src/backend/distributed/connection/remote_commands.c
        var said = new PostgresException("connection to the remote node db2:5432 failed", "ERROR", "ERROR", "08006");
        Assert.Equal(StoreTrouble.PartAway, StoreFailure.Of(new InvalidOperationException("A strategy.", said)));
        Assert.Equal(StoreTrouble.Away, StoreFailure.Of(new PostgresException("terminating connection", "FATAL", "FATAL", "08006")));
    }

    [Fact]
    public void A_full_disk_or_quota_beside_the_store_is_the_stores_trouble_too()
    {
        Assert.Equal(StoreTrouble.DiskFull, StoreFailure.Of(new IOException("No space left on device", 28)));
        Assert.Equal(StoreTrouble.DiskFull, StoreFailure.Of(new IOException("Disk quota exceeded", 122)));
        Assert.Equal(StoreTrouble.None, StoreFailure.Of(new IOException("A pipe broke.")));
        Assert.Equal(StoreTrouble.None, StoreFailure.Of(new DbUpdateConcurrencyException("Somebody was faster.")));
    }

    [Fact]
    public async Task Somebody_who_holds_the_file_for_long_makes_nobody_wait_for_long()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var organisation = await SetUpAsync(app);
        await using (var outsider = new SqliteConnection(app.ConnectionString + ";Pooling=False"))
        {
            await outsider.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = outsider.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var started = Stopwatch.StartNew();
            var answers = await Task.WhenAll(
                InTimeAsync(organisation.Admin.PostAsync("interactions", Entry())),
                InTimeAsync(organisation.Admin.PostAsync("interactions", Entry())),
                InTimeAsync(organisation.Admin.PutAsync("reasons/x", new { name = "X" })));
            foreach (var answer in answers) answer.IsUnavailable();
            Assert.InRange(started.Elapsed, TimeSpan.FromSeconds(2), MostOfEntry);
            Assert.Equal(503, (await InTimeAsync(organisation.Admin.GetAsync("/health/ready"), MostOfHealth)).Status);
        }

        await organisation.LogAsync(Entry());
        (await organisation.Admin.GetAsync("/health/ready")).Is(200);
        Assert.Equal(1, await app.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Fact]
    public async Task A_PostgreSQL_that_hangs_makes_nobody_wait_for_long_and_is_found_again()
    {
        var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        await using var proxy = new LameProxy(direct.Host!.StartsWith('/') ? "127.0.0.1" : direct.Host, direct.Port);
        var through = new NpgsqlConnectionStringBuilder(direct.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = proxy.Port,
            MaxPoolSize = 12,
        }.ConnectionString;
        await using var app = await TestApp.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", through));
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry());
        proxy.Hang();
        var entry = Entry().With("id", Guid.CreateVersion7().ToString());
        var answers = await Task.WhenAll(
            InTimeAsync(organisation.Admin.PostAsync("interactions", entry)),
            InTimeAsync(organisation.Admin.PostAsync("interactions", Entry())),
            InTimeAsync(organisation.Admin.PutAsync("reasons/x", new { name = "X" }), MostOfEntry + TimeSpan.FromSeconds(2)),
            InTimeAsync(organisation.Admin.GetAsync("/health/ready"), MostOfHealth));
        foreach (var answer in answers[..3]) answer.IsUnavailable();
        Assert.Equal("failing", (string?)answers[3].Is(503)["status"]);

        proxy.GoOn();
        await Eventually.HoldsAsync("the program is ready again", async () =>
        {
            // Writing is tried anew at most once in some seconds.
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            return (await organisation.Admin.GetAsync("/health/ready")).Status == 200;
        });
        Assert.True((await organisation.Admin.PostAsync("interactions", entry)).Status is 200 or 201);
        Assert.Equal(1, await app.QueryAsync(db => db.Interactions.CountAsync(i => i.Id == Guid.Parse((string)entry["id"]!))));
    }

    // A statement that fails while the driver is about to prepare it (npgsql issue 6391).
    [Fact]
    public async Task A_statement_that_fails_again_and_again_spoils_no_connection_for_others()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { MaxPoolSize = 1 }.ConnectionString;
        await using var app = await TestApp.NewAsync(
            Store.Postgres, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection));
        using var api = await app.AdminAsync();
        for (var n = 0; n < 6; n++)
        {
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<ServiceTrackerDb>();
                Assert.True(await db.Sites.Where(x => x.Code == "harbour").CountAsync() >= 0);
                await Assert.ThrowsAnyAsync<DbException>(() =>
                    db.Sites.Where(x => x.Code == "a\0b").ToListAsync(TestContext.Current.CancellationToken));
            });
            (await api.PutAsync($"reasons/{n}", new { name = "fine" })).Is(201);
            Assert.Equal(n + 1, await app.QueryAsync(db => db.Reasons.CountAsync()));
        }
    }

    [Fact]
    public async Task Entries_that_were_sent_before_spoil_no_writer()
    {
        await using var app = await TestApp.NewAsync(Store.Postgres, postgres);
        var organisation = await SetUpAsync(app);
        for (var n = 0; n < 4; n++)
        {
            var entry = Entry().With("externalId", $"till-{n}");
            (await organisation.Admin.PostAsync("interactions", entry)).Is(201);
            (await organisation.Admin.PostAsync("interactions", entry)).Is(200);
            await organisation.LogAsync(Entry());
        }

        Assert.Equal(8, await app.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Fact]
    public void No_connection_but_a_writers_prepares_by_itself() =>
        Assert.Equal(
            0, new NpgsqlConnectionStringBuilder(
                typeof(PostgresDb)
                    .GetMethod("WithDefaults", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .Invoke(null, ["Host=nowhere"]) as string).MaxAutoPrepare);

    [Fact]
    public async Task Damage_is_found_by_a_check_of_the_file()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var organisation = await SetUpAsync(app);
        for (var n = 0; n < 20; n++)
            await organisation.Admin.PostAsync(
                "interactions/batch",
                new JsonArray([.. Enumerable.Range(0, 100).Select(i => Entry().With("note", $"{n} {i} {new string('x', 200)}"))]));
        Assert.Equal("sound", await CheckAsync());
        var file = new SqliteConnectionStringBuilder(app.ConnectionString).DataSource;
        await app.QueryAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        var length = new FileInfo(file).Length;
        await using (var damage = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            damage.Position = length / 2 / 4096 * 4096;
            var noise = new byte[40 * 4096];
            new Random(20261120).NextBytes(noise);
            await damage.WriteAsync(noise, TestContext.Current.CancellationToken);
        }

        // On a connection of its own, since the program's remember the pages as they were.
        var settings = new StoreSettings(StoreKind.Sqlite, $"Data Source={file};Pooling=False");
        await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(settings.ConnectionString).Options);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new StoreDiagnosis(db, settings, app.Clock).PagesAsync(TestContext.Current.CancellationToken));
        Assert.Contains("damaged", fault.Message, StringComparison.Ordinal);

        Task<string> CheckAsync() => app.InScopeAsync(s => s.GetRequiredService<StoreDiagnosis>().PagesAsync());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_clock_before_what_is_stored_is_noticed(Store store)
    {
        // The day of which the tests have their own clock is far from the database's.
        var right = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var ahead = new FakeTimeProvider(right.GetUtcNow().AddDays(400));
        await using var app = (await TestApp.NewAsync(store, postgres)).Replacing(s => s.AddSingleton<TimeProvider>(ahead));
        var organisation = await SetUpAsync(app);
        Assert.Null(await FaultAsync(right));
        await organisation
            .LogAsync(Entry(ahead.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));
        if (store == Store.Postgres) Assert.Contains("the database's", await FaultAsync(ahead), StringComparison.Ordinal);
        Assert.Contains("newest interaction", await FaultAsync(right), StringComparison.Ordinal);
        app.Services.GetRequiredService<StoreState>().ClockIsOff = true;
        var health = (await organisation.Admin.GetAsync("/health/ready")).Is(200);
        Assert.Equal(("degraded", "clock"), ((string?)health["status"], (string?)health["parts"]!["clock"]!["code"]));

        Task<string?> FaultAsync(TimeProvider clock) => app.InScopeAsync(s => new StoreDiagnosis(
            s.GetRequiredService<ServiceTrackerDb>(), s.GetRequiredService<StoreSettings>(), clock)
                .ClockFaultAsync(CancellationToken.None));
    }

    private static Task<Answer> InTimeAsync(Task<Answer> answer) => InTimeAsync(answer, MostOfEntry);

    private static async Task<Answer> InTimeAsync(Task<Answer> answer, TimeSpan most)
    {
        var clock = Stopwatch.StartNew();
        var done = await answer.WaitAsync(Eventually.Deadline);
        Assert.True(clock.Elapsed <= most, $"{done} after {clock.Elapsed.TotalSeconds:0.0} s");
        return done;
    }

    /// <summary>Takes rights or room from every connection as it is opened.</summary>
    private sealed class Tap : DbConnectionInterceptor
    {
        public const string Nothing = "PRAGMA query_only = 0; PRAGMA max_page_count = 1073741823";

        public string Pragma { get; set; } = Nothing;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of three texts of this file.
            command.CommandText = Pragma;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
