using System.Globalization;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>The last backup that was made and verified. It is kept in a file beside the database, which is of no use when the database is
/// lost.</summary>
/// <param name="Path">Where the backup was put.</param>
/// <param name="At">When it was verified.</param>
public sealed record BackupRecord(string Path, DateTimeOffset At)
{
    /// <summary>From when on health speaks of it: a backup a day, and two hours for it to be late.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromHours(26);

    /// <summary>The record of a database, or null where no backup was made.</summary>
    public static BackupRecord? Of(string database)
    {
        try
        {
            var lines = File.ReadAllLines(PathOf(database));
            return lines.Length >= 2 && DateTimeOffset.TryParse(lines[1], CultureInfo.InvariantCulture, out var at)
                ? new BackupRecord(lines[0], at) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where the record of a database is.</summary>
    internal static string PathOf(string database) => database + ".last-backup";

    /// <summary>Keeps it.</summary>
    internal void WriteFor(string database) =>
        File.WriteAllLines(PathOf(database), [Path, At.ToString("O", CultureInfo.InvariantCulture)]);
}
