using System.Collections.Concurrent;
using System.Data;
using Npgsql;
using ServiceTracker.Infrastructure.Persistence.Postgres;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>
/// Connections for those who write the same statements all day, outside of the driver's pool. Their statements and plans are kept: planning
/// an insert of thirty columns anew takes longer than inserting. Of those that rest the one used last goes first, since its process at the
/// server has tables, plans and pages at hand; the pool takes the one that rested longest, and a writer would go from one to the other with
/// every transaction. Shown by the benchmark <c>write</c>.
/// </summary>
internal sealed class PostgresWriters : IDisposable
{
    // Statements a connection keeps prepared. A pooler that gives every transaction another connection needs Max Auto Prepare=0.
    // There are 34: in each of six tables one for each number of few rows and one for more, two that look before they write, begin and
    // commit.
    private const int PreparedStatements = 36;

    private readonly NpgsqlDataSource source;

    // Open connections that nobody writes on.
    private readonly ConcurrentStack<NpgsqlConnection> resting = new();

    // Known with the first connection.
    private volatile bool isSpread, isWhole;

    public PostgresWriters(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresDb.WithDefaults(connectionString)) { Pooling = false };
        // Told apart by whoever looks at the server's connections.
        settings.ApplicationName = $"{settings.ApplicationName} writer".TrimStart();
        // Nobody else prepares by itself: see where these connections are ended.
        if (!settings.ShouldSerialize("Max Auto Prepare"))
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (PreparedStatements, 2);
        PostgresDb.GiveSigns(settings);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            c => Note(AskAndKeepPlans(c).ExecuteScalar()),
            async c =>
            {
                await using var command = AskAndKeepPlans(c);
                Note(await command.ExecuteScalarAsync());
            });
        source = builder.Build();
    }

    /// <inheritdoc cref="Application.Interactions.Writing.IInteractionStore.IsSpread" />
    public bool IsSpread => isSpread;

    /// <summary>Whether it is known that all tables lie on one server.</summary>
    public bool IsKnownWhole => isWhole;

    /// <summary>Writes on a connection of its own.</summary>
    /// <param name="write">Says also whether the connection is as it was before, so that the next one may write on it.</param>
    /// <param name="cancellation">Ends waiting for a connection.</param>
    public async Task<T> OnOneAsync<T>(Func<NpgsqlConnection, Task<(T Value, bool IsAsBefore)>> write, CancellationToken cancellation)
    {
        if (!resting.TryPop(out var connection)) connection = await source.OpenConnectionAsync(cancellation);
        var isAsBefore = false;
        try
        {
            (var value, isAsBefore) = await write(connection);
            return value;
        }
        finally
        {
            if (isAsBefore && connection.FullState == ConnectionState.Open)
            {
                resting.Push(connection);
            }
            else
            {
                var ended = connection.FullState != ConnectionState.Open;
                // An error met by a statement that was just being prepared leaves the driver in another state than the server
                // (https://github.com/npgsql/npgsql/issues/6391): whoever came next would be failed by it.
                await connection.DisposeAsync();
                // What ended this one has most likely ended the others.
                if (ended) CloseResting();
            }
        }
    }

    /// <summary>A new connection, which the caller ends.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    public void Dispose()
    {
        CloseResting();
        source.Dispose();
    }

    // Citus plans by the value of the site, which a plan that is kept for all values does not know.
    private static NpgsqlCommand AskAndKeepPlans(NpgsqlConnection connection) => new(
        $"""
        SELECT s.is_spread FROM ({Spread.Question}) s(is_spread)
        CROSS JOIN LATERAL set_config('plan_cache_mode', CASE WHEN s.is_spread THEN 'auto' ELSE 'force_generic_plan' END, false)
        """,
        connection);

    private void Note(object? answer) => (isSpread, isWhole) = (answer is true, answer is false);

    private void CloseResting()
    {
        while (resting.TryPop(out var connection)) connection.Dispose();
    }
}
