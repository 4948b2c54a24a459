using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Processes;

/// <summary>Looks into the product's store from outside.</summary>
internal sealed class StoreProbe(StoreSettings store) : IAsyncDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(10), SettlePause = TimeSpan.FromMilliseconds(25);

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
    public Task<TimeSpan> SettleAsync() => EmptyAsync("SELECT CASE WHEN EXISTS (SELECT 1 FROM rollup_queue) THEN 1 ELSE 0 END");

    /// <summary>Waits until the detectors have looked at everything that is in the rollups, and rounds of past weeks were held.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="InvalidOperationException">The queue does not become empty.</exception>
    public Task<TimeSpan> WatchedAsync() => EmptyAsync(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM detection_queue) OR EXISTS (SELECT 1 FROM watched_site WHERE rounds_through IS NULL) "
        + "THEN 1 ELSE 0 END");

    /// <summary>Flags whose interaction came after an instant, UTC, with the instant at which it was taken.</summary>
    public async Task<IReadOnlyList<(Guid Flag, DateTime RecordedAt)>> FlagsAsync(DateTime after)
    {
        await using var command = source.CreateCommand(
            "SELECT f.id, i.recorded_at FROM flag f JOIN interaction i ON i.site_id = f.site_id AND i.id = f.detected_by");
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<(Guid, DateTime)>();
        while (await reader.ReadAsync())
        {
            var at = reader.GetDateTime(1);
            if (at > after) found.Add((reader.GetGuid(0), at));
        }

        return found;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<TimeSpan> EmptyAsync(string question)
    {
        var started = Stopwatch.GetTimestamp();
        while (await AskAsync(question) > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > SettleLimit) throw new InvalidOperationException("Not everything comes up to date.");
            await Task.Delay(SettlePause);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private async Task<long> AskAsync(string question)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = source.CreateCommand(question);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}
