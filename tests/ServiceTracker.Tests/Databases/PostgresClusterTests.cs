using Npgsql;

namespace ServiceTracker.Tests.Databases;

public sealed class PostgresClusterTests(PostgresCluster postgres)
{
    [Fact]
    public async Task A_new_database_answers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var command = source.CreateCommand("select 1");
        Assert.Equal(1, await command.ExecuteScalarAsync(ct));
    }

    [Fact]
    public async Task Databases_asked_for_at_once_are_apart_and_empty()
    {
        var ct = TestContext.Current.CancellationToken;
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.CreateDatabaseAsync()));
        foreach (var database in databases)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand("create table only_once (id int)");
            await command.ExecuteNonQueryAsync(ct);
        }

        Assert.Equal(4, databases.Distinct().Count());
    }
}
