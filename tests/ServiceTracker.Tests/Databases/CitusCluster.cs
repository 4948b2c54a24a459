using System.Text.RegularExpressions;
using Npgsql;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Structure;

namespace ServiceTracker.Tests.Databases;

/// <summary>
/// The cluster whose coordinator TEST_CITUS names: a connection string that may create databases, to a database with the extension and its
/// nodes. Where it is set, every test of PostgreSQL runs on it, on tables that docs/growing.md has spread. The same user signs in to the
/// workers, under the names the coordinator knows them by.
/// </summary>
internal static partial class CitusCluster
{
    /// <summary>The coordinator, or null where there is no cluster.</summary>
    public static string? Coordinator { get; } =
        Environment.GetEnvironmentVariable("TEST_CITUS") is { Length: > 0 } given ? given : null;

    /// <summary>Gives a new database of the coordinator its workers.</summary>
    public static async Task JoinAsync(string database)
    {
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        var (coordinator, workers) = await NodesAsync();
        foreach (var (host, port) in workers)
        {
            await DoAsync(At(Coordinator!, host, port, null), $"CREATE DATABASE {name} TEMPLATE template0");
            await DoAsync(At(Coordinator!, host, port, name), "CREATE EXTENSION citus");
        }

        await DoAsync(
            database, "CREATE EXTENSION citus", $"SELECT citus_set_coordinator_host('{coordinator.Host}', {coordinator.Port})",
            string.Join(';', workers.Select(w => $"SELECT citus_add_node('{w.Host}', {w.Port})")));
    }

    /// <summary>Makes the tables of the program in a database and spreads them as the page says.</summary>
    public static async Task SpreadAsync(string database, string folder)
    {
        Assert.Equal(0, (await new BuiltProgram(folder, database).RunAsync(null, "migrate")).Status);
        var page = (await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "docs", "growing.md"))).ReplaceLineEndings("\n");
        await DoAsync(
            database, "BEGIN", "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'", Statements().Match(page).Groups[2].Value,
            "COMMIT");
    }

    /// <summary>The workers, by host and port.</summary>
    public static async Task<IReadOnlyList<(string Host, int Port)>> WorkersAsync() => (await NodesAsync()).Workers;

    private static async Task<((string Host, int Port) Coordinator, List<(string Host, int Port)> Workers)> NodesAsync()
    {
        await using var source = NpgsqlDataSource.Create(Coordinator!);
        await using var command = source.CreateCommand("SELECT groupid, nodename, nodeport FROM pg_dist_node WHERE isactive ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        var given = new NpgsqlConnectionStringBuilder(Coordinator!);
        var (coordinator, workers) = ((given.Host!, given.Port), new List<(string, int)>());
        while (await reader.ReadAsync())
        {
            if (reader.GetInt32(0) == 0) coordinator = (reader.GetString(1), reader.GetInt32(2));
            else workers.Add((reader.GetString(1), reader.GetInt32(2)));
        }

        return (coordinator, workers);
    }

    private static string At(string connection, string host, int port, string? database)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { Host = host, Port = port };
        if (database is not null) settings.Database = database;
        return settings.ConnectionString;
    }

    private static async Task DoAsync(string connection, params string[] statements)
    {
        await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await open.OpenAsync();
        foreach (var statement in statements.Where(s => s.Length > 0))
        {
#pragma warning disable CA2100 // Texts of this class, of a page of this repository, and names that the cluster itself gave.
            await using var command = new NpgsqlCommand(statement, open);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    [GeneratedRegex("(<!-- statements -->\n```sql\n)(.*?)(```\n)", RegexOptions.Singleline)]
    internal static partial Regex Statements();
}
