using AngleSharp.Dom;
using ServiceTracker.Application.Demonstration;

namespace ServiceTracker.Tests.Figures;

public sealed class PatternsByNameOnSqliteTests(DemoOnSqlite demo) : PatternsByNameTests(demo), IClassFixture<DemoOnSqlite>;

public sealed class PatternsByNameOnPostgresTests(DemoOnPostgres demo) : PatternsByNameTests(demo), IClassFixture<DemoOnPostgres>;

/// <summary>
/// What is hidden in the demonstration's history is told for what it is, by page and API, in the weeks in which it shows; and the people
/// who were only there when it happened are told of nowhere.
/// </summary>
public abstract class PatternsByNameTests(ServedDemo demo)
{
    private const string Greeted = "Greeted within a minute?", Identity = "Identity checked?", NextStep = "Next step explained?",
        Added = "Asked if anything else was needed?", Harbour = "harbour", Northgate = "northgate";

    // They served at North Gate or on the phone when it happened; nothing changed about any of them.
    private static readonly Dictionary<string, string> OnlyThere = new(StringComparer.Ordinal)
    {
        ["mcohen"] = "Miriam Cohen",
        ["lpopescu"] = "Luca Popescu",
        ["imarinov"] = "Ivan Marinov",
        ["btadesse"] = "Bethlehem Tadesse",
        ["evandijk"] = "Eva van Dijk",
        ["ekaya"] = "Elif Kaya",
        ["hkim"] = "Ha-eun Kim",
        ["nbyrne"] = "Niamh Byrne",
    };

    public static TheoryData<string, int> Weeks =>
        [.. from site in new[] { "", Harbour, Northgate } from week in new[] { 43, 44, 45, 46 } select (site, week)];

    [Theory, MemberData(nameof(Weeks))]
    public async Task Each_pattern_is_told_for_what_it_is(string site, int week)
    {
        var (_, page) = await demo.Visitor.GetAsync($"/consistency?week=2026-W{week}&site={site}");
        var (read, where, who) = (Unfolded(page), Text(page, "#where"), Text(page, "#who"));
        var of = site.Length == 0 ? "" : $"&site={site}";
        var basics = (await demo.Admin.GetAsync($"consistency/basics?week=2026-W{week}{of}")).Is(200);
        var items = basics.Items.ToDictionary(i => (string)i!["expectation"]!, i => i!);

        // The phone's new script.
        Assert.Contains($"{Identity} on Phone", where, StringComparison.Ordinal);
        Assert.Contains(items[DemoPatterns.ScriptBasic]["lower"]!.AsArray(), p => (string?)p!["channel"] == DemoPatterns.ScriptChannel);

        // One basic at one site: on the page of all sites and on the site's own, and not on the other's.
        var falls = items[DemoPatterns.FallingBasic]["lower"]!.AsArray().Any(p => (string?)p!["site"] == DemoPatterns.FallingSite);
        Assert.Equal(site != Harbour, falls);
        Assert.Equal(falls, where.Contains($"{NextStep} at North Gate", StringComparison.Ordinal));
        Assert.Equal(falls, Row(page, NextStep).Contains("less than at the other sites", StringComparison.Ordinal));

        // Lunchtime.
        var lunch = items["greeted"]["hours"]!.AsArray().SingleOrDefault(h => (string)h!["site"]! == DemoPatterns.LunchSite);
        Assert.Equal(site != Northgate, lunch is not null);
        Assert.Equal(
            lunch is not null, where.Contains($"{Greeted} from 12 to 14 h at Harbour Street: missed in", StringComparison.Ordinal));
        if (lunch is not null)
        {
            Assert.Equal((DemoPatterns.LunchFrom, DemoPatterns.LunchBefore), ((int)lunch["fromHour"]!, (int)lunch["beforeHour"]!));
            Assert.Contains(((string)lunch["sentence"]!).Split(": ")[1].TrimEnd('.'), Row(page, Greeted), StringComparison.Ordinal);
        }

        // The steady team, better than the others on the same channels.
        Assert.Equal(site != Northgate, read.Contains("Contact desk: all basics met in", StringComparison.Ordinal));
        Assert.Equal(
            site != Northgate,
            basics["teams"]!.AsArray().Any(t => (string)t!["team"]! == DemoPatterns.GoodTeam && (double)t["difference"]! > 0.01));

        // The raised bar, drawn and told.
        Assert.Contains($"The bar was raised: baseline 2, in force from 17 Aug 2026, also asks “{Added}”", read, StringComparison.Ordinal);
        var raised = (string)Assert.Single(basics["raised"]!.AsArray())!["sentence"]!;
        Assert.Contains("they say nothing about people", raised, StringComparison.Ordinal);
        Assert.Contains(raised, read, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("path.change"));

        // Nobody who was only there.
        Assert.DoesNotContain(OnlyThere.Values, name => read.Contains(name, StringComparison.Ordinal));
    }

    // Robin has good days and bad days from June on; from 17 August on there is another baseline, and not enough yet for a class.
    [Theory]
    [InlineData(43)]
    [InlineData(44)]
    [InlineData(45)]
    [InlineData(46)]
    public async Task The_uneven_person_is_named_by_page_and_api_and_nobody_else_is_for_it(int week)
    {
        var monday = new DateOnly(2026, 7, 20).AddDays(7 * (week - 30));
        foreach (var site in new[] { "", Harbour, Northgate })
        {
            var dates = $"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}{(site.Length == 0 ? "" : $"&site={site}")}";
            var people = (await demo.Admin.GetAsync($"consistency?by=staff&{dates}")).Is(200).Items;
            var uneven = people.Where(p => (string?)p!["class"] == "erratic").Select(p => (string)p!["staff"]!);
            Assert.Equal(site == Northgate ? [] : [DemoPatterns.ErraticPerson], uneven);

            var (_, page) = await demo.Visitor.GetAsync($"/consistency?week=2026-W{week}&site={site}");
            Assert.Equal(
                site != Northgate,
                Text(page, "#who").Contains("Robin Ellis as often as others, but uneven from day to day", StringComparison.Ordinal));
            Assert.Equal(
                site != Northgate,
                Unfolded(page).Contains(
                    "As often as others, but from day to day unevenly. Good days and bad days since 2026-06-03",
                    StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(43)]
    [InlineData(44)]
    [InlineData(45)]
    [InlineData(46)]
    public async Task Under_a_new_baseline_the_uneven_person_is_still_told_of_and_nobody_is_named_who_was_only_there(int week)
    {
        var monday = new DateOnly(2026, 10, 19).AddDays(7 * (week - 43));
        var dates = $"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}";
        var compared = $"from={monday.AddDays(-49):yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}";
        foreach (var site in new[] { "", $"&site={Harbour}", $"&site={Northgate}" })
        {
            var people = (await demo.Admin.GetAsync($"consistency?by=staff&{dates}{site}")).Is(200).Items;
            var uneven = people.Where(p => ((string?)p!["because"])?.Contains("Good days and bad days", StringComparison.Ordinal) == true)
                .Select(p => (string)p!["staff"]!);
            Assert.Equal(site.EndsWith(Northgate, StringComparison.Ordinal) ? [] : [DemoPatterns.ErraticPerson], uneven);
            var named = (await demo.Admin.GetAsync($"consistency/funnel?by=staff&{compared}{site}")).Is(200).Items
                .Where(l => (bool)l!["named"]!).Select(l => (string)l!["code"]!);
            Assert.Empty(named.Intersect(OnlyThere.Keys));
        }
    }

    [Fact]
    public async Task A_person_is_told_the_same_class_by_line_chart_and_page()
    {
        var line = (await demo.Admin.GetAsync($"consistency?by=staff&staff={DemoPatterns.ErraticPerson}&from=2026-08-03&to=2026-08-09"))
            .Is(200).Items.Single()!;
        var (_, chart) = await demo.Visitor.GetAsync($"/consistency/chart?staff={DemoPatterns.ErraticPerson}&week=2026-W32");
        var (_, page) = await demo.Visitor.GetAsync("/consistency?week=2026-W32");

        Assert.Equal("erratic", (string)line["class"]!);
        Assert.Equal($"Erratic. {line["because"]}", chart.QuerySelector(".lede")!.TextContent);
        Assert.Contains((string)line["because"]!, Unfolded(page), StringComparison.Ordinal);
    }

    private static string Row(IParentNode page, string question) => Squeezed(
        page.QuerySelectorAll("table.basics tbody tr")
            .Single(r => r.QuerySelector("th")!.TextContent.Contains(question, StringComparison.Ordinal)).TextContent);

    private static string Text(IParentNode page, string selector) => Squeezed(page.QuerySelector(selector)!.TextContent);

    // What is read without opening anything.
    private static string Unfolded(IParentNode page)
    {
        var main = (IElement)page.QuerySelector("main")!.Clone();
        foreach (var folded in main.QuerySelectorAll("details").ToList()) folded.Remove();
        return Squeezed(main.TextContent);
    }

    private static string Squeezed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
