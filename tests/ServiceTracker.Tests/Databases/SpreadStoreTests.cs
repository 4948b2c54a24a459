using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Interactions;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>What a store that is spread over several servers by site asks of the program.</summary>
public sealed class SpreadStoreTests(PostgresCluster postgres)
{
    private const string North = "north";

    public static TheoryData<Store> Stores => [Store.Sqlite, Store.Postgres];

    [Theory, MemberData(nameof(Stores))]
    public async Task An_id_is_one_of_its_site(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        await organisation.SiteAsync(North);
        var (admin, id) = (organisation.Admin, Guid.CreateVersion7().ToString());
        var (here, there) = (WithId(Entry(), id), WithId(Entry(site: North), id));

        var together = (await admin.PostAsync("interactions/batch", new JsonArray(Copy(here), Copy(there)))).Is(200)["items"]!.AsArray();
        Assert.All(together, i => Assert.Equal(201, (int)i!["status"]!));

        foreach (var entry in (JsonObject[])[here, there])
        {
            (await admin.PostAsync("interactions", entry)).Is(200);
            var other = Copy(entry);
            other["note"] = "Something else.";
            (await admin.PostAsync("interactions", other)).Is(409);
            var site = (string)entry["site"]!;
            Assert.Equal(site, (string?)(await admin.GetAsync($"interactions/{id}?site={site}")).Is(200)["site"]);
            Assert.Equal(site, (string?)(await (await app.AsAsync(Domain.Access.Role.Manager, site)).GetAsync($"interactions/{id}"))
                .Is(200)["site"]);
        }

        var which = (await admin.GetAsync($"interactions/{id}")).Is(422);
        Assert.Equal("site", (string?)which["errors"]![0]!["path"]);
        Assert.Contains("harbour and north", (string?)which["errors"]![0]!["message"], StringComparison.Ordinal);
        (await admin.GetAsync($"interactions/{id}?site=elsewhere")).Is(404);
        Assert.Equal(2, await app.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task What_is_stored_together_is_of_one_site(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).Replacing(FaultyStore.Replace);
        var organisation = await SetUpAsync(app);
        var faults = (FaultyStore)app.Services.GetRequiredService<IInteractionStore>();
        string[] sites = [Site, await organisation.SiteAsync(North), await organisation.SiteAsync()];
        faults.IsSpread = true;
        var together = new List<int>();
        faults.Attempt = (interactions, attempt) =>
        {
            lock (together) together.Add(interactions.Select(i => i.SiteId).Distinct().Count());
            return attempt();
        };

        var body = new JsonArray([.. Enumerable.Range(0, 30).Select(n => (JsonNode)Entry(site: sites[n % 3]))]);
        var items = (await organisation.Admin.PostAsync("interactions/batch", body)).Is(200)["items"]!.AsArray();
        Assert.All(items, i => Assert.Equal(201, (int)i!["status"]!));
        Assert.Equal([1, 1, 1], together);
        Assert.Equal(30, await app.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_server_that_does_not_answer_stops_its_own_sites_alone(Store store)
    {
        await using var app = (await TestApp.NewAsync(store, postgres)).Replacing(FaultyStore.Replace).WithoutRollupJob();
        var organisation = await SetUpAsync(app);
        await organisation.SiteAsync(North);
        var faults = (FaultyStore)app.Services.GetRequiredService<IInteractionStore>();
        var state = app.Services.GetRequiredService<StoreState>();
        var admin = organisation.Admin;
        foreach (var site in (string[])[Site, North]) (await admin.PostAsync("interactions", Entry(site: site))).Is(201);
        var away = await app.QueryAsync(db => db.Sites.Where(s => s.Code == Site).Select(s => s.Id).SingleAsync());
        state.Away = faults.Away = [new AwayServer("db2:5432", new HashSet<int> { away })];

        var refused = (await admin.PostAsync("interactions", Entry())).Is(503);
        Assert.Equal("part_away", (string?)refused["code"]);
        (await admin.PostAsync("interactions", Entry(site: North))).Is(201);
        var items = (await admin.PostAsync("interactions/batch", new JsonArray(Entry(), Entry(site: North)))).Is(200)["items"]!.AsArray();
        Assert.Equal([503, 201], items.Select(i => (int)i!["status"]!));

        var health = (await admin.GetAsync("/health/ready")).Is(200);
        Assert.Equal("degraded", (string?)health["status"]);
        Assert.Equal("part_away", (string?)health["parts"]!["servers"]!["code"]);
        Assert.Equal(0.5, (double?)health["parts"]!["servers"]!["share"]);

        await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None));
        Assert.Equal([away], await app.QueryAsync(db => db.RollupQueue.Select(q => q.SiteId).Distinct().ToListAsync()));
        var week = (await admin.GetAsync($"consistency?site={North}&from=2026-11-16&to=2026-11-22")).Is(200);
        Assert.Equal(3, (int)week["items"]![0]!["interactions"]!);

        state.Away = faults.Away = [];
        (await admin.PostAsync("interactions", Entry())).Is(201);
        Assert.Equal("ok", (string?)(await admin.GetAsync("/health/ready")).Is(200)["parts"]!["servers"]!["status"]);
        await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None));
        Assert.Equal(0, await app.QueryAsync(db => db.RollupQueue.CountAsync()));
    }

    [Fact]
    public async Task Where_PostgreSQL_says_that_it_is_spread_rows_are_sent_each_to_its_server_and_servers_are_asked_for()
    {
        await using var app = await TestApp.NewAsync(Store.Postgres, postgres);
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await DoAsync(source, PretendedCitus);
        var organisation = await SetUpAsync(app);
        await organisation.SiteAsync(North);
        var body = new JsonArray([.. Enumerable.Range(0, 230).Select(n => (JsonNode)WithId(
            Entry(site: n % 2 == 0 ? Site : North), Guid.CreateVersion7().ToString()))]);
        foreach (var status in (int[])[201, 200])
        {
            var items = (await organisation.Admin.PostAsync("interactions/batch", body.DeepClone())).Is(200)["items"]!.AsArray();
            Assert.All(items, i => Assert.Equal(status, (int)i!["status"]!));
        }

        var store = app.Services.GetRequiredService<IInteractionStore>();
        Assert.True(store.IsSpread);
        var sites = await app.QueryAsync(db => db.Sites.Select(s => s.Id).ToListAsync());
        Assert.Empty(await store.FindAwayAsync(sites, TestContext.Current.CancellationToken));
        await DoAsync(source, "UPDATE pg_dist_node SET nodeport = 5499 WHERE groupid = 1");
        var server = Assert.Single(await store.FindAwayAsync(sites, TestContext.Current.CancellationToken));
        Assert.Equal("db1:5499", server.Name);
        Assert.Equal(sites.Where(s => s % 2 == 1).Order(), server.SiteIds.Order());
    }

    [Fact]
    public async Task No_statement_asks_for_what_is_spread_and_for_what_stays_whole_together()
    {
        await using var app = await TestApp.NewAsync(Store.Postgres, postgres);
        var organisation = await SetUpAsync(app);
        var tables = await app.QueryAsync(db => Task.FromResult(
            db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().ToList()));
        var asked = new ConcurrentDictionary<string, bool>();
        using var all = DiagnosticListener.AllListeners.Subscribe(
            new Listening(asked, new NpgsqlConnectionStringBuilder(app.ConnectionString).Database!));
        await organisation.SiteAsync(North);
        foreach (var site in (string[])[Site, North])
        {
            var id = (string?)(await organisation.Admin.PostAsync("interactions", Entry(site: site))).Is(201)["id"];
            (await organisation.Admin.GetAsync($"interactions/{id}")).Is(200);
        }

        var file = "site,staff,channel,occurred_at,basic:greeted\nharbour,dvolkov,counter,2026-11-20T09:00:00Z,met\n"u8.ToArray();
        (await organisation.Admin.PostBytesAsync("imports?format=csv", file)).Is(200);
        await app.WatchAsync();
        var document = (await organisation.Admin.GetAsync("/openapi/v1.json")).Is(200);
        foreach (var (path, calls) in document["paths"]!.AsObject())
        {
            if (calls!["get"] is not null && !path.Contains('{', StringComparison.Ordinal)) await organisation.Admin.GetAsync(path);
        }

        var spread = tables.Except(DistributionTests.WholeTables).ToList();
        var together = asked.Keys.Where(sql => Names(sql, spread) && Names(sql, DistributionTests.WholeTables)).ToList();
        Assert.Contains(asked.Keys, sql => Names(sql, spread));
        Assert.Contains(asked.Keys, sql => Names(sql, DistributionTests.WholeTables));
        Assert.Empty(together);

        static bool Names(string sql, IEnumerable<string> tables) => tables.Any(t =>
            Regex.IsMatch(sql, $@"\b(FROM|JOIN|INTO|UPDATE|USING)\s+""?{t}""?(\s|$)", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    // Of one database: other tests run meanwhile.
    private sealed class Listening(ConcurrentDictionary<string, bool> asked, string database)
        : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandEventData { Command: { Connection.Database: var where, CommandText: var sql } } && where == database)
                asked.TryAdd(sql, true);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    // The parts of Citus' catalogue that are asked for, with the names and types it gives them: nothing is spread in truth.
    private const string PretendedCitus = """
        SET allow_system_table_mods = on;
        INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
          SELECT 999999, 'citus', oid, 'pg_catalog'::regnamespace, false, '13.2-1' FROM pg_roles WHERE rolname = current_user;
        CREATE TABLE pg_catalog.pg_dist_node (
          groupid int, nodename text, nodeport int, noderole text, isactive boolean, shouldhaveshards boolean);
        INSERT INTO pg_catalog.pg_dist_node VALUES
          (0, 'db0', 5432, 'primary', true, false), (1, 'db1', 5432, 'primary', true, true), (2, 'db2', 5432, 'primary', true, true);
        CREATE TABLE pg_catalog.pg_dist_placement (shardid bigint, groupid int);
        INSERT INTO pg_catalog.pg_dist_placement VALUES (102000, 2), (102001, 1);
        CREATE FUNCTION pg_catalog.citus_check_connection_to_node(name text, port int) RETURNS boolean
          LANGUAGE sql AS $$ SELECT port = 5432 $$;
        CREATE FUNCTION pg_catalog.get_shard_id_for_distribution_column(name regclass, value int) RETURNS bigint
          LANGUAGE sql AS $$ SELECT 102000::bigint + value % 2 $$;
        """;

    private static async Task DoAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static JsonObject WithId(JsonObject entry, string id)
    {
        entry["id"] = id;
        return entry;
    }

    private static JsonObject Copy(JsonObject entry) => (JsonObject)entry.DeepClone();
}
