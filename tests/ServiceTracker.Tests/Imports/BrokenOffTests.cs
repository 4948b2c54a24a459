using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

/// <summary>Imports whose program was killed while it took them in.</summary>
public sealed class BrokenOffTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_import_whose_program_is_gone_is_failed_with_the_reason_and_may_be_begun_anew_while_others_go_on(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var admin = await app.AdminAsync();
        await Hosting.Organisation.SetUpAsync(app);
        const string file = "external_id,occurred_at,site,channel,basic:greeted\n1,2026-11-19T10:00:00Z,harbour,counter,met\n";
        var (gone, alive) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await admin.PostTextAsync($"imports?format=csv&again=true&id={gone}", file, "text/csv")).Is(200);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<ServiceTrackerDb>();
            var run = (await db.Imports.FindAsync(gone))!;
            (run.Status, run.FinishedAt) = (ImportStatus.Storing, null);
            db.Imports.Add(new ImportRun { Id = alive, Format = "csv", StartedAt = run.StartedAt, StartedBy = run.StartedBy, StartedByName = run.StartedByName });
            await db.SaveChangesAsync();
        });

        await using (await ClaimAsync(app, alive))
        {
            Assert.Equal(1, await app.InScopeAsync(s => s.GetRequiredService<AbandonedImports>().EndAsync(CancellationToken.None)));
            var ended = (await admin.GetAsync($"imports/{gone}")).Is(200);
            Assert.Equal(("failed", AbandonedImports.Reason), ((string?)ended["status"], (string?)ended["failure"]));
            Assert.Equal("checking", (string?)(await admin.GetAsync($"imports/{alive}")).Is(200)["status"]);
            (await admin.PostTextAsync($"imports?format=csv&again=true&id={alive}", file, "text/csv")).Is(409);
        }

        var again = (await admin.PostTextAsync($"imports?format=csv&again=true&id={gone}", file, "text/csv")).Is(200);
        Assert.Equal(("done", 0), ((string?)again["status"], again["errors"]!.AsArray().Count));
        (await admin.PostTextAsync($"imports?format=csv&again=true&id={gone}", file, "text/csv")).Is(409);
    }

    [Fact]
    public async Task What_a_killed_program_left_in_the_spool_is_gone_after_the_next_start()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var spool = Path.Combine(Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(app.ConnectionString).DataSource)!, "spool");
        Directory.CreateDirectory(spool);
        await File.WriteAllTextAsync(Path.Combine(spool, "left.import"), "half a file", TestContext.Current.CancellationToken);
        (await app.Stranger().GetAsync("/health/ready")).Is(200);
        Assert.Empty(Directory.GetFiles(spool));
    }

    private static Task<IAsyncDisposable> ClaimAsync(TestApp app, Guid id) =>
        app.InScopeAsync(async s => await s.GetRequiredService<IImportClaims>().TryTakeAsync(id, CancellationToken.None) ?? throw new InvalidOperationException("Taken."));
}
