using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Infrastructure.Persistence.Bulk;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Registers the store of either kind.</summary>
public static class StoreServices
{
    /// <summary>Adds the store and the keys that live in it.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, StoreSettings store)
    {
        services.AddSingleton(store);
        services.AddSingleton<StoreState>();
        services.AddSingleton<StoreWatch>();
        // Pooled: making a context costs as much as validating and scoring an interaction (benchmark dashboard).
        if (store.Kind == StoreKind.Postgres)
        {
            services.AddDbContextPool<ServiceTrackerDb, PostgresDb>((p, o) =>
                o.UseNpgsql(PostgresDb.WithDefaults(store.ConnectionString), n => n.CommandTimeout((int)store.Patience.TotalSeconds))
                .AddInterceptors(p.GetRequiredService<StoreWatch>()).ConfigureWarnings(LogFailuresOnce));
            services.AddSingleton<IInteractionStore, PostgresInteractionStore>();
            services.AddSingleton<IRollupStore, PostgresRollupStore>();
            services.AddSingleton<IUpgradeLock, PostgresUpgradeLock>();
            services.AddSingleton<IImportClaims, PostgresImportClaims>();
        }
        else
        {
            var connection = SqlitePatience.Limit(store.ConnectionString);
            services.AddDbContextPool<ServiceTrackerDb, SqliteDb>((p, o) => o.UseSqlite(connection)
                .AddInterceptors(
                    new SqliteReading(p.GetRequiredService<StoreState>(), connection), new SqlitePatience(),
                    p.GetRequiredService<StoreWatch>())
                .ConfigureWarnings(LogFailuresOnce));
            services.AddSingleton<IInteractionStore, SqliteInteractionStore>();
            services.AddSingleton<IRollupStore, SqliteRollupStore>();
            services.AddSingleton<IUpgradeLock, SqliteUpgradeLock>();
            services.AddSingleton<IImportClaims, SqliteImportClaims>();
        }

        services.AddSingleton<IStore>(p => p.GetRequiredService<IInteractionStore>());
        services.AddSingleton(p =>
        {
            var wished = p.GetRequiredService<IConfiguration>().GetSection("Writing").Get<WriteBatcherSettings>()
                ?? new WriteBatcherSettings();
            // SQLite has one writer by nature: a second one would only wait.
            return store.Kind == StoreKind.Sqlite ? wished with { Writers = 1 } : wished;
        });
        services.AddScoped<IServiceTrackerDb>(p => p.GetRequiredService<ServiceTrackerDb>());
        services.AddScoped<StoreUpgrade>();
        services.AddScoped<StoreDiagnosis>();
        services.AddScoped<StoreCopy>();
        services.AddScoped<StoreBackup>();
        services.AddSingleton<ServingLock>();
        services.AddSingleton<WritingTrial>();
        services.AddSingleton<KeysInStore>();
        services.AddSingleton(p => new DiskRoom(
            store.File is { } file
                ? Path.GetDirectoryName(Path.GetFullPath(file))!
                : Path.GetFullPath(p.GetRequiredService<IConfiguration>()["DataDirectory"] ?? "./data"), DiskRoom.Measure));
        services.AddDataProtection().SetApplicationName("ServiceTracker");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p =>
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = p.GetRequiredService<KeysInStore>()));
        return services;
    }

    // A failed command becomes an exception, which is logged by who handles it. The first start asks for a table that is not there yet.
    private static void LogFailuresOnce(WarningsConfigurationBuilder warnings) =>
        warnings.Log((RelationalEventId.CommandError, LogLevel.Debug));
}
