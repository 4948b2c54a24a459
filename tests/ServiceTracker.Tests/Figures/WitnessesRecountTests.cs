using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

public sealed class WitnessesRecountOnSqliteTests(OnSqlite shared) : WitnessesRecountTests(shared), IClassFixture<OnSqlite>;

public sealed class WitnessesRecountOnPostgresTests(OnPostgres shared) : WitnessesRecountTests(shared), IClassFixture<OnPostgres>;

/// <summary>Witnesses recorded by different people or imported, and a recount that brings evidence together.</summary>
public abstract class WitnessesRecountTests(SharedApp shared)
{
    private const string Header =
        "external_id,occurred_at,site,staff,channel,source,same_contact_as,basic:greeted,basic:identity,measure:wait_seconds," +
        "basic:anything_else\n";

    private static readonly DateTime Monday = new(2026, 11, 16, 9, 0, 0, DateTimeKind.Utc);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task What_two_managers_saw_of_one_contact_counts_once_by_the_earlier_and_what_one_saw_twice_is_two()
    {
        var site = await organisation.SiteAsync();
        using var one = await app.AsAsync(Role.Manager, site);
        using var other = await app.AsAsync(Role.Manager, site);
        await organisation.LogAsync(Entry(site, Monday));
        (await other.PostAsync("interactions", Entry(site, Monday.AddMinutes(2), "observer"))).Is(201);
        var earlier =
            (string)(await one.PostAsync("interactions", Entry(site, Monday.AddMinutes(1), "observer").Observed("greeted", "missed")))
                .Is(201)["id"]!;
        Assert.Equal((1, 0), await CountedAsync(site));
        Assert.Equal(
            earlier, Assert.Single((await api.GetAsync($"interactions?site={site}&state=counted")).Is(200).Items)!["id"]!.ToString());

        (await one.PostAsync("interactions", Entry(site, Monday.AddMinutes(3), "observer"))).Is(201);
        Assert.Equal((2, 1), await CountedAsync(site));
        await IsRightAsync();
    }

    [Fact]
    public async Task A_file_names_the_contact_that_a_row_is_about()
    {
        var site = await organisation.SiteAsync();
        var id = Guid.CreateVersion7();
        await organisation.LogAsync(Entry(site, Monday).With("id", id));
        // A week earlier, of nobody: only the name joins them.
        var row = $"first row,{Monday.AddDays(-7):yyyy-MM-ddTHH:mm:ssZ},{site},,counter,customer,{id},missed,met,42,met\n";
        (await api.PostTextAsync("imports", Header + row, "text/csv")).Is(200);
        Assert.Equal((1, 0), await CountedAsync(site));
        await IsRightAsync();

        var refused =
            (await api.PostTextAsync(
                "imports", Header + row.Replace("first row", "second row", StringComparison.Ordinal).Replace(
                    id.ToString(), "the first", StringComparison.Ordinal), "text/csv")).Is(422);
        Assert.Equal("same_contact_as", (string?)refused["errors"]![0]!["column"]);
    }

    [Theory]
    [InlineData("stored before contacts were known")]
    [InlineData("the one that counted is gone")]
    [InlineData("the others are gone")]
    [InlineData("stands for another contact")]
    [InlineData("own words kept without need")]
    public async Task A_recount_finds_evidence_that_does_not_stand_as_it_should_and_puts_it_right(string damage)
    {
        var site = await organisation.SiteAsync();
        // Over midnight between two weeks, and in the middle of one.
        var midnight = Monday.Date.AddMinutes(-1);
        foreach (var (at,
            source) in new[] { (midnight, "self"),
            (midnight.AddMinutes(2), "observer"), (Monday, "self"), (Monday.AddMinutes(1), "observer"), (Monday.AddHours(1), "self") })
            await organisation.LogAsync(Entry(site, at, source).Observed("anything_else", source == "observer" ? "na" : "missed"));
        Assert.Equal((3, 0), await CountedAsync(site));
        await IsRightAsync();

        var siteId = await app.QueryAsync(db => db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync());
        await app.InScopeAsync(s => DamageAsync(s.GetRequiredService<ServiceTrackerDb>()));
        var found = await RecountAsync(repair: false);
        Assert.True(found.Contacts > 0, "Nothing was found.");
        Assert.Equal(found.Contacts, (await RecountAsync(repair: false)).Contacts);
        Assert.Equal(found.Contacts, (await RecountAsync(repair: true)).Contacts);
        await IsRightAsync();
        var left = damage is "the one that counted is gone" or "the others are gone" ? 3 : 5;
        Assert.Equal(left, await app.QueryAsync(db => db.Interactions.CountAsync(i => i.SiteId == siteId)));
        Assert.Equal(3, (await CountedAsync(site)).Interactions);

        async Task DamageAsync(ServiceTrackerDb db)
        {
            var rows = db.Interactions.Where(i => i.SiteId == siteId);
            var own = db.OwnAnswers.Where(o => o.SiteId == siteId);
            switch (damage)
            {
                case "stored before contacts were known":
                    foreach (var words in await own.AsNoTracking().ToListAsync())
                    {
                        await rows.Where(i => i.Id == words.InteractionId)
                            .ExecuteUpdateAsync(u => u.SetProperty(i => i.Met, words.Met).SetProperty(i => i.Na, words.Na));
                    }

                    await own.ExecuteDeleteAsync();
                    await rows.ExecuteUpdateAsync(u =>
                        u.SetProperty(i => i.ContactId, (Guid?)null).SetProperty(i => i.State, InteractionState.Counted));
                    break;
                case "the one that counted is gone":
                    await own.ExecuteDeleteAsync();
                    await rows.Where(i => i.Source == Source.Observer).ExecuteDeleteAsync();
                    break;
                case "the others are gone":
                    await rows.Where(i => i.State == InteractionState.SameContact).ExecuteDeleteAsync();
                    break;
                case "stands for another contact":
                    await rows.Where(i => i.State == InteractionState.SameContact)
                        .ExecuteUpdateAsync(u => u.SetProperty(i => i.ContactId, Guid.CreateVersion7()));
                    break;
                default:
                    var alone = await rows.AsNoTracking().SingleAsync(i => i.ContactId == null);
                    db.OwnAnswers.Add(Contact.AnswersOf(alone));
                    // On a day on which others stand together, so that it is looked at.
                    await db.SaveChangesAsync();
                    break;
            }
        }
    }

    private static JsonObject Entry(string site, DateTime at, string source = "self") =>
        Hosting.Organisation.Entry(at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), site).With("staff", "dvolkov")
            .With("source", source);

    private async Task<(int Interactions, int AllBasicsMet)> CountedAsync(string site)
    {
        var line = (await api.GetAsync($"consistency?site={site}&by=site&from=2026-11-02&to=2026-11-29")).Is(200).Items.Single()!;
        return ((int)line["interactions"]!, (int)line["allBasicsMet"]!);
    }

    private async Task IsRightAsync()
    {
        var report = await RecountAsync(repair: false);
        Assert.Equal((0, 0), (report.Different, report.Contacts));
    }

    private Task<RecountReport> RecountAsync(bool repair) =>
        app.InScopeAsync(s => s.GetRequiredService<RollupRecount>().RunAsync(repair, null, CancellationToken.None));
}
