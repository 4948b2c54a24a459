using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What there is to say about the store's health; changes nothing.</summary>
public sealed class StoreDiagnosis(ServiceTrackerDb db, TimeProvider clock)
{
    /// <summary>Product and version.</summary>
    public async Task<string> VersionAsync() => db.Database.IsSqlite()
        ? "SQLite " + await db.Database.SqlQueryRaw<string>("SELECT sqlite_version() AS \"Value\"").SingleAsync()
        : "PostgreSQL " + await db.Database.SqlQueryRaw<string>("SELECT current_setting('server_version') AS \"Value\"").SingleAsync();

    /// <summary>Whether the schema is this program's.</summary>
    /// <exception cref="InvalidOperationException">It is not, with what to do about it.</exception>
    public async Task<string> SchemaAsync()
    {
        if (!await db.Database.CanConnectAsync()) throw new InvalidOperationException("there is no database yet, or it cannot be reached; the first start makes it");
        var pending = (await db.Database.GetPendingMigrationsAsync()).Count();
        return pending == 0 ? "up to date" : throw new InvalidOperationException($"{pending} migrations are pending: run migrate, or start the server");
    }

    /// <summary>The time, and how far it is from the store's own clock.</summary>
    /// <exception cref="InvalidOperationException">The clocks are too far apart.</exception>
    public async Task<string> ClockAsync()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (db.Database.IsSqlite()) return now.ToString("u", CultureInfo.InvariantCulture);
        var theirs = await db.Database.SqlQueryRaw<DateTime>("SELECT now() AS \"Value\"").SingleAsync();
        var apart = Math.Abs((theirs.ToUniversalTime() - now).TotalSeconds);
        return apart < 5 ? $"{now:u}, {apart:0.0} s from the database's" : throw new InvalidOperationException($"this clock and the database's are {apart:0} s apart");
    }
}
