using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Where the data live.</summary>
/// <param name="Kind">Which provider.</param>
/// <param name="ConnectionString">As the provider takes it.</param>
public sealed record StoreSettings(StoreKind Kind, string ConnectionString)
{
    /// <summary>Name of the connection string: absent means SQLite in the data directory.</summary>
    public const string ConnectionName = "ServiceTracker";

    /// <summary>How long a question to PostgreSQL may take. A server's requests do not wait for one that hangs; a command has
    /// time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The SQLite file, or null on PostgreSQL.</summary>
    public string? File => Kind == StoreKind.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>Reads the configuration and makes the folder of a SQLite file.</summary>
    /// <exception cref="InvalidOperationException">The connection string is of neither kind, or cannot be read.</exception>
    public static StoreSettings From(IConfiguration configuration)
    {
        var given = configuration.GetConnectionString(ConnectionName);
        if (string.IsNullOrWhiteSpace(given))
        {
            var directory = configuration["DataDirectory"] ?? "./data";
            given = $"Data Source={Path.Combine(Path.GetFullPath(directory), "servicetracker.db")}";
        }

        var settings = KindOf(given) switch
        {
            StoreKind.Postgres =>
                TryPostgres(given) ?? throw new InvalidOperationException(
                    $"ConnectionStrings:{ConnectionName} is not a connection string that PostgreSQL's driver can read."),
            StoreKind.Sqlite => new StoreSettings(StoreKind.Sqlite, given),
            _ => throw new InvalidOperationException(
                $"ConnectionStrings:{ConnectionName} is neither SQLite (Data Source=…) nor PostgreSQL (Host=…)."),
        };
        if (settings.File is null) return settings;
        if (Path.GetDirectoryName(Path.GetFullPath(settings.File!)) is { } folder) MakeOwn(folder);
        return settings;
    }

    /// <summary>A PostgreSQL database; null where the text is not a connection string of one. The text may hold a password: it goes into no
    /// message.</summary>
    public static StoreSettings? TryPostgres(string connectionString)
    {
        if (KindOf(connectionString) != StoreKind.Postgres) return null;
        try
        {
            return new StoreSettings(StoreKind.Postgres, new NpgsqlConnectionStringBuilder(connectionString).ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>Makes a folder into which only its owner may look. One that is there stays as it is.</summary>
    public static void MakeOwn(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static StoreKind? KindOf(string connectionString)
    {
        var keys = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=')[0].Trim().ToLowerInvariant()).ToHashSet();
        if (keys.Contains("host") || keys.Contains("server")) return StoreKind.Postgres;
        return keys.Contains("data source") || keys.Contains("datasource") ? StoreKind.Sqlite : null;
    }
}
