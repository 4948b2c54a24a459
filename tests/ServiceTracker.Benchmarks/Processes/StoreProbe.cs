using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Processes;

/// <summary>Looks into the product's store from outside.</summary>
internal sealed class StoreProbe(StoreSettings store) : IAsyncDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(2), SettlePause = TimeSpan.FromMilliseconds(25);

    private readonly DbDataSource source = store.Kind == StoreKind.Postgres
        ? NpgsqlDataSource.Create(store.ConnectionString)
        : SqliteFactory.Instance.CreateDataSource(
            new SqliteConnectionStringBuilder(store.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);

    /// <summary>A speed is worth nothing when something got lost.</summary>
    /// <exception cref="InvalidOperationException">The store does not hold exactly what was acknowledged.</exception>
    public async Task ExpectAsync(long acknowledged)
    {
        var stored = await AskAsync("SELECT count(*) FROM interaction");
        if (stored != acknowledged)
            throw new InvalidOperationException($"{acknowledged} interactions were acknowledged, {stored} are stored.");
    }

    /// <summary>Waits until everything is in the rollups.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="InvalidOperationException">The queue does not become empty.</exception>
    public async Task<TimeSpan> SettleAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (await AskAsync("SELECT CASE WHEN EXISTS (SELECT 1 FROM rollup_queue) THEN 1 ELSE 0 END") > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > SettleLimit) throw new InvalidOperationException("The rollups do not come up to date.");
            await Task.Delay(SettlePause);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<long> AskAsync(string question)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = source.CreateCommand(question);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}
