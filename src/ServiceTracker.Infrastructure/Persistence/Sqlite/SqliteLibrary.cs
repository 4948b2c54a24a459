using Microsoft.Data.Sqlite;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>The library that came with this program.</summary>
internal static class SqliteLibrary
{
    /// <summary>Its version, such as 3.53.4.</summary>
    public static string Version
    {
        get
        {
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            return connection.ServerVersion;
        }
    }
}
