using Npgsql;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>What is particular where Citus has spread the tables of sites' data over several servers.</summary>
internal static class Spread
{
    /// <summary>A query of one row: whether the database has the extension.</summary>
    public const string Question = "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')";

    /// <summary>A query of one row, for a database with the extension: whether tables are spread already.</summary>
    public const string HasSpreadTables = "SELECT EXISTS (SELECT 1 FROM pg_dist_partition)";

    // Whoever waits for it holds up the news of all others. Milliseconds.
    private const string Patience = "SET citus.node_connection_timeout = 2000";

    // Catalogues of Citus, https://docs.citusdata.com/en/stable/develop/api_metadata.html.
    private const string Away = """
        SELECT groupid, nodename || ':' || nodeport FROM pg_dist_node
        WHERE isactive AND noderole = 'primary' AND shouldhaveshards AND NOT citus_check_connection_to_node(nodename, nodeport)
        """;

    private const string SitesOn = """
        SELECT p.groupid, s.id FROM unnest($1) s(id)
        JOIN pg_dist_placement p ON p.shardid = get_shard_id_for_distribution_column('interaction', s.id)
        WHERE p.groupid = ANY($2)
        """;

    /// <summary>Servers that do not answer, with the sites that lie on them.</summary>
    public static async Task<IReadOnlyList<AwayServer>> FindAwayAsync(
        NpgsqlConnection connection, IReadOnlyList<int> siteIds, CancellationToken cancellation)
    {
        await using (var patience = new NpgsqlCommand(Patience, connection)) await patience.ExecuteNonQueryAsync(cancellation);
        var names = new Dictionary<int, string>();
        await using (var command = new NpgsqlCommand(Away, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation)) names.Add(reader.GetInt32(0), reader.GetString(1));
        }

        if (names.Count == 0) return [];
        var sites = names.Keys.ToDictionary(g => g, _ => new HashSet<int>());
        await using (var command = new NpgsqlCommand(SitesOn, connection)
        {
            Parameters = { new() { Value = siteIds.ToArray() }, new() { Value = names.Keys.ToArray() } },
        })
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation)) sites[reader.GetInt32(0)].Add(reader.GetInt32(1));
        }

        return [.. names.OrderBy(n => n.Value, StringComparer.Ordinal).Select(n => new AwayServer(n.Value, sites[n.Key]))];
    }
}
