using Npgsql;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Structure;

namespace ServiceTracker.Tests.Databases;

/// <summary>
/// What a distributed PostgreSQL (Citus) asks of tables that are spread by site, read from the catalogue of a migrated database, and the
/// page that tells how to spread them.
/// </summary>
public sealed class DistributionTests(PostgresCluster postgres) : IAsyncLifetime
{
    private const string DistributionColumn = "site_id", History = "__EFMigrationsHistory";

    // Small, and asked by every request: they stay on the coordinator, so that no other node keeps anybody from signing in or from a site
    // of another node. Whoever adds a table decides here, or gives it a site_id.
    internal static readonly string[] WholeTables =
    [
        "account", "account_claim", "account_login", "account_session", "account_token", "api_token", "audit_day", "audit_entry",
        "baseline", "change_page", "channel", "data_protection_key", "delivery", "device", "device_proof", "device_unlock", "expectation",
        "former_staff_code", "import_error", "import_mapping", "import_run", "installation_secret", "lease", "master_data_stamp",
        "org_hour_of_week", "org_week", "pin_tries", "reason", "role_title", "site", "site_zone", "staff", "staff_period", "staff_pin",
        "team", "unclaimed_entry",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-catalogue-").FullName;
    private NpgsqlDataSource? source;

    private NpgsqlDataSource Source => source ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        Assert.Equal(0, (await new BuiltProgram(folder, database).RunAsync(null, "migrate")).Status);
        source = NpgsqlDataSource.Create(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Tables_that_stay_whole_are_a_literal_list_and_all_others_have_a_site()
    {
        var tables = await TablesAsync();
        Assert.Empty(WholeTables.Except(tables));
        Assert.Equal(tables.Except(WholeTables), await DistributedAsync());
    }

    [Fact]
    public async Task Every_key_and_unique_index_of_a_sites_data_begins_with_the_site()
    {
        var distributed = await DistributedAsync();
        Assert.Contains("interaction", distributed);
        var indexes = await RowsAsync("""
            SELECT c.relname::text, i.relname::text, a.attname::text, x.indisprimary::text
            FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
            WHERE x.indisunique AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2
            """);
        Assert.Empty(distributed.Except(indexes.Where(i => i[3] == "true").Select(i => i[0])));
        Assert.Empty(indexes.Where(i => distributed.Contains(i[0]) && i[2] != DistributionColumn).Select(i => i[1]));
        Assert.Empty(await RowsAsync("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'x'"));
        // A column that may be null, or of another type in another table, cannot place a row.
        Assert.Equal(["integer true"], (await RowsAsync($"""
            SELECT DISTINCT format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attname = '{DistributionColumn}' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            """)).Select(r => r[0]));
    }

    [Fact]
    public async Task Foreign_keys_stay_within_a_site_or_among_the_tables_that_stay_whole()
    {
        var distributed = await DistributedAsync();
        var keys = await RowsAsync("""
            SELECT k.conname::text, c.relname::text, f.relname::text, a.attname::text, b.attname::text
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] JOIN pg_attribute b ON b.attrelid = f.oid
              AND b.attnum = k.confkey[1]
            WHERE k.contype = 'f' ORDER BY 1
            """);
        Assert.Contains(keys, k => k[0] == "fk_team_site_site_id");
        foreach (var key in keys)
        {
            Assert.True((distributed.Contains(key[1]), distributed.Contains(key[2])) switch
            {
                (true, true) => key[3] == DistributionColumn && key[4] == DistributionColumn,
                (var from, var to) => from == to,
            }, $"{key[0]}: {key[1]}.{key[3]} to {key[2]}.{key[4]}");
        }
    }

    [Fact]
    public async Task Nothing_in_the_schema_runs_by_itself_or_counts_per_site()
    {
        Assert.Empty(await RowsAsync("SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal"));
        Assert.Empty(await RowsAsync("SELECT rulename::text FROM pg_rules WHERE schemaname = 'public'"));
        Assert.Empty(await RowsAsync(
            "SELECT relname::text FROM pg_class WHERE relkind IN ('v', 'm', 'f', 'p') AND relnamespace = 'public'::regnamespace"));
        Assert.Empty(await RowsAsync("SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"));
        // Numbers given by a sequence: only in tables that stay whole.
        var numbered = (await RowsAsync("""
            SELECT DISTINCT c.relname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
            AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval%') ORDER BY 1
            """)).Select(r => r[0]).ToArray();
        Assert.Equal(["account_claim", "channel", "data_protection_key", "reason", "role_title", "site", "staff"], numbered);
        Assert.Empty(numbered.Except(WholeTables));
    }

    [Fact]
    public async Task The_page_on_growing_has_the_statements_that_spread_exactly_these_tables()
    {
        var path = Path.Combine(Repository.Folder, "docs", "growing.md");
        var page = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var statements = await StatementsAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_GROWING") == "1")
        {
            page = CitusCluster.Statements().Replace(page, m => m.Groups[1].Value + statements + m.Groups[3].Value);
            await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
        }

        var written = CitusCluster.Statements().Match(page).Groups[2].Value;
        Assert.True(
            written == statements,
            $"docs/growing.md is not about these tables; run the tests with UPDATE_GROWING=1. It is to say:\n{statements}");
    }

    /// <summary>The tables of sites' data, each by its site.</summary>
    private async Task<string> StatementsAsync() =>
        string.Join('\n', (await DistributedAsync()).Select(t =>
            $"SELECT create_distributed_table('{t}', '{DistributionColumn}');")) + "\n";

    private async Task<string[]> TablesAsync() => [.. (await RowsAsync(
        $"SELECT relname::text COLLATE \"C\" FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> " +
        $"'{History}' ORDER BY 1")).Select(r => r[0])];

    private async Task<string[]> DistributedAsync() => [.. (await WithSiteAsync()).Except(WholeTables)];

    private async Task<string[]> WithSiteAsync() => [.. (await RowsAsync($"""
        SELECT c.relname::text COLLATE "C" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = '{DistributionColumn}' ORDER BY 1
        """)).Select(r => r[0])];

    private async Task<List<string[]>> RowsAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))]);
        return rows;
    }
}
