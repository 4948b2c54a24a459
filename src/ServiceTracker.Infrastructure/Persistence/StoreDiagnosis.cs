using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What there is to say about the store's health; changes nothing.</summary>
public sealed class StoreDiagnosis(ServiceTrackerDb db, StoreSettings store, TimeProvider clock)
{
    // Servers beside each other may differ by seconds; whoever differs by more files interactions on another day before long.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1), FarApart = TimeSpan.FromHours(1);

    // Up to this one a write-ahead log that is begun anew while another connection commits may damage the file.
    private static readonly Version LastThatDamages = new(3, 51, 2);

    /// <summary>Product and version.</summary>
    /// <exception cref="InvalidOperationException">A version that can damage its file.</exception>
    public async Task<string> VersionAsync()
    {
        if (!db.Database.IsSqlite())
            return "PostgreSQL " + await db.Database.SqlQueryRaw<string>("SELECT current_setting('server_version') AS \"Value\"")
                .SingleAsync();
        // Of the library; there may be no file yet.
        var version = SqliteLibrary.Version;
        return CanDamage(version)
            ? throw new InvalidOperationException(
                $"SQLite {version} can damage the database while it is written; put the e_sqlite3 library that came with this program back")
            : "SQLite " + version;
    }

    /// <summary>Whether this version of SQLite can damage a file with a write-ahead log.</summary>
    public static bool CanDamage(string version) => Version.Parse(version) <= LastThatDamages;

    /// <summary>Whether the schema is this program's.</summary>
    /// <exception cref="InvalidOperationException">It is not, with what to do about it.</exception>
    public async Task<string> SchemaAsync()
    {
        if (!await db.Database.CanConnectAsync())
            throw new InvalidOperationException("there is no database yet, or it cannot be reached; the first start makes it");
        var pending = (await db.Database.GetPendingMigrationsAsync()).Count();
        return pending == 0
            ? "up to date" : throw new InvalidOperationException($"{pending} migrations are pending: run migrate, or start the server");
    }

    /// <summary>Whether SQLite finds its file sound: every page read, no index compared. PostgreSQL watches its own.</summary>
    /// <exception cref="InvalidOperationException">It does not, with what to do about it.</exception>
    public async Task<string> PagesAsync(CancellationToken cancellation = default)
    {
        if (store.File is { } file && !File.Exists(file)) throw new InvalidOperationException("there is no database yet");
        if (!db.Database.IsSqlite()) return "PostgreSQL checks its own pages where data_checksums is on";
        string found;
        try
        {
            found = (
                await db.Database.SqlQueryRaw<string>("SELECT quick_check AS \"Value\" FROM pragma_quick_check")
                    .ToListAsync(cancellation))[0];
        }
        catch (Exception e) when (StoreFailure.Of(e) == StoreTrouble.Damaged)
        {
            found = e.GetBaseException().Message;
        }

        return found == "ok" ? "sound" : throw new InvalidOperationException(
            $"the file is damaged ({found.ReplaceLineEndings(" ")}): " +
            "stop the server, keep the file, and restore the newest backup (restore FILE)");
    }

    /// <summary>Whether the clock is one that what is stored and the database can be believed with.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public async Task<string?> ClockFaultAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // By the day, which has an index; what a clock from the future recorded bears the day of that clock or of the person's own.
        var recently = DateOnly.FromDateTime(now).AddDays(-2);
        var newest = await db.Interactions.Where(i => i.BusinessDate >= recently).MaxAsync(i => (DateTime?)i.RecordedAt, cancellation);
        if (newest - now > Tolerance)
            return $"this clock says {now:u}, and the newest interaction was recorded at {newest:u}: one of them is wrong";
        if (db.Database.IsSqlite()) return null;
        var theirs = (await db.Database.SqlQueryRaw<DateTime>("SELECT now() AS \"Value\"").SingleAsync(cancellation)).ToUniversalTime();
        return (theirs - now).Duration() > FarApart ? $"this clock says {now:u} and the database's {theirs:u}: one of them is wrong" : null;
    }

    /// <summary>The last backup that was made and verified here.</summary>
    public string Backup()
    {
        if (store.File is not { } file) return "made by PostgreSQL's own tools: pg_dump -Fc";
        return BackupRecord.Of(Path.GetFullPath(file)) is { } record
            ? $"verified {(clock.GetUtcNow() - record.At).TotalHours:0.0} h ago, {record.Path}"
            : "none was made with this program yet: backup FILE makes one";
    }

    /// <summary>The time, and how far it is from the store's own clock.</summary>
    /// <exception cref="InvalidOperationException">The clocks are too far apart.</exception>
    public async Task<string> ClockAsync()
    {
        if (store.File is { } file && !File.Exists(file)) return clock.GetUtcNow().ToString("u", CultureInfo.InvariantCulture);
        var now = clock.GetUtcNow().UtcDateTime;
        if (await ClockFaultAsync(CancellationToken.None) is { } fault) throw new InvalidOperationException(fault);
        if (db.Database.IsSqlite()) return now.ToString("u", CultureInfo.InvariantCulture);
        var theirs = await db.Database.SqlQueryRaw<DateTime>("SELECT now() AS \"Value\"").SingleAsync();
        var apart = Math.Abs((theirs.ToUniversalTime() - now).TotalSeconds);
        return apart < 5
            ? $"{now:u}, {apart:0.0} s from the database's"
            : throw new InvalidOperationException($"this clock and the database's are {apart:0} s apart");
    }
}
