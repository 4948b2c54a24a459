using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What a check of a backup found: a whole database of this program.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">Rows of every table.</param>
public sealed record BackupReport(string Path, long Bytes, IReadOnlyDictionary<string, long> Rows)
{
    /// <summary>What did not succeed beside a backup that is sound and in its place; null where all did.</summary>
    public string? Warning { get; init; }
}

/// <summary>
/// Backs an embedded database up while it serves, and restores it while it does not. Nothing is called done before every page of the copy
/// was checked and its rows counted.
/// </summary>
public sealed class StoreBackup(ServiceTrackerDb db, StoreSettings store, ServingLock serving, TimeProvider clock)
{
    private string Database => Path.GetFullPath(store.File ?? throw new InvalidOperationException(
        "This program is set to PostgreSQL, which has tools of its own. Back up: pg_dump -Fc -d DATABASE -f FILE. Verify: " +
        "pg_restore --list FILE, and now and then restore it into "
        + "another database. Restore: createdb NEW, then pg_restore -d NEW FILE, and point ConnectionStrings:ServiceTracker to it."));

    /// <summary>Makes a complete copy of one moment, checks it and only then puts it in its place. Whoever writes meanwhile goes
    /// on.</summary>
    /// <exception cref="InvalidOperationException">It could not be made, or is not sound: nothing is in its place.</exception>
    public BackupReport Back(string file)
    {
        var (database, target) = (Database, Path.GetFullPath(file));
        if (!File.Exists(database)) throw new InvalidOperationException($"There is no database {database}.");
        if (target == database) throw new InvalidOperationException("That is the database itself: name another file.");
        if (Directory.Exists(target)) throw new InvalidOperationException($"{target} is a folder: name a file in it.");
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new InvalidOperationException($"There is no folder {Path.GetDirectoryName(target)}.");
        new StoreFile(database).Inspect(Known);
        var part = target + ".part";
        try
        {
            var (before, report) = Copy(database, part);
            if (before is not null && !before.OrderBy(t => t.Key, StringComparer.Ordinal)
                .SequenceEqual(report.Rows.OrderBy(t => t.Key, StringComparer.Ordinal)))
                throw new InvalidOperationException("The copy has not as many rows as the database; nothing was put in its place.");
            File.Move(part, target, overwrite: true);
            return report with { Path = target, Warning = Record(database, target) };
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Checks a backup: every page, every index, and that its tables are this program's.</summary>
    /// <exception cref="InvalidOperationException">It is of no use, with the reason.</exception>
    public BackupReport Verify(string file)
    {
        _ = Database;
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) throw new InvalidOperationException($"There is no file {path}.");
        try
        {
            new StoreFile(path).Inspect(Known);
            using var connection = Open(path);
            var newer = Read(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"").Except(Known).FirstOrDefault();
            if (newer is not null)
                throw new InvalidOperationException($"{path} is of a newer ServiceTracker (it knows {newer}, this program does not).");
            var found = Read(connection, "SELECT integrity_check FROM pragma_integrity_check")[0];
            if (found != "ok") throw new InvalidOperationException($"{path} is damaged ({found.ReplaceLineEndings(" ")}).");
            return new BackupReport(path, new FileInfo(path).Length, Count(connection));
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException($"{path} is damaged ({e.Message}).");
        }
    }

    /// <summary>Puts a backup in the place of the database, which is kept aside. No server may have it.</summary>
    /// <returns>What was restored, and where the old database is now; null where there was none.</returns>
    /// <exception cref="InvalidOperationException">A server or a command has it, or the backup is of no use: nothing was
    /// changed.</exception>
    public (BackupReport Restored, string? Aside) Restore(string file)
    {
        var (database, source) = (new StoreFile(Database), Path.GetFullPath(file));
        if (source == database.Path) throw new InvalidOperationException("That is the database itself: name a backup.");
        var before = Verify(source);
        serving.Take();
        var part = database.Restoring + ".part";
        try
        {
            var copied = Copy(source, part).Report.Rows;
            if (!copied.OrderBy(t => t.Key, StringComparer.Ordinal).SequenceEqual(before.Rows.OrderBy(t => t.Key, StringComparer.Ordinal)))
                throw new InvalidOperationException("The copy has not as many rows as the backup; the database is as it was.");
            database.EndLog();
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        // From here to the end a start finds what is to become the database, and says so instead of serving what is left of the old one or
        // making a new one.
        File.Move(part, database.Restoring, overwrite: true);
        string? aside = null;
        foreach (var old in database.Companions.Append(database.Path).Where(File.Exists))
        {
            aside ??= $"{database.Path}.before-restore-{clock.GetUtcNow():yyyyMMdd-HHmmss}";
            File.Move(old, aside + old[database.Path.Length..]);
        }

        File.Move(database.Restoring, database.Path);
        database.EndMaking();
        return (Verify(database.Path), aside);
    }

    // The copy is good whether or not it can be noted beside a database that may only be read.
    private string? Record(string database, string target)
    {
        try
        {
            new BackupRecord(target, clock.GetUtcNow()).WriteFor(database);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"It could not be noted beside the database, so health and doctor do not know of this backup: {e.Message}";
        }
    }

    private IReadOnlyCollection<string> Known => [.. db.Database.GetMigrations()];

    private (IReadOnlyDictionary<string, long>? Before, BackupReport Report) Copy(string source, string target)
    {
        // Made before, so that at no moment anybody else may read it; SQLite takes an empty file for a new one.
        File.Delete(target);
        StoreFile.OpenOwn(target, FileMode.CreateNew).Dispose();
        IReadOnlyDictionary<string, long>? before;
        try
        {
            using var connection = Open(source);
            var version = Read(connection, "SELECT CAST(data_version AS TEXT) FROM pragma_data_version")[0];
            before = Count(connection);
            using (var vacuum = connection.CreateCommand())
            {
                vacuum.CommandText = "VACUUM INTO @target";
                vacuum.Parameters.AddWithValue("@target", target);
                vacuum.ExecuteNonQuery();
            }

            // Written to meanwhile: then the rows are those of a moment in between.
            if (Read(connection, "SELECT CAST(data_version AS TEXT) FROM pragma_data_version")[0] != version) before = null;
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException($"{source} could not be copied to {target}: {StoreFailure.Of(e).Sentence()} ({e.Message})");
        }

        using (var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
        return (before, Verify(target));
    }

    private Dictionary<string, long> Count(SqliteConnection connection)
    {
        var there = Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'").ToHashSet(StringComparer.Ordinal);
        // A backup made before an upgrade lacks the tables that are new since.
        return MappedTable.AllOf(db.Model).Select(t => t.Name).Where(there.Contains).ToDictionary(t => t, t =>
        {
            var count = Read(connection, $"SELECT CAST(count(*) AS TEXT) FROM {MappedTable.Quoted(t)}")[0];
            return long.Parse(count, System.Globalization.CultureInfo.InvariantCulture);
        });
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 30,
            }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class and names of the model's tables.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read()) read.Add(rows.GetString(0));
        return read;
    }
}
