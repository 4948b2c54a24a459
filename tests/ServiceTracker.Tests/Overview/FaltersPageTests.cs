using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Overview;

public sealed class FaltersPageOnSqliteTests(OnSqlite shared) : FaltersPageTests(shared), IClassFixture<OnSqlite>;

public sealed class FaltersPageOnPostgresTests(OnPostgres shared) : FaltersPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>Where it falters. The clock stands on Friday of 2026-W47, so the last whole week is W46.</summary>
public abstract partial class FaltersPageTests(SharedApp shared)
{
    private static readonly DateTime FirstCompared = new(2026, 9, 21);

    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Lunchtime_of_a_role_is_told_in_a_sentence_and_its_number_leads_to_as_many_interactions()
    {
        var shop = await BuiltShop.CreateAsync(organisation, weeks: 0);
        var tellers = await PeopleAsync(shop, "Teller", 3);
        var leads = await PeopleAsync(shop, "Lead", 1);
        var series = new Series(organisation, shop.Site);
        for (var week = 0; week < 8; week++)
        {
            for (var hour = 9; hour < 17; hour++)
            {
                var at = FirstCompared.AddDays(7 * week).AddHours(hour);
                var falters = hour is 12 or 13;
                foreach (var teller in tellers) series.Add(at, (falters ? 3 : 5, 5), teller);
                series.Add(at, 3, leads[0], "counter", falters ? ["identity"] : []);
            }
        }

        await series.StoreAsync(rolledUp: true);
        using var manager = await shop.SignedInAsync(Role.Manager);
        var page = await PageAsync(manager);

        Assert.Equal(
            [$"greeted falters from 12 to 14 h at {shop.Site}"], page.QuerySelectorAll("#answer .lede").Select(Text));
        // The lead is one person, whose misses stand with everything else.
        var row = Assert.Single(page.QuerySelectorAll(".falters tbody tr"));
        Assert.Equal(
            ["Teller", "from 12 to 14 h", "greeted? 35 points less", "60.0%", "95.3%", "53.7%–66.0%", "240", "96"],
            row.QuerySelectorAll("th, td").Select(Text));
        Assert.Contains("which would be a person: 2, not told here.", Text(page.QuerySelector("#answer")!), StringComparison.Ordinal);
        Assert.All(tellers.Concat(leads), p => Assert.DoesNotContain(p, Text(page.QuerySelector("main")!), StringComparison.Ordinal));

        var path = row.QuerySelector("td a")!.GetAttribute("href")!;
        var query = path[path.IndexOf('?', StringComparison.Ordinal)..];
        Assert.Equal(96, (await organisation.Admin.GetAsync($"interactions{query}&limit=1000")).Is(200).Items.Count);
        var (_, list) = await manager.GetAsync(path);
        Assert.Equal(50, list.QuerySelectorAll("main a[href^='/interactions/']").Select(a => a.GetAttribute("href")).Distinct().Count());
        Assert.Equal(("12", "14", "Teller"), (Value(list, "fromHour"), Value(list, "beforeHour"), Value(list, "role")));
    }

    [Fact]
    public async Task Where_nothing_falters_it_says_what_was_looked_at_and_no_more()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        // Another hour with as many misses.
        await new Series(organisation, shop.Site).Add(FirstCompared.AddHours(15), (18, 20), shop.Staff[0]).StoreAsync(rolledUp: true);
        using var manager = await shop.SignedInAsync(Role.Manager);
        Assert.Matches(
            "^Looked at [0-9]+ cells: none is lower than everything else beyond chance.$",
            Assert.Single((await PageAsync(manager)).QuerySelectorAll("#answer .lede").Select(Text)));

        var empty = await BuiltShop.CreateAsync(organisation, weeks: 0);
        using var beginner = await empty.SignedInAsync(Role.Manager);
        var page = await PageAsync(beginner);
        Assert.Equal(
            ["Nothing could be compared yet: it takes 10 interactions in one role, hour and basic."],
            page.QuerySelectorAll("#answer .lede").Select(Text));
        Assert.DoesNotContain("chance", Text(page.QuerySelector("#answer .lede")!), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await beginner.GetAsync($"/falters?site={shop.Site}")).Answer.StatusCode);
        using var staff = await shop.SignedInAsync(Role.Staff, shop.Staff[0]);
        Assert.Equal(403, (int)(await staff.GetAsync("/falters")).Answer.StatusCode);
    }

    private async Task<IReadOnlyList<string>> PeopleAsync(BuiltShop shop, string role, int count)
    {
        var people = new List<string>();
        for (var i = 0; i < count; i++)
        {
            people.Add(organisation.NewCode("person"));
            (await organisation.Admin.PutAsync($"staff/{people[^1]}", new { name = people[^1], site = shop.Site, role })).Is(201);
        }

        return people;
    }

    private static string Text(INode node) => Blanks().Replace(node.TextContent, " ").Trim();

    private static string? Value(IHtmlDocument page, string id) => page.QuerySelector($"#{id}")!.GetAttribute("value");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private static async Task<IHtmlDocument> PageAsync(Visitor visitor)
    {
        var (answer, page) = await visitor.GetAsync("/falters");
        Assert.Equal(200, (int)answer.StatusCode);
        return page;
    }
}
