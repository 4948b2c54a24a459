using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>The production store.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : ServiceTrackerDb(options)
{
    // A server takes a hundred connections unless told otherwise: enough for two of us and whoever looks after it. Beyond these a request
    // waits for one, where one more than the server takes would be refused.
    private const int Connections = 40;

    // Seconds until a connection is there, be it from the server or from somebody who has one.
    private const int PatienceToConnect = 2;

    // After a time-out the driver asks the server to stop, on another connection: at a server that hangs that is the time to connect once
    // more, for each way of encrypting that it tries. Beyond that it hangs up at once.
    private const int HangUp = -1;

    // Seconds. A writer's connection rests as long as nobody writes, and one that only holds a lock as long as others work; what stands
    // between us and the store forgets silent ones after minutes.
    private const int SignOfLife = 60;

    /// <summary>How long a statement may take, or wait, in work that nobody waits for in front of a page: an import, a recount.</summary>
    internal static readonly TimeSpan LongWork = TimeSpan.FromMinutes(10);

    /// <summary>The connection string with our own defaults for what it does not say.</summary>
    internal static string WithDefaults(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Maximum Pool Size")) builder.MaxPoolSize = Math.Max(Connections, builder.MinPoolSize);
        if (!builder.ShouldSerialize("Timeout")) builder.Timeout = PatienceToConnect;
        if (!builder.ShouldSerialize("Cancellation Timeout")) builder.CancellationTimeout = HangUp;
        if (!builder.ShouldSerialize("Gss Encryption Mode")) builder.GssEncryptionMode = GssEncryptionMode.Disable;
        return builder.ConnectionString;
    }

    /// <summary>
    /// A connection of its own that holds a lock for its session, which ends with the connection. It rests for hours, and neither a
    /// firewall nor the server itself is to end it for that.
    /// </summary>
    internal static async Task<NpgsqlConnection> OpenHolderAsync(string connectionString, CancellationToken cancellation)
    {
        // Not pooled, so that disposing really ends the session and with it the lock.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        GiveSigns(settings);
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            // Servers before PostgreSQL 14 do not know it.
            await using var rest = new NpgsqlCommand(
                "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'", connection);
            await rest.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the connection send a sign of life while it rests, unless its string says otherwise.</summary>
    internal static void GiveSigns(NpgsqlConnectionStringBuilder settings)
    {
        if (settings.TcpKeepAliveTime == 0) settings.TcpKeepAliveTime = SignOfLife;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Text is compared ordinally everywhere, whatever the database's own collation.
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    protected override void MapProvider(ModelBuilder model)
    {
        model.Entity<Interaction>(e =>
        {
            e.HasIndex(i => new { i.SiteId, i.StaffId, i.BusinessDate })
                .IncludeProperties(i => new { i.ChannelId, i.Baseline, i.Met, i.Na, i.Held, i.Excused, i.AllBasicsMet, i.State });
            e.HasIndex(i => i.BusinessDate).HasMethod("brin");
        });
        // The queue is filled and emptied all the time: by share of its size it would hardly ever be swept.
        model.Entity<RollupQueueEntry>().HasStorageParameter("autovacuum_vacuum_scale_factor", 0)
            .HasStorageParameter("autovacuum_vacuum_threshold", 10000);
    }
}
