using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Overview;

public sealed class ChartsPageOnSqliteTests(OnSqlite shared) : ChartsPageTests(shared), IClassFixture<OnSqlite>;

public sealed class ChartsPageOnPostgresTests(OnPostgres shared) : ChartsPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>All charts. The clock stands on Friday of 2026-W47, so the last whole week is W46.</summary>
public abstract partial class ChartsPageTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task What_speaks_stands_first_by_mark_and_word_and_every_chart_leads_to_the_whole_one()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        using var manager = await shop.SignedInAsync(Role.Manager);

        var channels = await PageAsync(manager, "?by=channels");
        Assert.Equal([("phone", "Concern")], Cards(channels, "speaks"));
        Assert.Equal(["counter"], Cards(channels, "quiet").Select(c => c.Name));
        Assert.NotNull(channels.QuerySelector("#speaks .said use[href='#g-c']"));
        Assert.Empty(channels.QuerySelectorAll("#quiet .said use"));

        // A basic on a channel, and that alone.
        var pairs = await PageAsync(manager, "?by=basics_by_channel");
        Assert.Equal(["identity? · phone"], Cards(pairs, "speaks").Select(c => c.Name));
        Assert.Equal(
            ["anything_else? · counter", "anything_else? · phone", "greeted? · counter", "greeted? · phone", "identity? · counter",
                "wait_seconds? · counter"],
            Cards(pairs, "quiet").Select(c => c.Name));
        foreach (var link in pairs.QuerySelectorAll(".multiples h3 a"))
        {
            var (answer, chart) = await manager.GetAsync(link.GetAttribute("href")!);
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Equal(link.TextContent, chart.QuerySelector("h1")!.TextContent);
            Assert.Equal(26, chart.QuerySelectorAll("#chart tbody tr").Length);
        }
    }

    [Fact]
    public async Task A_person_speaks_by_an_open_flag_and_not_by_weeks_that_fell_with_the_channel()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        var id = await shop.FlagAsync(FlagKind.Lower, shop.Staff[4]);
        await shop.FlagAsync(FlagKind.Better, shop.Staff[2]);
        await shop.FlagAsync(FlagKind.Lower, shop.Staff[1], change: f =>
            (f.Status, f.ClosedOn, f.ClosedAt, f.Finding) = (FlagStatus.Closed, new(2026, 11, 6), f.OpenedAt, FlagFinding.Chance));
        await shop.FlagAsync(FlagKind.Basic, channel: "phone", basic: "identity");
        using var manager = await shop.SignedInAsync(Role.Manager);
        var page = await PageAsync(manager, "?by=people");

        Assert.Equal([(shop.Staff[2], "Open flag"), (shop.Staff[4], "Open flag")], Cards(page, "speaks"));
        Assert.Equal(shop.Staff.Except([shop.Staff[2], shop.Staff[4]]).Order(), Cards(page, "quiet").Select(c => c.Name));
        Assert.Equal($"/flags/{id}", page.QuerySelectorAll("#speaks .said a")[1].GetAttribute("href"));
        Assert.Equal(["#g-i", "#g-c"], page.QuerySelectorAll("#speaks .said use").Select(u => u.GetAttribute("href")));

        // The flag of the channel's basic is the channel's and the basic's. Before it was detected nobody spoke.
        Assert.Equal([("phone", "Open flag")], Cards(await PageAsync(manager, "?by=channels"), "speaks"));
        Assert.Equal([("identity?", "Open flag")], Cards(await PageAsync(manager, "?by=basics"), "speaks"));
        Assert.Empty(Cards(await PageAsync(manager, "?by=people&week=2026-W42"), "speaks"));
    }

    [Fact]
    public async Task The_numbers_beside_a_drawing_and_in_the_table_are_those_of_the_whole_chart()
    {
        var shop = await BuiltShop.CreateAsync(organisation, phoneFalls: true);
        using var manager = await shop.SignedInAsync(Role.Manager);
        var page = await PageAsync(manager, "?by=channels");
        var (_, whole) = await manager.GetAsync(page.QuerySelector("#speaks h3 a")!.GetAttribute("href")!);
        var rows = whole.QuerySelectorAll("#chart tbody tr").Reverse()
            .Select(r => r.QuerySelectorAll("td").Select(c => c.TextContent).ToList()).ToList();

        var values = page.QuerySelector("#speaks figure")!.GetAttribute("data-values")!.Split(';').Select(v => v.Split(' ', 5)).ToList();
        Assert.Equal(26, values.Count);
        Assert.Equal(rows.Select(r => r[0]), values.Select(v => v[0]));
        Assert.Equal(rows.Select(r => r[1]), values.Select(v => Percent(100.0 * long.Parse(v[1]) / long.Parse(v[0]))));
        Assert.Equal(rows.Select(r => r[2]), values.Select(v => Percent(long.Parse(v[2]) / 10.0)));
        Assert.Equal(rows.Select(r => r[4]), values.Select(v => Percent(long.Parse(v[3]) / 10.0)));
        Assert.Equal(rows.Select(r => r[6]), values.Select(v => v.ElementAtOrDefault(4) ?? ""));
        Assert.Equal(
            whole.QuerySelectorAll("#chart tbody th a").Reverse().Select(a => a.TextContent),
            page.QuerySelector(".all")!.GetAttribute("data-weeks")!.Split('|'));

        var table = await PageAsync(manager, "?by=channels&as=table");
        Assert.Equal(["phone", "counter"], table.QuerySelectorAll(".many tbody th").Select(Text));
        Assert.Equal(
            rows.AsEnumerable().Reverse().Select(r => $"{r[1]} of {r[0]}"),
            table.QuerySelector(".many tbody tr")!.QuerySelectorAll("td").Skip(3).Select(c => Numbers().Match(Text(c)).Value));

        static string Percent(double percent) => percent.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + "%";
    }

    [Fact]
    public async Task Of_another_site_nothing_is_shown_and_staff_are_given_no_charts_of_others()
    {
        var own = await BuiltShop.CreateAsync(organisation);
        var other = await BuiltShop.CreateAsync(organisation);
        using var manager = await own.SignedInAsync(Role.Manager);

        Assert.Equal(404, (int)(await manager.GetAsync($"/charts?site={other.Site}")).Answer.StatusCode);
        Assert.Equal(404, (int)(await manager.GetAsync("/charts?by=moods")).Answer.StatusCode);
        Assert.Equal(404, (int)(await manager.GetAsync("/charts?week=soon")).Answer.StatusCode);
        Assert.Equal(own.Staff.Order(), Cards(await PageAsync(manager, "?by=people"), "quiet").Select(c => c.Name));
        Assert.Equal([own.Site], Cards(await PageAsync(manager, "?by=sites"), "quiet").Select(c => c.Name));
        using var staff = await own.SignedInAsync(Role.Staff, own.Staff[0]);
        Assert.Equal(403, (int)(await staff.GetAsync("/charts")).Answer.StatusCode);
        Assert.Equal(404, (int)(await staff.GetAsync("/consistency/chart?basic=identity")).Answer.StatusCode);
    }

    private static IEnumerable<(string Name, string Word)> Cards(IHtmlDocument page, string id) =>
        page.QuerySelectorAll($"#{id} li").Select(c => (Text(c.QuerySelector("h3")!), Text(c.QuerySelector(".said")!)));

    private static string Text(INode node) => Blanks().Replace(node.TextContent, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\d.]+% of \d+")]
    private static partial Regex Numbers();

    private static async Task<IHtmlDocument> PageAsync(Visitor visitor, string query)
    {
        var (answer, page) = await visitor.GetAsync($"/charts{query}");
        Assert.Equal(200, (int)answer.StatusCode);
        return page;
    }
}
