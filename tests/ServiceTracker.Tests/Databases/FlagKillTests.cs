using System.Globalization;
using System.Text;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Databases;

/// <summary>
/// Kills the program or its database in the middle of looking at a history, with real processes: afterwards the flags are those that the
/// rows give, none twice and none missing.
/// </summary>
public sealed class FlagKillTests : IAsyncLifetime
{
    private const int Weeks = 30, Slips = 27;
    private static readonly DateOnly Monday = new(2024, 1, 1);
    private static readonly string[] People = ["ann", "bob", "cem", "dee", "eva", "fay"];

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-flags-").FullName;
    private readonly PostgresCluster postgres = new() { Durable = true };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Killing_the_program_while_it_looks_for_flags_leaves_those_that_the_rows_give(Store store)
    {
        var (random, left) = (Seeded(), Rounds);
        var connection = store == Store.Sqlite ? $"Data Source={Path.Combine(folder, "service.db")}" : await postgres.CreateDatabaseAsync();
        var program = new BuiltProgram(folder, connection);
        var service = await ServedProgram.NewAsync(program);
        foreach (var piece in Pieces())
        {
            await using var server = await service.StartAsync();
            (await service.Api.PostTextAsync("imports?createMissing=true", piece, "text/csv")).Is(200);
            if (left-- <= 0) continue;
            await AskAsync(service, random.Next(0, 60));
            await server.KillAsync();
        }

        for (; left > 0; left--)
        {
            await using var server = await service.StartAsync();
            await AskAsync(service, random.Next(0, 60));
            await server.KillAsync();
        }

        await FlagsAreRightAsync(program, service);
    }

    [Fact]
    public async Task Killing_the_database_while_the_program_looks_for_flags_leaves_those_that_the_rows_give()
    {
        var random = Seeded();
        var program = new BuiltProgram(folder, await postgres.CreateDatabaseAsync());
        var service = await ServedProgram.NewAsync(program);
        await using (var server = await service.StartAsync())
        {
            foreach (var piece in Pieces())
            {
                (await service.Api.PostTextAsync("imports?createMissing=true", piece, "text/csv")).Is(200);
                await AskAsync(service, random.Next(0, 60));
                await postgres.KillAsync();
                await postgres.RestartAsync();
                await service.IsReadyAsync(server);
            }

            Assert.False(server.HasExited);
            Assert.Equal(0, await server.TerminateAsync());
        }

        await FlagsAreRightAsync(program, service);
    }

    private static bool IsLong => Environment.GetEnvironmentVariable("TEST_LONG") == "1";

    private static int Rounds => IsLong ? 30 : 2;

    private static Random Seeded()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        return new Random(seed);
    }

    // How far the program has come by the blow: as long as so many questions take.
    private static async Task AskAsync(ServedProgram service, int times)
    {
        for (var i = 0; i < times; i++) (await service.Api.GetAsync("flags?limit=1")).Is(200);
    }

    private static async Task FlagsAreRightAsync(BuiltProgram program, ServedProgram service)
    {
        await using var server = await service.StartAsync();
        await Eventually.HoldsAsync("flags reflect every import", async () =>
            (await service.Api.GetAsync("imports?limit=100")).Is(200).Items.All(i => (string?)i!["analysis"] == "done"));
        // Rounds of whole weeks included, which are held once no day waits any more.
        Assert.NotEmpty((await service.Api.GetAsync("flags?status=all&kind=comparison")).Is(200).Items);
        var flags = (await service.Api.GetAsync("flags?status=all&limit=1000")).Is(200).Items
            .Select(f => $"{f!["kind"]} {f["staff"]} {f["channel"]} {f["expectation"]} {f["detectedAt"]}").ToList();
        var notes = (await service.Api.GetAsync("notes?status=all")).Is(200).Items.Count;
        Assert.Contains(flags, f => f.Contains(" ann ", StringComparison.Ordinal));
        Assert.Equal(flags.Distinct(), flags);
        Assert.Equal(0, await server.TerminateAsync());
        var doctor = await program.RunAsync(null, "doctor", "--replay", "--compare");
        Assert.True(
            doctor.Status == 0 && doctor.Output.Contains($"{flags.Count + notes} flags, all equal", StringComparison.Ordinal),
            $"{flags.Count} flags, {notes} notes\n{doctor.Output}{doctor.Errors}");
    }

    // A history in files, the last weeks before the first ones: each has days taken again.
    private static IEnumerable<string> Pieces() => Rows().Chunk(IsLong ? 1400 : 3200).Reverse().Select(rows =>
        "external_id,occurred_at,site,staff,channel,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else\n"
        + string.Concat(rows));

    private static IEnumerable<string> Rows()
    {
        var random = new Random(7);
        for (var day = 0; day < 7 * Weeks; day++)
        {
            if (day % 7 > 4) continue;
            foreach (var person in People)
            {
                var miss = person == "ann" && day / 7 >= Slips ? 0.4 : 0.05;
                for (var i = 0; i < 6; i++)
                {
                    yield return new StringBuilder().Append(
                        CultureInfo.InvariantCulture,
                        $"{day}-{person}-{i},{Monday.AddDays(day):yyyy-MM-dd}T{9 + i:00}:{random.Next(60):00}:{random.Next(60):00}Z," +
                        $"harbour,{person},counter," +
                        $"{(random.NextDouble() < miss ? "missed" : "met")},met,42,met\n").ToString();
                }
            }
        }
    }
}
