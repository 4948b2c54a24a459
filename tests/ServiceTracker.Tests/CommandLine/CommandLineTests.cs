using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.CommandLine;

/// <summary>The built program as a process of its own, from another folder.</summary>
public sealed class CommandLineTests(PostgresCluster postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-command-").FullName;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_verbs_work_one_after_another_on_a_new_store(Store store)
    {
        var connection = store == Store.Sqlite
            ? $"Data Source={Path.Combine(folder, "new", "service.db")}" : await postgres.CreateDatabaseAsync();

        // Nothing is there yet: the doctor says so and makes nothing.
        var sick = await RunAsync(connection, null, "doctor");
        Assert.Equal(1, sick.Status);
        Assert.Contains("FAIL  Schema:", sick.Output, StringComparison.Ordinal);

        var token = await RunAsync(connection, null, "token", "create", "--name", "till", "--role", "admin");
        Assert.Equal((0, ""), (token.Status, token.Errors));
        Assert.Matches("^st_[A-Za-z0-9_-]{43}\n$", token.Output);

        Assert.Equal((0, "The store is up to date.\n", ""), await RunAsync(connection, null, "migrate"));
        var healthy = await RunAsync(connection, null, "doctor");
        Assert.Equal(0, healthy.Status);
        Assert.DoesNotContain("FAIL", healthy.Output, StringComparison.Ordinal);
        Assert.Equal(12, healthy.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Assert.Equal(
            (0, "", ""),
            await RunAsync(
                connection, "a long enough password\n", "user", "add", "--email", "ann@example.org", "--role", "admin",
                "--password-stdin"));
        var twice = await RunAsync(
            connection, "a long enough password\n", "user", "add", "--email", "ann@example.org", "--role", "admin", "--password-stdin");
        Assert.Equal((1, ""), (twice.Status, twice.Output));
        Assert.Equal(
            1, (await RunAsync(
                connection, "short\n", "user", "add", "--email", "bob@example.org", "--role", "staff", "--password-stdin")).Status);
        Assert.Equal(
            (1, 1),
            (await CountAsync(store, connection, db => db.Users.CountAsync()), await CountAsync(
                store, connection, db => db.ApiTokens.CountAsync())));

        // What the command made is what the server knows.
        await using (var app = await TestApp.NewAsync(store, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection)))
        {
            using var api = app.WithToken(token.Output.Trim());
            await Hosting.Organisation.SetUpAsync(app);
            (await api.GetAsync("sites/harbour")).Is(200);
        }

        var file = Path.Combine(folder, $"{store}.csv");
        await File.WriteAllTextAsync(
            file,
            "external_id,occurred_at,site,channel,basic:greeted\n1,2026-11-19T10:00:00Z,harbour,counter,met\n" +
            "2,2026-11-19T10:00:00Z,mill,kiosk,missed\n", TestContext.Current.CancellationToken);
        var refused = await RunAsync(connection, null, "import", file);
        Assert.Equal((1, "rejected: 2 rows, 0 stored, 0 already there, 1 rejected\n"), (refused.Status, refused.Output));
        Assert.Contains("line 3, site: There is no site", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(
            (0, "made 1 sites: mill\nmade 1 channels: kiosk\ndone: 2 rows, 2 stored, 0 already there, 0 rejected\n", ""),
            await RunAsync(connection, null, "import", file, "--create-missing", "--zone", "UTC"));
        Assert.Equal(
            (0, "done: 2 rows, 0 stored, 2 already there, 0 rejected\n", ""),
            await RunAsync(connection, null, "import", "--create-missing", file, "--zone", "UTC"));

        var target = Path.Combine(folder, "reports", store.ToString());
        var report = await RunAsync(connection, null, "report", "weekly", "2026-W47", "--out", target);
        Assert.Equal(0, report.Status);
        string[] files =
            ["basics_2026-W47.csv", "channels_2026-W47.csv", "consistency_2026-W47.csv", "flags_2026-W47.csv", "interactions_2026-W47.csv",
            "sites_2026-W47.csv", "staff_2026-W47.csv"];
        Assert.Equal(files, Directory.GetFiles(target).Select(Path.GetFileName).Order());
        Assert.Equal(files, report.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFileName).Order());
        var written = await File.ReadAllBytesAsync(Path.Combine(target, files[2]), TestContext.Current.CancellationToken);
        await using (var app = await TestApp.NewAsync(store, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection)))
        {
            using var api = app.WithToken(token.Output.Trim());
            Assert.Equal((await api.GetAsync("reports/weekly/2026-W47/consistency.csv")).Is(200).Bytes, written);
            (await api.PostAsync("reports/weekly/2026-W46/seal", new { site = "mill" })).Is(201);
        }

        var sealedWeek = await RunAsync(
            connection, null, "report", "weekly", "2026-W46", "--out", target, "--site", "mill", "--revision", "1");
        Assert.Equal(0, sealedWeek.Status);
        Assert.Contains(Path.Combine(target, "sites_2026-W46_r1.csv"), sealedWeek.Output, StringComparison.Ordinal);
        Assert.Equal(
            2, (await RunAsync(connection, null, "report", "weekly", "2026-W46", "--out", target, "--revision", "1")).Status);
        var health = await RunAsync(connection, null, "doctor");
        Assert.Contains("ok    Sealed weeks: 1 revision, as it was sealed", health.Output, StringComparison.Ordinal);

        if (store == Store.Postgres) return;
        await using var used = new SqliteConnection(connection);
        SqliteConnection.ClearPool(used);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("token")]
    [InlineData("token create --name x")]
    [InlineData("token create --name x --role king")]
    [InlineData("token create --name x --role admin --colour red")]
    [InlineData("user add --email a@example.org --role admin")]
    [InlineData("import")]
    [InlineData("import no-such-file.csv")]
    [InlineData("report weekly --out x")]
    [InlineData("report weekly 2026-W54 --out x")]
    [InlineData("migrate now")]
    [InlineData("copy-to")]
    public async Task What_is_not_understood_ends_with_2_and_makes_nothing(string arguments)
    {
        var answer = await RunAsync($"Data Source={Path.Combine(folder, "never", "made.db")}", "", arguments.Split(' '));
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.Contains("Usage: ", answer.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "never", "made.db")));
    }

    [Fact]
    public async Task Help_lists_the_verbs()
    {
        var help = await RunAsync("Data Source=:memory:", null, "help");
        Assert.Equal(0, help.Status);
        foreach (var verb in new[] { "token create", "user add", "import", "report weekly", "migrate", "copy-to", "doctor" })
            Assert.Contains($"\n  {verb}", help.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<int> CountAsync(Store store, string connection, Func<ServiceTrackerDb, Task<int>> count)
    {
        await using ServiceTrackerDb db = store == Store.Sqlite
            ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connection).Options)
            : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).Options);
        return await count(db);
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(string connection, string? input, params string[] arguments) =>
        new BuiltProgram(folder, connection).RunAsync(input, arguments);
}
