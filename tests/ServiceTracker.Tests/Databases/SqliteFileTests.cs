using Microsoft.EntityFrameworkCore;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

public sealed class SqliteFileTests(PostgresCluster postgres)
{
    [Fact]
    public async Task It_has_a_write_ahead_log_from_the_start_and_again_after_a_backup_without_one_was_restored()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        await (await SetUpAsync(app)).LogAsync(Entry());
        Assert.Equal("wal", await JournalAsync(app));

        var backup = Path.Combine(Directory.CreateTempSubdirectory("servicetracker-backup-").FullName, "backup.db");
        await app.QueryAsync(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}"));
        await using var restored = await TestApp.NewAsync(
            Store.Sqlite, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", $"Data Source={backup};Pooling=False"));
        Assert.Equal(1, await restored.QueryAsync(db => db.Interactions.CountAsync()));
        Assert.Equal("wal", await JournalAsync(restored));
    }

    [Fact]
    public async Task An_entry_is_stored_while_somebody_reads()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry());
        await app.InScopeAsync(async services =>
        {
            var db = (ServiceTrackerDb)services.GetService(typeof(ServiceTrackerDb))!;
            await db.Database.OpenConnectionAsync();
            await using var reading = ((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection())
                .BeginTransaction(deferred: true);
            await db.Database.UseTransactionAsync(reading);
            Assert.Equal(1, await db.Interactions.CountAsync());
            await organisation.LogAsync(Entry());
            Assert.Equal(1, await db.Interactions.CountAsync());
        });
        Assert.Equal(2, await app.QueryAsync(db => db.Interactions.CountAsync()));
    }

    [Theory, InlineData("3.50.4", true), InlineData("3.51.2", true), InlineData("3.51.3", false), InlineData("3.53.4", false)]
    public void Versions_that_can_damage_their_file_are_known(string version, bool canDamage) =>
        Assert.Equal(canDamage, StoreDiagnosis.CanDamage(version));

    [Fact]
    public async Task The_doctor_says_which_version_runs_and_it_is_one_that_damages_nothing()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        Assert.Matches(
            "^SQLite 3\\.5[3-9]", await app.InScopeAsync(s => ((StoreDiagnosis)s.GetService(typeof(StoreDiagnosis))!).VersionAsync()));
    }

    private static Task<string> JournalAsync(TestApp app) =>
        app.QueryAsync(db => db.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync());
}
