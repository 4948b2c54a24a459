using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Figures;

public sealed class ClassOfLineOnSqliteTests(OnSqlite shared) : ClassOfLineTests(shared), IClassFixture<OnSqlite>;

public sealed class ClassOfLineOnPostgresTests(OnPostgres shared) : ClassOfLineTests(shared), IClassFixture<OnPostgres>;

/// <summary>
/// Which lines have the class of which unit of the watch. Each unit has another number of interactions, under ten, by which its sentence
/// tells it. The clock stands on Friday of 2026-W47.
/// </summary>
public abstract class ClassOfLineTests(SharedApp shared)
{
    private const string None = "no class", Week = "from=2026-11-16&to=2026-11-22";

    private static readonly DateTime Monday = new(2026, 11, 16, 9, 0, 0);

    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api admin = shared.Organisation.Admin;

    [Fact]
    public async Task A_line_has_the_class_of_the_unit_whose_interactions_it_counts_and_others_have_none()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var team = await organisation.TeamAsync(site);
        var (ann, ben) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        await new Series(organisation, site).Add(Monday, 1, ann, "counter", e => e.With("team", team)).Add(Monday, 2, ann, "phone")
            .Add(Monday, 2, ben).Add(Monday, 1, null, "phone").StoreAsync();
        await new Series(organisation, other).Add(Monday, 5, ben).StoreAsync();
        var unseen = "Not enough yet: no scored interactions of this week have been looked at so far.";
        await AreAsync("site", $"&site={site}", unseen);
        await shared.App.WatchAsync();

        await AreAsync("site", $"&site={site}", Of(6));
        await AreAsync("channel", $"&site={site}", Of(3), Of(3));
        await AreAsync("site,channel", $"&site={site}&channel=phone", Of(3));
        // Whoever serves at several sites is watched at each of them.
        await AreAsync("staff", $"&staff={ann}", Of(3));
        await AreAsync("staff", $"&staff={ben}", None);
        await AreAsync("site,staff", $"&staff={ben}", Of(2), Of(5));
        await AreAsync("staff", $"&staff={ben}&site={other}", Of(5));
        await AreAsync("channel", $"&staff={ann}", Of(1), Of(2));
        // Nobody's: as a whole no unit, on a channel part of the channel's.
        await AreAsync("staff", $"&site={site}", None, Of(3), Of(2));
        await AreAsync("staff,channel", $"&site={site}", Of(3), Of(1), Of(2), Of(2));
        // A team is no unit, who is in it and where are.
        await AreAsync("team", $"&site={site}", None, None);
        await AreAsync("team,channel", $"&site={site}&channel=counter", Of(3), Of(3));
        await AreAsync("team,staff", $"&site={site}&staff={ann}", Of(3), Of(3));
        // Several sites together, and what is not a unit's, have none.
        await AreAsync("channel", "", [.. Enumerable.Repeat(None, (await LinesAsync("channel", "")).Count)]);
        await AreAsync("reason", $"&site={site}", None);
        await AreAsync("channel,expectation", $"&site={site}&channel=phone", None, None, None);
        // Who sees one site sees its units without naming it.
        using var manager = await shared.App.AsAsync(Role.Manager, other);
        Assert.Equal([Of(5)], (await manager.GetAsync($"consistency?by=channel&{Week}")).Is(200).Items.Select(Because));

        // Of a week it did not work in; and pages say why there is none.
        using var visitor = await AdministratorAsync();
        foreach (var (query, words) in new[]
        {
            ($"site={site}&week=2026-W46", "Not enough yet. " + unseen),
            ("channel=phone&week=2026-W47", "Several sites together have no class: each is watched on its own."),
            ($"staff={ben}&week=2026-W47", "Whoever serves at several sites has a class at each of them."),
        })
        {
            var (_, page) = await visitor.GetAsync($"/consistency/chart?{query}");
            Assert.Equal(words, page.QuerySelector(".lede")!.TextContent);
            Assert.Equal(words.EndsWith(unseen, StringComparison.Ordinal), page.QuerySelector(".verdict") is not null);
        }

        var (_, all) = await visitor.GetAsync("/consistency?week=2026-W47");
        Assert.Null(all.QuerySelector("section[aria-labelledby=h-channel] .verdict"));
        Assert.NotNull(all.QuerySelector("section[aria-labelledby=h-site] .verdict"));
    }

    private static string Of(int interactions) =>
        $"Not enough yet: {interactions} scored interactions, {MinimumSample.Default} are needed.";

    private static string Because(JsonNode? line) => (string?)line!["because"] ?? None;

    private async Task<List<string>> LinesAsync(string by, string of) =>
        [.. (await admin.GetAsync($"consistency?by={by}&{Week}{of}")).Is(200).Items.Select(Because)];

    private async Task AreAsync(string by, string of, params string[] told) => Assert.Equal(told, await LinesAsync(by, of));

    private async Task<Visitor> AdministratorAsync()
    {
        var (email, password) = ($"{organisation.NewCode("reader")}@example.org", "a long enough password");
        await shared.App.InScopeAsync(s => s.GetRequiredService<Accounts>()
            .CreateAsync(Actor.CommandLine, email, password, null, Role.Admin, null, null, CancellationToken.None));
        var visitor = new Visitor(shared.App);
        await visitor.SignInAsync(email, password);
        return visitor;
    }
}
