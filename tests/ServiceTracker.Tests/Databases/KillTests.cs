using System.Diagnostics;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Databases;

/// <summary>
/// Kills the program or its database in the middle of load, with real processes, and looks whether anything that was acknowledged is
/// missing or doubled, and whether the program was honest about it.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    // Rows of the file that comes in meanwhile.
    private const int Rows = 2000;

    // What a service manager waits for before it kills, and more than enough for whatever is under way.
    private static readonly TimeSpan MostOfEnding = TimeSpan.FromSeconds(30);

    // Acknowledged interactions before and after each blow.
    private const int Enough = 250;

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-kill-").FullName;
    private readonly PostgresCluster postgres = new() { Durable = true };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Killing_the_program_while_it_logs_and_imports_loses_and_doubles_nothing(Store store)
    {
        var (random, acknowledged, imported) = (Seeded(), 0, 0);
        var service = await ServiceAsync(store);
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await service.StartAsync();
            var (load, import) = (service.Load(), service.Import(Rows));
            await load.AcknowledgesAsync(random.Next(20, 2 * Enough));
            await server.KillAsync();
            await load.EndsAsync();
            acknowledged += load.Acknowledged;
            if (await import.EndsAsync()) imported++;
            await using var next = await service.StartAsync();
            await service.NothingIsLostAsync(load, import);
            Assert.Equal(0, await next.TerminateAsync());
            await service.RollupsAreRightAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} kills, {acknowledged} acknowledged, {imported} files in: none lost, none double.");
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Asking_the_program_to_end_in_the_middle_of_load_ends_it_soon_and_loses_and_doubles_nothing(Store store)
    {
        var (random, slowest) = (Seeded(), TimeSpan.Zero);
        var service = await ServiceAsync(store);
        for (var round = 0; round < (IsLong ? Rounds : 1); round++)
        {
            await using var server = await service.StartAsync();
            var (load, import) = (service.Load(), service.Import(Rows));
            await load.AcknowledgesAsync(random.Next(20, 2 * Enough));
            var asked = Stopwatch.StartNew();
            Assert.Equal(0, await server.TerminateAsync());
            if (asked.Elapsed > slowest) slowest = asked.Elapsed;
            Assert.InRange(asked.Elapsed, TimeSpan.Zero, MostOfEnding);
            await load.EndsAsync();
            await import.EndsAsync();
            await using var next = await service.StartAsync();
            await service.NothingIsLostAsync(load, import);
            Assert.Equal(0, await next.TerminateAsync());
            await service.RollupsAreRightAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"The slowest end took {slowest.TotalSeconds:0.0} s.");
    }

    [Fact]
    public async Task Killing_the_database_loses_and_doubles_nothing_and_the_program_recovers_by_itself()
    {
        var service = await ServiceAsync(Store.Postgres);
        await using var server = await service.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var load = service.Load();
            await load.AcknowledgesAsync(Enough + 97 * round);
            await postgres.KillAsync();
            // Nothing answers on the database's port from here to the restart, so whatever is asked and answered within is to say so.
            for (var n = 0; n < 5; n++)
            {
                var health = await service.Api.GetAsync("/health/ready");
                Assert.Equal((503, TimeSpan.FromSeconds(5)), (health.Status, health.RetryAfter));
                (await service.Api.GetAsync("/health/live")).Is(200);
            }

            await load.RefusedAsync(40);
            Assert.Equal(503, (await service.Api.GetAsync("/health/ready")).Status);
            await postgres.RestartAsync();
            var before = load.Acknowledged;
            await service.IsReadyAsync(server);
            await load.AcknowledgesAsync(before + Enough);
            await load.StopAsync();
            (await service.Api.GetAsync("/health/ready")).Is(200);
            await service.NothingIsLostAsync(load);
            Assert.False(server.HasExited);
            await service.RollupsAreRightAsync();
        }

        Assert.Equal(0, await server.TerminateAsync());
    }

    private static bool IsLong => Environment.GetEnvironmentVariable("TEST_LONG") == "1";

    private static int Rounds => IsLong ? 12 : 2;

    // The moments of the blows; what is under way at them is chance in any case.
    private static Random Seeded()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        return new Random(seed);
    }

    private async Task<ServedProgram> ServiceAsync(Store store)
    {
        var connection = store == Store.Sqlite ? $"Data Source={Path.Combine(folder, "service.db")}" : await postgres.CreateDatabaseAsync();
        return await ServedProgram.NewAsync(new BuiltProgram(folder, connection));
    }
}
