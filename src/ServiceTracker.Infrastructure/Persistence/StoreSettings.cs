using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>The kinds of store there are.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>Where the data live.</summary>
/// <param name="Kind">Which provider.</param>
/// <param name="ConnectionString">As the provider takes it.</param>
public sealed record StoreSettings(StoreKind Kind, string ConnectionString)
{
    /// <summary>Name of the connection string: absent means SQLite in the data directory.</summary>
    public const string ConnectionName = "ServiceTracker";

    /// <summary>The SQLite file, or null on PostgreSQL.</summary>
    public string? File => Kind == StoreKind.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>Reads the configuration and makes the folder of a SQLite file.</summary>
    /// <exception cref="InvalidOperationException">The connection string is of neither kind.</exception>
    public static StoreSettings From(IConfiguration configuration)
    {
        var given = configuration.GetConnectionString(ConnectionName);
        if (string.IsNullOrWhiteSpace(given))
        {
            var directory = configuration["DataDirectory"] ?? "./data";
            given = $"Data Source={Path.Combine(Path.GetFullPath(directory), "servicetracker.db")}";
        }

        var keys = given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')[0].Trim().ToLowerInvariant()).ToHashSet();
        if (keys.Contains("host") || keys.Contains("server")) return new StoreSettings(StoreKind.Postgres, given);
        if (!keys.Contains("data source") && !keys.Contains("datasource"))
        {
            throw new InvalidOperationException(
                $"ConnectionStrings:{ConnectionName} is neither SQLite (Data Source=…) nor PostgreSQL (Host=…).");
        }

        var settings = new StoreSettings(StoreKind.Sqlite, given);
        if (Path.GetDirectoryName(Path.GetFullPath(settings.File!)) is { } folder) Directory.CreateDirectory(folder);
        return settings;
    }
}
