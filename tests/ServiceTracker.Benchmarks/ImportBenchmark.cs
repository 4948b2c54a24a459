using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Infrastructure;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;

namespace ServiceTracker.Benchmarks;

/// <summary>
/// Import of a CSV file (read, validated, scored, stored with its ids checked) beside the floor: the same cells put into a table of texts
/// without looking at them, by COPY on PostgreSQL and by a prepared INSERT in one transaction on SQLite.
/// </summary>
internal static class ImportBenchmark
{
    private const int Rounds = 3;
    private static readonly string[] Columns = ["external_id", "occurred_at", "site", "staff", "channel", "basic:greeted", "basic:identity", "basic:next_step", "measure:wait_minutes", "comment"];

    public static async Task<int> RunAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("servicetracker-benchmark-").FullName;
        await using var cluster = new PostgresCluster();
        try
        {
            var file = Path.Combine(folder, "rows.csv");
            await WriteRowsAsync(file, rows);
            Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1e6:0.0} MB, median of {Rounds}\n");
            Console.WriteLine("store      product    floor   rows/s   product/floor speed   resident");
            foreach (var kind in Enum.GetValues<StoreKind>())
            {
                var (product, floor) = (new List<double>(), new List<double>());
                for (var round = 0; round < Rounds; round++)
                {
                    var store = kind == StoreKind.Sqlite
                        ? new StoreSettings(kind, $"Data Source={Path.Combine(folder, $"{round}.db")}")
                        : new StoreSettings(kind, await cluster.CreateDatabaseAsync());
                    await using var services = await PrepareAsync(store);
                    product.Add(await TimeAsync(() => ImportAsync(services, file, rows)));
                    floor.Add(await TimeAsync(() => kind == StoreKind.Sqlite ? SqliteFloorAsync(store, file) : PostgresFloorAsync(store, file)));
                }

                var (p, f) = (Median(product), Median(floor));
                Console.WriteLine($"{kind,-9} {p,7:0.00} s {f,6:0.00} s {rows / p,8:0}   {f / p,19:0.00}   {Process.GetCurrentProcess().WorkingSet64 / 1e6,5:0} MB");
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task<ServiceProvider> PrepareAsync(StoreSettings store)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(store).AddApplication().AddInfrastructure().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StoreUpgrade>().RunAsync(CancellationToken.None);
        ExpectationInput Check(string code) => new(code, code + "?", "A promise.");
        var input = new BaselineInput("Benchmark", new DateOnly(2025, 1, 1), 0.9,
            [Check("greeted"), Check("identity"), Check("next_step"), new("wait_minutes", "Waited?", "A promise.", null, ExpectationInput.Measure, "minutes", 5, ExpectationInput.AtMost)]);
        var drafted = (Result<Baseline>.Ok)await scope.ServiceProvider.GetRequiredService<DraftBaseline>().CreateAsync(Actor.CommandLine, input, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<PublishBaseline>().RunAsync(Actor.CommandLine, drafted.Value.Number, null, CancellationToken.None);
        return services;
    }

    private static async Task ImportAsync(ServiceProvider services, string file, int rows)
    {
        await using var scope = services.CreateAsyncScope();
        var import = scope.ServiceProvider.GetRequiredService<ImportInteractions>();
        var options = new ImportOptions { CreateMissing = true, Zone = "Europe/London" };
        var begun = (Result<ImportRun>.Ok)await import.BeginAsync(Actor.CommandLine, null, options, CancellationToken.None);
        var run = await import.RunAsync(Actor.CommandLine, begun.Value, file, options, CancellationToken.None);
        if (run.Stored != rows) throw new InvalidOperationException($"{run.Stored} of {rows} rows were stored.");
    }

    private static async Task PostgresFloorAsync(StoreSettings store, string file)
    {
        await using var connection = new NpgsqlConnection(store.ConnectionString);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand($"CREATE TABLE floor ({string.Join(", ", Columns.Select(c => $"\"{c}\" text"))})", connection)) await create.ExecuteNonQueryAsync();
        await using var copy = await connection.BeginTextImportAsync("COPY floor FROM STDIN (FORMAT csv, HEADER)");
        using var reader = new StreamReader(file);
        var buffer = new char[1 << 16];
        while (await reader.ReadAsync(buffer) is var n and > 0) await copy.WriteAsync(buffer.AsMemory(0, n));
    }

    private static async Task SqliteFloorAsync(StoreSettings store, string file)
    {
        await using var connection = new SqliteConnection(store.ConnectionString);
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = $"CREATE TABLE floor ({string.Join(", ", Columns.Select(c => $"\"{c}\" text"))})";
        await create.ExecuteNonQueryAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.Transaction = (SqliteTransaction)transaction;
        insert.CommandText = $"INSERT INTO floor VALUES ({string.Join(", ", Columns.Select((_, i) => "@" + i))})";
        for (var i = 0; i < Columns.Length; i++) insert.Parameters.Add(new SqliteParameter("@" + i, SqliteType.Text));
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var cells = line.Split(',');
            for (var i = 0; i < cells.Length; i++) insert.Parameters[i].Value = cells[i];
            insert.ExecuteNonQuery();
        }

        await transaction.CommitAsync();
    }

    private static async Task WriteRowsAsync(string file, int rows)
    {
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(string.Join(',', Columns));
        var random = new Random(1);
        string Answer() => random.Next(10) == 0 ? "missed" : "met";
        var start = new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < rows; i++)
        {
            var wait = (random.NextDouble() * 8).ToString("0.0", CultureInfo.InvariantCulture);
            await writer.WriteLineAsync(
                $"row-{i},{start.AddSeconds(i % 15_000_000):yyyy-MM-ddTHH:mm:ss}+00:00,site-{i % 5},person-{i % 60},channel-{i % 4},{Answer()},{Answer()},{Answer()},{wait},Asked about delivery");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
