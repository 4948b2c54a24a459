using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Interactions;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Imports;

/// <summary>What others change while a file is taken in.</summary>
public sealed class MeanwhileTests(PostgresCluster postgres)
{
    private const string Rows =
        "external_id,occurred_at,site,channel,staff,basic:greeted\n" +
        "1,2026-11-19T10:00:00Z,harbour,counter,dvolkov,met\n2,2026-11-19T11:00:00Z,harbour,counter,,met\n";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Rows_are_scored_by_a_baseline_that_was_published_while_they_were_checked(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        var id = Guid.CreateVersion7();
        Task<Hosting.Answer> import;
        int number;
        // As another import that stores its rows makes this one wait.
        using (await app.Services.GetRequiredService<ImportTurns>().TakeAsync(TestContext.Current.CancellationToken))
        {
            import = organisation.Admin.PostTextAsync($"imports?format=csv&id={id}", Rows, "text/csv");
            await Eventually.HoldsAsync(
                "the file is checked", async () =>
                    await organisation.Admin.GetAsync($"imports/{id}") is { Status: 200 } run && (string?)run["status"] == "storing");
            number = await organisation.BaselineAsync("2026-11-19", StandardExpectations);
        }

        Assert.Equal(("done", 2, 2, 0, 0), (await import).Is(200).Counts());
        Assert.Equal([number, number], await app.QueryAsync(db => db.Interactions.Select(i => i.Baseline).ToListAsync()));
    }

    // SQLite lets nobody write while rows are stored.
    [Theory, InlineData("2026-11-19", false), InlineData("2026-11-20", true)]
    public async Task A_baseline_that_is_published_while_rows_are_stored_keeps_those_on_its_dates_out(string effectiveFrom, bool isStored)
    {
        await using var app = (await TestApp.NewAsync(Store.Postgres, postgres)).Replacing(FaultyStore.Replace);
        var organisation = await SetUpAsync(app);
        var number = 0;
        Before(app, async () =>
        {
            number = await organisation.BaselineAsync(effectiveFrom, StandardExpectations);
            await organisation.LogAsync(Entry($"{effectiveFrom}T08:00:00Z"));
        });
        var import = await organisation.Admin.PostTextAsync("imports?format=csv", Rows, "text/csv");
        Assert.NotEqual(0, number);
        if (isStored) Assert.Equal(("done", 2, 2, 0, 0), import.Is(200).Counts());
        else
        {
            Assert.Equal(["1 occurred_at conflict"], import.Is(422).Faults());
            Assert.StartsWith(
                $"Baseline {number.ToString(CultureInfo.InvariantCulture)} was published meanwhile", import.Sentence(),
                StringComparison.Ordinal);
            Assert.Equal(1, await app.QueryAsync(db => db.Interactions.CountAsync()));
            // Once more, it is scored by that one.
            Assert.Equal(
                ("done", 2, 2, 0, 0), (await organisation.Admin.PostTextAsync("imports?format=csv", Rows, "text/csv")).Is(200).Counts());
        }

        Assert.Equal(isStored ? 1 : 3, await app.QueryAsync(db => db.Interactions.CountAsync(i => i.Baseline == number)));
    }

    [Fact]
    public async Task Two_who_are_joined_while_rows_are_stored_keep_the_rows_out()
    {
        await using var app = (await TestApp.NewAsync(Store.Postgres, postgres)).Replacing(FaultyStore.Replace);
        var organisation = await SetUpAsync(app);
        var stays = await organisation.StaffAsync(null, Site);
        Before(app, async () => (await organisation.Admin.PostAsync("staff/dvolkov/merge", new { into = stays })).Is(200));
        var import = await organisation.Admin.PostTextAsync("imports?format=csv", Rows, "text/csv");
        Assert.Equal(["1 staff conflict"], import.Is(422).Faults());
        Assert.Equal(0, await app.QueryAsync(db => db.Interactions.CountAsync()));
        Assert.Equal(
            ("done", 2, 2, 0, 0), (await organisation.Admin.PostTextAsync("imports?format=csv", Rows, "text/csv")).Is(200).Counts());
        Assert.Equal(
            1, await app.QueryAsync(db => db.Interactions.CountAsync(i => db.Staff.Any(s => s.Id == i.StaffId && s.Code == stays))));
    }

    private static void Before(TestApp app, Func<Task> meanwhile)
    {
        var faulty = (FaultyStore)app.Services.GetRequiredService<IInteractionStore>();
        faulty.BeforeInsert = _ =>
        {
            faulty.Reset();
            return meanwhile();
        };
    }
}
