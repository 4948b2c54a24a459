using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>migrate</c></summary>
internal static class Migrate
{
    public static readonly Verb Verb = new("migrate", "migrate", "Brings the store's schema up to this program's, as every start does too.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.NoMore();
        await using var app = await Verbs.HostAsync(arguments);
        Console.WriteLine("The store is up to date.");
        return ExitStatus.Done;
    }
}

/// <summary><c>doctor</c></summary>
internal static class Doctor
{
    public static readonly Verb Verb = new("doctor", "doctor", "Checks configuration, clock, storage and rights; changes nothing.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.NoMore();
        var builder = ServerHost.CreateBuilder([.. arguments.Configuration, "--Logging:StandardError=true", "--Logging:MinimumLevel=Error"]);
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>();
        var store = scope.ServiceProvider.GetRequiredService<StoreSettings>();
        var healthy = true;

        await CheckAsync("Store", () => Task.FromResult(store.File is { } file ? $"SQLite, {Path.GetFullPath(file)}" : "PostgreSQL"));
        await CheckAsync("Version", () => VersionAsync(db));
        await CheckAsync("Schema", () => SchemaAsync(db));
        await CheckAsync("Clock", () => ClockAsync(db, app.Services.GetRequiredService<TimeProvider>()));
        await CheckAsync("Time zones", () => Task.FromResult(BusinessCalendar.TryFindZone("Europe/London", out _)
            ? "IANA names are known" : throw new InvalidOperationException("Europe/London is not known: install tzdata")));
        await CheckAsync("Rights", () => Task.FromResult(Rights(store)));
        return healthy ? ExitStatus.Done : ExitStatus.Failed;

        async Task CheckAsync(string what, Func<Task<string>> check)
        {
            try
            {
                Console.WriteLine($"ok    {what}: {await check()}");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                healthy = false;
                Console.WriteLine($"FAIL  {what}: {e.Message}");
            }
        }
    }

    private static async Task<string> VersionAsync(ServiceTrackerDb db) => db.Database.IsSqlite()
        ? "SQLite " + await db.Database.SqlQueryRaw<string>("SELECT sqlite_version() AS \"Value\"").SingleAsync()
        : "PostgreSQL " + await db.Database.SqlQueryRaw<string>("SELECT current_setting('server_version') AS \"Value\"").SingleAsync();

    private static async Task<string> SchemaAsync(ServiceTrackerDb db)
    {
        if (!await db.Database.CanConnectAsync()) throw new InvalidOperationException("there is no database yet, or it cannot be reached; the first start makes it");
        var pending = (await db.Database.GetPendingMigrationsAsync()).Count();
        return pending == 0 ? "up to date" : throw new InvalidOperationException($"{pending} migrations are pending: run migrate, or start the server");
    }

    private static async Task<string> ClockAsync(ServiceTrackerDb db, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (db.Database.IsSqlite()) return now.ToString("u", CultureInfo.InvariantCulture);
        var theirs = await db.Database.SqlQueryRaw<DateTime>("SELECT now() AS \"Value\"").SingleAsync();
        var apart = Math.Abs((theirs.ToUniversalTime() - now).TotalSeconds);
        return apart < 5 ? $"{now:u}, {apart:0.0} s from the database's" : throw new InvalidOperationException($"this clock and the database's are {apart:0} s apart");
    }

    private static string Rights(StoreSettings store)
    {
        if (store.File is not { } file) return "the database decides";
        var probe = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ".doctor");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        return "the data folder can be written";
    }
}
