using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.CommandLine;

/// <summary>Starts that cannot succeed, the one server of a file, and what is not ours.</summary>
public sealed class StartTests(PostgresCluster postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-start-").FullName;

    private string File => Path.Combine(folder, "service.db");

    private string Connection => $"Data Source={File};Pooling=False";

    [Fact]
    public async Task A_start_that_cannot_succeed_is_one_sentence_and_status_1()
    {
        await MigrateAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (string Connection, string[] Arguments, string Because)[] cases =
        [
            (Connection, [$"--urls=http://127.0.0.1:{port}"], "address already in use"),
            ($"Data Source={Path.Combine(folder, "never.db")}", [$"--urls=http://127.0.0.1:{port}"], "address already in use"),
            (Connection, ["--urls=nonsense"], "--urls: “nonsense” is no address"),
            (Connection, ["--urls=http://localhost:99999"], "--urls: “http://localhost:99999” is no address"),
            (Connection, ["--urls=http://127.0.0.1:0", "--TrustedProxies:0=proxy.local"], "TrustedProxies"),
            (Connection, ["--urls=http://127.0.0.1:0", "--Imports:MaxBytes=abc"], "Imports:MaxBytes"),
            (Connection, ["--urls=http://127.0.0.1:0", "--Writing:Writers=many"], "Writing:Writers"),
            ("Host=127.0.0.1;Port=1;Database=x;Username=me;Password=secret-word", [
                "--urls=http://127.0.0.1:0", "--StartPatience=1"], "127.0.0.1:1"),
            ("Nonsense=1;Password=secret-word", ["--urls=http://127.0.0.1:0"], "ConnectionStrings:ServiceTracker"),
        ];
        foreach (var (connection, arguments, because) in cases) await IsRefusedAsync(connection, because, arguments);
        Assert.False(System.IO.File.Exists(Path.Combine(folder, "never.db")));
        // Where only the server itself finds out.
        await IsRefusedAsync(Connection, "address already in use", $"--Kestrel:Endpoints:One:Url=http://127.0.0.1:{port}");
    }

    [Fact]
    public async Task A_file_that_is_not_ours_is_refused_by_name_and_left_as_it_is()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "old-backup.db"), "kept", TestContext.Current.CancellationToken);
        byte[][] contents = [
            [], "not a database at all, whatever its name"u8.ToArray(), await SqliteAsync("VACUUM"),
            await SqliteAsync("CREATE TABLE till (id INTEGER)"), Torn(await SqliteAsync("CREATE TABLE till (id INTEGER)"))];
        foreach (var content in contents)
        {
            await System.IO.File.WriteAllBytesAsync(File, content, TestContext.Current.CancellationToken);
            var refused = Assert.Throws<InvalidOperationException>(() => Inspect(File));
            foreach (var part in new[] { File, "restore FILE", "old-backup.db" })
                Assert.Contains(part, refused.Message, StringComparison.Ordinal);
            Assert.Equal(content, await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken));
        }

        await System.IO.File.WriteAllBytesAsync(File, [], TestContext.Current.CancellationToken);
        await IsRefusedAsync(Connection, "is empty", "--urls=http://127.0.0.1:0");
        await IsRefusedAsync(Connection, "is empty", "migrate");
        Assert.Equal(0, new FileInfo(File).Length);

        // Killed while it was being made: the mark says that it is ours.
        await System.IO.File.WriteAllTextAsync(File + ".making", "", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync(Connection, "migrate")).Status);
        Assert.False(System.IO.File.Exists(File + ".making"));
        Inspect(File);
    }

    [Fact]
    public async Task A_PostgreSQL_database_of_another_program_is_refused_and_left_as_it_is()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var make = source.CreateCommand("CREATE TABLE till (id int)")) await make.ExecuteNonQueryAsync(
            TestContext.Current.CancellationToken);
        await IsRefusedAsync(connection, "belongs to another program: it has the tables till", "migrate");
        await using var count = source.CreateCommand("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'");
        Assert.Equal(1L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_server_is_kept_out_and_told_by_whom_while_commands_get_through()
    {
        await MigrateAsync();
        await using var app = await TestApp.NewAsync(
            Store.Sqlite, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", Connection));
        (await app.Stranger().GetAsync("/health/ready")).Is(200);
        var clock = Stopwatch.StartNew();
        await IsRefusedAsync(Connection, "is served already by process", "--urls=http://127.0.0.1:0");
        Assert.True(clock.Elapsed < Eventually.Deadline, $"{clock.Elapsed}");

        var token = await RunAsync(Connection, "token", "create", "--name", "till", "--role", "admin");
        Assert.Equal((0, ""), (token.Status, token.Errors));
        (await app.WithToken(token.Output.Trim()).GetAsync("sites")).Is(200);

        // Backed up beside the server, and not restored.
        var backup = Path.Combine(folder, "b.db");
        var made = await RunAsync(Connection, "backup", backup);
        Assert.True(made.Status == 0, made.Errors);
        Assert.Contains($"Backed up and verified: {backup}", made.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(Connection, "backup", "verify", backup)).Status);
        await IsRefusedAsync(Connection, "is served already by process", "restore", backup);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in new[] { File, File + "-wal", backup }.Where(System.IO.File.Exists))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task What_was_restored_is_what_was_backed_up_and_the_old_file_is_kept()
    {
        await MigrateAsync();
        var backup = Path.Combine(folder, "b.db");
        Assert.Equal(0, (await RunAsync(Connection, "token", "create", "--name", "first", "--role", "admin")).Status);
        Assert.Equal(0, (await RunAsync(Connection, "backup", backup)).Status);
        Assert.Equal(0, (await RunAsync(Connection, "token", "create", "--name", "second", "--role", "admin")).Status);
        Assert.Equal(["first", "second"], await TokensAsync(File));
        var restored = await RunAsync(Connection, "--Logging:MinimumLevel=Error", "restore", backup);
        Assert.True(restored.Status == 0, restored.Errors);
        Assert.Equal(["first"], await TokensAsync(File));
        var aside = Assert.Single(
            Directory.GetFiles(folder, "service.db.before-restore-*"), f =>
                !f.EndsWith("-wal", StringComparison.Ordinal) && !f.EndsWith("-shm", StringComparison.Ordinal));
        Assert.Equal(["first", "second"], await TokensAsync(aside));
        Assert.Contains("Backup: verified", (await RunAsync(Connection, "doctor")).Output, StringComparison.Ordinal);

        // A torn backup is found out, and nothing is touched.
        var torn = Torn(await System.IO.File.ReadAllBytesAsync(backup, TestContext.Current.CancellationToken));
        await System.IO.File.WriteAllBytesAsync(backup, torn, TestContext.Current.CancellationToken);
        await IsRefusedAsync(Connection, "damaged", "backup", "verify", backup);
        await IsRefusedAsync(Connection, "damaged", "restore", backup);
        Assert.Equal(["first"], await TokensAsync(File));
    }

    [Fact]
    public async Task A_restore_moves_no_file_that_somebody_has_and_keeps_the_old_one_whole()
    {
        await MigrateAsync();
        var backup = Path.Combine(folder, "b.db");
        Assert.Equal(0, (await RunAsync(Connection, "backup", backup)).Status);
        await using (var somebody = new SqliteConnection(Connection))
        {
            await somebody.OpenAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, (await RunAsync(Connection, "token", "create", "--name", "first", "--role", "admin")).Status);
            await using var read = somebody.CreateCommand();
            read.CommandText = "SELECT count(*) FROM api_token";
            Assert.Equal(1L, await read.ExecuteScalarAsync(TestContext.Current.CancellationToken));
            await IsRefusedAsync(Connection, "in use by another program", "restore", backup);
            Assert.Empty(Names("*restor*"));
        }

        Assert.Equal(["first"], await TokensAsync(File));
        Assert.Equal(0, (await RunAsync(Connection, "restore", backup)).Status);
        Assert.Empty(await TokensAsync(File));
        var aside = Assert.Single(Names("service.db.before-restore-*"));
        Assert.Equal(["first"], await TokensAsync(Path.Combine(folder, aside)));
    }

    [Fact]
    public async Task A_start_refuses_what_an_interrupted_restore_has_left_until_it_is_run_again()
    {
        await MigrateAsync();
        var backup = Path.Combine(folder, "b.db");
        Assert.Equal(0, (await RunAsync(Connection, "backup", backup)).Status);
        System.IO.File.Copy(backup, File + ".restoring");
        await IsRefusedAsync(Connection, "was interrupted", "migrate");
        System.IO.File.Move(File, File + ".before-restore-20261120-120000");
        await IsRefusedAsync(Connection, "was interrupted", "--urls=http://127.0.0.1:0");
        Assert.Equal(0, (await RunAsync(Connection, "restore", backup)).Status);
        Assert.Equal(0, (await RunAsync(Connection, "migrate")).Status);
        Assert.Empty(Names("*.restoring*"));
    }

    [Theory]
    [InlineData(1, "ok    Store", "--Logging:MinimumLevel=Error", "doctor")]
    [InlineData(2, "There is no command “fly”", "--Logging:MinimumLevel=Error", "fly")]
    [InlineData(0, "token create --name", "token", "create", "--help")]
    public async Task Options_may_stand_before_the_verb(int status, string says, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync($"Data Source={Path.Combine(folder, "none", "x.db")}", arguments);
        Assert.Equal(status, code);
        Assert.Contains(says, output + errors, StringComparison.OrdinalIgnoreCase);
        Assert.False(System.IO.File.Exists(Path.Combine(folder, "none", "x.db")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Inspect(string file)
    {
        var type = typeof(StoreSettings).Assembly.GetType(
            "ServiceTracker.Infrastructure.Persistence.Sqlite.StoreFile", throwOnError: true)!;
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        try
        {
            type.GetMethod("Inspect")!.Invoke(Activator.CreateInstance(type, file), [db.Database.GetMigrations().ToArray()]);
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is InvalidOperationException inner)
        {
            throw new InvalidOperationException(inner.Message);
        }
    }

    private string[] Names(string pattern) =>
        [.. Directory.GetFiles(folder, pattern).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static byte[] Torn(byte[] database)
    {
        var torn = (byte[])database.Clone();
        new Random(20261120).NextBytes(torn.AsSpan(torn.Length / 3, torn.Length / 3));
        return torn;
    }

    private static async Task<string[]> TokensAsync(string file)
    {
        await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite($"Data Source={file};Pooling=False").Options);
        return [.. await db.ApiTokens.Select(t => t.Name).Order().ToListAsync(TestContext.Current.CancellationToken)];
    }

    private async Task<byte[]> SqliteAsync(string sql)
    {
        var file = Path.Combine(folder, "made.db");
        System.IO.File.Delete(file);
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of two texts above.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        System.IO.File.Delete(file);
        return bytes;
    }

    private async Task MigrateAsync()
    {
        await using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Connection).Options);
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
    }

    private async Task IsRefusedAsync(string connection, string because, params string[] arguments)
    {
        var (status, output, errors) = await RunAsync(connection, arguments);
        Assert.True(status == 1, $"{string.Join(' ', arguments)}: {status} {errors}");
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Contains(because, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret-word", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(string connection, params string[] arguments) =>
        new BuiltProgram(folder, connection).RunAsync(null, arguments);
}
