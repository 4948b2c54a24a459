using Microsoft.EntityFrameworkCore;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>The built program on a disk that is full, and in a folder that may only be read.</summary>
public sealed class SmallDiskTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-small-").FullName;
    private ServedProgram? organisation;

    private string Original => Path.Combine(folder, "service.db");

    private string Small => Path.Combine(folder, "small");

    private string File => Path.Combine(Small, "service.db");

    // A disk of its own with a copy of the database.
    private string Disk => $"mount -t tmpfs -o size=8m tmpfs '{Small}' && cp '{Original}'* '{Small}'";

    // Full to the last byte, with a database that SQLite has opened before.
    private string FullDisk => $"{Disk} && (head -c 100m /dev/zero > '{Small}/filler' 2>/dev/null || true)";

    private string ReadOnlyFolder => $"mkdir -p '{Small}' && mount --bind '{Small}' '{Small}' && mount -o remount,ro,bind '{Small}'";

    public async ValueTask InitializeAsync()
    {
        if (!BuiltProgram.CanMount)
        {
            output.WriteLine("Disks of a program's own need unshare and rights to mount, which are not here: nothing was tried.");
            return;
        }

        Directory.CreateDirectory(Small);
        organisation = await ServedProgram.NewAsync(new BuiltProgram(folder, $"Data Source={Original}"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Health_says_that_the_disk_is_full_until_there_is_room_for_an_entry()
    {
        if (organisation is null) return;
        var service = organisation.In(new BuiltProgram(folder, $"Data Source={File}", Disk));
        await using var server = await service.StartAsync();
        var filler = server.Seen(Path.Combine(Small, "filler"));
        var full = await FillAsync(filler);
        var refused = 0;
        for (var n = 0; n < 1000 && refused < 3; n++)
        {
            var answer = await service.Api.PostAsync("interactions", Entry());
            if (answer.Status == 201) continue;
            answer.IsProblem(507, "disk_full");
            refused++;
            var health = (await service.Api.GetAsync("/health/ready")).Is(503);
            Assert.Equal(
                ("failing", "disk_full"), ((string?)health["parts"]!["writing"]!["status"], (string?)health["parts"]!["writing"]!["code"]));
        }

        Assert.Equal(3, refused);
        Assert.True(full > 0);
        System.IO.File.Delete(filler);
        await Eventually.HoldsAsync(
            "health knows that there is room", async () => (await service.Api.GetAsync("/health/ready")).Status == 200);
        (await service.Api.PostAsync("interactions", Entry())).Is(201);
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public async Task Every_command_on_a_full_disk_is_one_sentence_and_status_1()
    {
        if (organisation is null) return;
        var big = Path.Combine(folder, "big.csv");
        await System.IO.File.WriteAllLinesAsync(
            big, [
                "occurred_at,site,channel,basic:greeted,basic:identity", .. Enumerable.Range(0, 20_000).Select(n =>
                    $"2026-11-20T10:{n / 60 % 60:00}:{n % 60:00}Z,harbour,counter,met,met")], TestContext.Current.CancellationToken);
        var program = new BuiltProgram(folder, $"Data Source={File}", FullDisk);
        string[][] commands =
        [
            ["token", "create", "--name", new string('n', 200), "--role", "admin"],
            ["user", "add", "--email", "ann@example.org", "--role", "admin", "--password-stdin"],
            ["import", big],
            ["report", "weekly", "2026-W47", "--out", Path.Combine(Small, "out")],
            ["backup", Path.Combine(Small, "b.db")],
        ];
        foreach (var command in commands)
        {
            var (status, output, errors) = await program.RunAsync("a long enough password\n", command);
            Assert.True(status == 1, $"{string.Join(' ', command)}: {status} {output} {errors}");
            Assert.Contains("full", errors, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
            Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => !l.StartsWith("No --", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_weekly_report_that_cannot_be_written_leaves_nothing_behind()
    {
        if (organisation is null) return;
        // A folder in the place of the file: it cannot be moved there.
        var target = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        foreach (var name in new[] { "basics", "channels", "consistency", "flags", "interactions", "sites", "staff" })
            Directory.CreateDirectory(Path.Combine(target, $"{name}_2026-W47.csv", "x"));
        var (status, _, errors) = await new BuiltProgram(folder, $"Data Source={Original}")
            .RunAsync(null, "report", "weekly", "2026-W47", "--out", target);
        Assert.Equal(1, status);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Directory.GetFiles(target));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_folder_that_may_only_be_read_is_served_for_reading_until_it_can_be_written(bool wasKilled)
    {
        if (organisation is null) return;
        Copy();
        var before = organisation.In(new BuiltProgram(folder, $"Data Source={File}"));
        await using (var first = await before.StartAsync())
        {
            (await before.Api.PostAsync("interactions", Entry())).Is(201);
            if (wasKilled) await first.KillAsync();
            else Assert.Equal(0, await first.TerminateAsync());
        }

        // With a log of writes beside it, or with nothing.
        Assert.Equal(wasKilled, System.IO.File.Exists(File + "-wal"));
        var service = organisation.In(new BuiltProgram(folder, $"Data Source={File}", ReadOnlyFolder));
        await using var server = await service.StartReadOnlyAsync();
        Assert.Single((await service.Api.GetAsync("interactions")).Is(200).Items);
        (await service.Api.GetAsync("consistency?by=site")).Is(200);
        (await service.Api.PostAsync("interactions", Entry())).IsProblem(503, "read_only");
        (await service.Api.PutAsync("reasons/x", new { name = "X" })).IsProblem(503, "read_only");
        (await service.Api.PostTextAsync("imports", "occurred_at,site,channel\n", "text/csv")).IsProblem(503, "read_only");
        Assert.NotNull((await service.Api.PostAsync("interactions", Entry())).RetryAfter);
        Assert.Contains(
            "nothing can be entered or changed", (await service.Api.GetAsync("/sign-in")).Is(200).Text, StringComparison.Ordinal);

        await server.InItsDisksAsync($"mount -o remount,rw,bind '{Small}'");
        await Eventually.HoldsAsync("the banner is gone", async () =>
            !(await service.Api.GetAsync("/sign-in")).Text.Contains("data-store-trouble", StringComparison.Ordinal));
        (await service.Api.PostAsync("interactions", Entry())).Is(201);
        (await service.Api.PutAsync("reasons/x", new { name = "X" })).Is(201);
        Assert.Equal(2, (await service.Api.GetAsync("interactions")).Is(200).Items.Count);
        // From now on the file is this server's.
        var (status, _, errors) = await new BuiltProgram(folder, $"Data Source={File}").RunAsync(null, "--urls=http://127.0.0.1:0");
        Assert.Equal(1, status);
        Assert.Contains("served already", errors, StringComparison.Ordinal);
        Assert.Equal(0, await server.TerminateAsync());
    }

    [Fact]
    public async Task A_backup_of_a_database_that_may_only_be_read_is_done_with_a_warning()
    {
        if (organisation is null) return;
        Copy();
        await using (var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={File};Pooling=False").Options))
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = delete", TestContext.Current.CancellationToken);
        var backup = Path.Combine(folder, "b.db");
        var (status, output, errors) = await new BuiltProgram(folder, $"Data Source={File}", ReadOnlyFolder)
            .RunAsync(null, "backup", backup);
        Assert.True(status == 0, errors);
        Assert.Contains($"Backed up and verified: {backup}", output, StringComparison.Ordinal);
        Assert.Contains("could not be noted", errors, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(backup));
    }

    private void Copy()
    {
        foreach (var part in Directory.GetFiles(folder, "service.db*"))
            System.IO.File.Copy(part, Path.Combine(Small, Path.GetFileName(part)), overwrite: true);
    }

    private static async Task<long> FillAsync(string filler)
    {
        var zeros = new byte[1024];
        await using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        try
        {
            for (; ; ) await file.WriteAsync(zeros, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return file.Position;
        }
    }
}
