using Microsoft.Data.Sqlite;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>The file of the embedded store and those beside it: what is ours, who may read them, who serves from them.</summary>
/// <param name="path">The database.</param>
internal sealed class StoreFile(string path)
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // As the operating systems number them and the runtime hands them on.
    private const int SharingViolation = 32, LockViolation = 33, WouldBlock = 11, WouldBlockOfBsd = 35;

    private static readonly byte[] Header = "SQLite format 3\0"u8.ToArray();

    /// <summary>The database.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Present from before the file is made until it has all its tables: the only reason to go on with a file that has
    /// none.</summary>
    public string MakingMark => Path + ".making";

    /// <summary>A copy that is about to take the file's place, whole and checked. While it is there, the file and those beside it may be of
    /// two states.</summary>
    public string Restoring => Path + ".restoring";

    /// <summary>What SQLite keeps beside it.</summary>
    public IEnumerable<string> Companions => [Path + "-wal", Path + "-shm"];

    /// <summary>Refuses a file that is not this program's, or that is not sound enough to be told.</summary>
    /// <param name="known">The migrations of this program.</param>
    /// <exception cref="InvalidOperationException">What is wrong with it and what to do.</exception>
    public void Inspect(IReadOnlyCollection<string> known)
    {
        if (File.Exists(Restoring))
            throw new InvalidOperationException($"A restore of {Path} was interrupted. Run it again: restore FILE.");
        if (!File.Exists(Path) || File.Exists(MakingMark)) return;
        if (new FileInfo(Path).Length == 0) throw Refusal("is empty");
        if (!BeginsAsDatabase()) throw Refusal("is not a SQLite database, or its beginning is damaged");
        try
        {
            using var connection = Open();
            var tables = Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
            if (tables.Count == 0) throw Refusal("is empty: it has no tables");
            var applied = tables.Contains("__EFMigrationsHistory")
                ? Read(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"") : [];
            if (!applied.Intersect(known).Any())
                throw Refusal($"belongs to another program: it has the tables {ForeignTables.Some(tables)}");
        }
        catch (SqliteException e) when (StoreFailure.Of(e) == StoreTrouble.Damaged)
        {
            throw Refusal("is damaged");
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException($"{Path} cannot be used. {StoreFailure.Of(e).Sentence()} ({e.Message})");
        }
    }

    /// <summary>Whether the file is there and may not be written, or nothing beside it: SQLite keeps its log there.</summary>
    public bool IsReadOnly()
    {
        if (!File.Exists(Path)) return false;
        try
        {
            new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            new FileStream(
                $"{Path}.trial-{Guid.CreateVersion7():N}", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                FileOptions.DeleteOnClose).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException e)
        {
            return StoreFailure.Of(e) == StoreTrouble.ReadOnly;
        }
    }

    /// <summary>Notes that the file is being made, and makes it so that nobody else may read it.</summary>
    public void BeginMaking()
    {
        if (File.Exists(Path)) return;
        OpenOwn(MakingMark, FileMode.OpenOrCreate).Dispose();
        OpenOwn(Path, FileMode.OpenOrCreate).Dispose();
    }

    /// <summary>Notes that the file has all its tables.</summary>
    public void EndMaking() => File.Delete(MakingMark);

    /// <summary>
    /// Brings all that was ever committed into the file itself, so that it can be moved away by itself. One that is too damaged for that
    /// stays as it is.
    /// </summary>
    /// <exception cref="InvalidOperationException">Somebody has it open: nothing was changed.</exception>
    public void EndLog()
    {
        if (!File.Exists(Path)) return;
        try
        {
            // Only whoever has a file alone can end its log. And without one SQLite notices that a file was moved, and refuses whoever
            // opened it a moment before to write there.
            using var connection = Open();
            Read(connection, "PRAGMA journal_mode = delete");
        }
        catch (SqliteException e) when (StoreFailure.Of(e) == StoreTrouble.Busy)
        {
            throw new InvalidOperationException(
                $"{Path} is in use by another program, perhaps an import. Nothing was changed. Let it end, then try again.");
        }
        catch (SqliteException)
        {
            // For that it is replaced.
        }
    }

    /// <summary>Takes what others may read away from them: the file holds the hashes of passwords and the keys of sign-in
    /// cookies.</summary>
    public void Close()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Companions.Prepend(Path).Where(File.Exists))
        {
            if (File.GetUnixFileMode(file) != Own) File.SetUnixFileMode(file, Own);
        }
    }

    /// <summary>Opens a file that only its owner may read.</summary>
    public static FileStream OpenOwn(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Own;
        return new FileStream(path, options);
    }

    /// <summary>Whether a file could not be opened because somebody has it, and not for want of room or rights.</summary>
    public static bool IsHeld(IOException failure) => OperatingSystem.IsWindows()
        ? (failure.HResult & 0xFFFF) is SharingViolation or LockViolation
        : failure.HResult is WouldBlock or WouldBlockOfBsd;

    /// <summary>The newest backup there is to name, in words; empty where none is known.</summary>
    public string NewestBackup()
    {
        if (BackupRecord.Of(Path) is { } record && File.Exists(record.Path))
            return $" The newest verified backup is {record.Path}, of {record.At:u}.";
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var newest = Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles()
                .Where(f =>
                    f.FullName != Path && f.Length > 0
                        && (f.Name.Contains("backup", StringComparison.OrdinalIgnoreCase) || f.Extension is ".bak"))
                .Where(f => f.FullName != BackupRecord.PathOf(Path)).MaxBy(f => f.LastWriteTimeUtc)
            : null;
        return newest is null ? "" : $" The newest backup beside it is {newest.FullName}, of {newest.LastWriteTimeUtc:u}.";
    }

    private InvalidOperationException Refusal(string what) => new(
        $"{Path} {what}. Nothing was changed. Put the right file there, restore a backup (restore FILE), or, to begin anew, move it " +
        $"away.{NewestBackup()}");

    private bool BeginsAsDatabase()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var beginning = new byte[Header.Length];
        return file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length && beginning.AsSpan()
            .SequenceEqual(Header);
    }

    private SqliteConnection Open()
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 5,
        }.ConnectionString;
        var connection = new SqliteConnection(IsReadOnly() ? SqliteReading.ForReading(settings) : settings);
        connection.Open();
        return connection;
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of three texts above.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var read = new List<string>();
        while (rows.Read()) read.Add(rows.GetString(0));
        return read;
    }
}
