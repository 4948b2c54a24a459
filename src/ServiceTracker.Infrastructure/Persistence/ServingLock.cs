using System.Globalization;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// Held by the one server that serves from an embedded database, as long as its process lives, however it ends. Commands that write a
/// little do so beside it, by SQLite's own locks; restoring does not. PostgreSQL serves any number of servers.
/// </summary>
public sealed class ServingLock(StoreSettings store, TimeProvider clock) : IDisposable
{
    private FileStream? held;

    /// <summary>Takes it. A file that may only be read has no lock: nobody can write it, and any number of servers may read it.</summary>
    /// <exception cref="InvalidOperationException">Another server has it: who, and since when. Or nothing may be written there, where there
    /// is no database yet.</exception>
    public void Take()
    {
        if (store.File is not { } file || held is not null || new StoreFile(file).IsReadOnly()) return;
        // Two files, since one that is locked cannot be read by whoever wants to know by whom.
        var (path, by) = (Path.GetFullPath(file) + ".serving", Path.GetFullPath(file) + ".serving-by");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            held = new FileStream(path, options);
        }
        catch (IOException e) when (StoreFile.IsHeld(e))
        {
            throw new InvalidOperationException(
                $"{Path.GetFullPath(file)} is served already{Holder(by)}. Stop that server first; one file has one server.");
        }

        catch (Exception e) when (StoreFailure.Of(e) == StoreTrouble.ReadOnly || e is UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{Path.GetDirectoryName(path)} may not be written by this program ({e.Message}). " +
                "A server keeps its database, and files beside it, there: give it the right, or set DataDirectory to another folder.");
        }

        using var note = new StreamWriter(StoreFile.OpenOwn(by, FileMode.Create));
        note.Write(string.Create(
            CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}, since {clock.GetUtcNow():u}"));
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        held?.Dispose();
        held = null;
    }

    private static string Holder(string by)
    {
        try
        {
            return File.ReadAllText(by) is { Length: > 0 } text ? $" by {text}" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
