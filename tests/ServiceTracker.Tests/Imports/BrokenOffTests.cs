using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;
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
            db.Imports.Add(
                new ImportRun
                {
                    Id = alive,
                    Format = "csv",
                    StartedAt = run.StartedAt,
                    StartedBy = run.StartedBy,
                    StartedByName = run.StartedByName,
                });
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

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task At_the_moment_the_rows_are_stored_the_import_is_done_whatever_happens_then(Store store)
    {
        var blow = new Blow();
        await using var app = (await TestApp.NewAsync(store, postgres)).WithoutRollupJob()
            .Replacing(s =>
                s.ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(blow)).ConfigureDbContext<PostgresDb>(o => o.AddInterceptors(blow)));
        var admin = await app.AdminAsync();
        await Hosting.Organisation.SetUpAsync(app);
        const string file =
            "occurred_at,site,channel,basic:greeted\n2026-11-19T10:00:00Z,harbour,counter,met\n" +
            "2026-11-19T10:00:00Z,harbour,counter,so so\n";
        var id = Guid.CreateVersion7();
        blow.At = async () =>
        {
            if (!await app.QueryAsync(db => db.Interactions.AnyAsync())) return;
            blow.At = null;
            // What a program that is killed here leaves to the next one.
            Assert.Equal(0, await app.InScopeAsync(s => s.GetRequiredService<AbandonedImports>().EndAsync(CancellationToken.None)));
            var run = await app.QueryAsync(db => db.Imports.SingleAsync(i => i.Id == id));
            Assert.Equal((ImportStatus.Done, true, 1, 1), (run.Status, run.FileHash is not null, run.Stored, run.Rejected));
            Assert.Equal(1, await app.QueryAsync(db => db.ImportErrors.CountAsync(e => e.ImportId == id)));
            blow.HasFallen = true;
            throw new InvalidOperationException("The answer to the commit is lost.");
        };
        var answer = (await admin.PostTextAsync($"imports?format=csv&onError=skip&id={id}", file, "text/csv")).Is(200);
        Assert.True(blow.HasFallen);
        Assert.Equal(("done", 1, null), ((string?)answer["status"], (int)answer["stored"]!, (string?)answer["failure"]));
        (await admin.PostTextAsync("imports?format=csv&onError=skip", file, "text/csv")).IsProblem(409, "same_file");
    }

    [Fact]
    public async Task What_a_killed_program_left_in_the_spool_is_gone_after_the_next_start()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var spool = Path.Combine(
            Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(app.ConnectionString).DataSource)!, "spool");
        Directory.CreateDirectory(spool);
        await File.WriteAllTextAsync(Path.Combine(spool, "left.import"), "half a file", TestContext.Current.CancellationToken);
        (await app.Stranger().GetAsync("/health/ready")).Is(200);
        Assert.Empty(Directory.GetFiles(spool));
    }

    [Fact]
    public async Task A_claim_that_cannot_be_taken_for_another_reason_is_no_claim_of_somebody_else()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        await app.InScopeAsync(async s =>
        {
            var nowhere = s.GetRequiredService<StoreSettings>() with { ConnectionString = "Data Source=/nowhere/at-all/service.db" };
            var claims = (IImportClaims)ActivatorUtilities.CreateInstance(s, s.GetRequiredService<IImportClaims>().GetType(), nowhere);
            await Assert.ThrowsAnyAsync<IOException>(() => claims.TryTakeAsync(Guid.CreateVersion7(), CancellationToken.None));
        });
    }

    private static Task<IAsyncDisposable> ClaimAsync(TestApp app, Guid id) =>
        app.InScopeAsync(async s =>
            await s.GetRequiredService<IImportClaims>().TryTakeAsync(id, CancellationToken.None)
                ?? throw new InvalidOperationException("Taken."));

    /// <summary>Falls right behind a commit.</summary>
    private sealed class Blow : DbTransactionInterceptor
    {
        public Func<Task>? At { get; set; }

        public bool HasFallen { get; set; }

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            At?.Invoke() ?? Task.CompletedTask;
    }
}
