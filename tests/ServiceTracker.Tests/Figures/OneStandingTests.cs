using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

public sealed class OneStandingOnSqliteTests(DemoOnSqlite demo) : OneStandingTests(demo), IClassFixture<DemoOnSqlite>;

public sealed class OneStandingOnPostgresTests(DemoOnPostgres demo) : OneStandingTests(demo), IClassFixture<DemoOnPostgres>;

/// <summary>The demonstration, served.</summary>
public abstract class ServedDemo(Store store, PostgresCluster postgres) : IAsyncLifetime
{
    private const string Email = "reader@example.org", Password = "a long enough password";

    public TestApp App { get; private set; } = null!;
    public Api Admin { get; private set; } = null!;
    public Visitor Visitor { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = (await TestApp.NewAsync(store, postgres)).WithoutWatchJob();
        Admin = await App.AdminAsync();
        await App.InScopeAsync(s => s.GetRequiredService<DemoOrganisation>().CreateAsync(null, CancellationToken.None));
        await App.WatchAsync();
        Assert.IsType<Result<Account>.Ok>(await App.InScopeAsync(s =>
            s.GetRequiredService<Accounts>()
                .CreateAsync(Actor.CommandLine, Email, Password, null, Role.Admin, null, null, CancellationToken.None)));
        Visitor = new Visitor(App);
        await Visitor.SignInAsync(Email, Password);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Visitor.Dispose();
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class DemoOnSqlite(PostgresCluster postgres) : ServedDemo(Store.Sqlite, postgres);

public sealed class DemoOnPostgres(PostgresCluster postgres) : ServedDemo(Store.Postgres, postgres);

/// <summary>Page, file, line and chart of the API tell one thing about a unit, and about a basic.</summary>
public abstract class OneStandingTests(ServedDemo demo)
{
    private static readonly Dictionary<string, string> WordsOfClass = new(StringComparer.Ordinal)
    {
        ["reliable"] = "Reliable",
        ["steady_below"] = "Steady, below target",
        ["slipping"] = "Slipping",
        ["improving"] = "Improving",
        ["erratic"] = "Erratic",
        ["not_enough_yet"] = "Not enough yet",
    };

    private readonly Api api = demo.Admin;

    // A week before the second baseline, and one of those after it in which there is not enough yet to tell what is usual under it.
    [Theory, InlineData("2026-08-03", 4, false), InlineData("2026-11-09", 1, true)]
    public async Task Of_every_unit_page_file_line_and_chart_tell_the_same_class_limits_and_marked_weeks(
        string monday, int fewestClasses, bool isChanged)
    {
        var week = IsoWeek.Of(DateOnly.Parse(monday, CultureInfo.InvariantCulture));
        var dates = $"from={week.Monday:yyyy-MM-dd}&to={week.Sunday:yyyy-MM-dd}";
        var lines = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var by in new[] { "site", "site,channel", "site,staff", "site,staff,channel" })
            foreach (var line in (await api.GetAsync($"consistency?by={by}&{dates}")).Is(200).Items)
                lines.Add(Key((string?)line!["site"], (string?)line["staff"], (string?)line["channel"]), line);
        var file = (await api.GetAsync($"reports/weekly/{week}/consistency.csv")).Is(200)
            .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split(',')).ToList();
        int Column(string name) => Array.IndexOf(file[0], name);
        var classes = file.Skip(1)
            .ToDictionary(r => Key(r[Column("site")], r[Column("staff")], r[Column("channel")]), r => r[Column("class")]);

        var marked = 0;
        foreach (var (key, line) in lines)
        {
            var (its, because) = ((string)line["class"]!, (string)line["because"]!);
            if (classes.TryGetValue(key, out var cell)) Assert.Equal((key, (long)line["scored"]! < 10 ? "" : its), (key, cell));

            var (_, page) = await demo.Visitor.GetAsync($"/consistency/chart?{key}&week={week}");
            Assert.Equal($"{WordsOfClass[its]}. {because}", page.QuerySelector(".lede")!.TextContent);
            Assert.Equal(its == "not_enough_yet", page.QuerySelector(".keyline use") is null);

            var chart =
                (await api.GetAsync($"consistency/chart?{key}&to={week.Sunday:yyyy-MM-dd}&from={week.AddWeeks(-25).Monday:yyyy-MM-dd}"))
                    .Is(200)["chart"]!;
            var points = chart["points"]!.AsArray().Select(p => string.Join(
                ' ', p!["label"], p["n"] ?? 0, Percent(p["value"]), Percent(p["lcl"]), Percent(p["value"] is null ? null : p["cl"]),
                Percent(p["ucl"]),
                (string)p["variation"]! switch
                {
                    "special_cause_concern" => "Concern",
                    "special_cause_improvement" => "Improvement",
                    _ => ""
                }));
            var rows = page.QuerySelectorAll("#chart tbody tr").Reverse().Select(r =>
            {
                var cells = r.QuerySelectorAll("td").Select(c => c.TextContent).ToList();
                return string.Join(
                    ' ', r.QuerySelector("th small.muted")!.TextContent, cells[0], cells[1], cells[2], cells[3], cells[4],
                    cells[6].Split(':')[0]);
            }).ToList();
            Assert.Equal(points, rows);
            marked += rows.Count(r =>
                r.EndsWith("Concern", StringComparison.Ordinal) || r.EndsWith("Improvement", StringComparison.Ordinal));
            Assert.Equal(chart["points"]!.AsArray().Select(p => p!["signal"] is not null), rows.Select(r => !r.EndsWith(' ')));

            // The second baseline is drawn and told, whosever chart it is.
            Assert.Equal(isChanged ? 1 : 0, page.QuerySelectorAll("#chart path.change").Length);
            if (!isChanged) continue;
            var note = Assert.Single(chart["notes"]!.AsArray(), n => (string)n!["code"]! == "baseline-change");
            Assert.StartsWith("Baseline 2 is in force from 2026-08-", (string)note!["sentence"]!, StringComparison.Ordinal);
        }

        var told = lines.Values.Select(l => (string)l["class"]!).Distinct().Count();
        Assert.True(marked > 20 && told >= fewestClasses, $"{marked} marked weeks or {told} classes are too few to compare.");

        // The overview says of each line what its own chart says.
        foreach (var site in lines.Values.Select(l => (string)l["site"]!).Distinct().ToList())
        {
            var (_, overview) = await demo.Visitor.GetAsync($"/consistency?site={site}&week={week}");
            var shown = overview.QuerySelectorAll("section[aria-labelledby=h-channel] table.units tbody tr").Select(r =>
            {
                var query = QueryHelpers.ParseQuery(r.QuerySelector("th a")!.GetAttribute("href")!.Split('?')[1]);
                var key = Key(query.GetValueOrDefault("site"), query.GetValueOrDefault("staff"), query.GetValueOrDefault("channel"));
                return $"{key} {r.QuerySelector(".verdict")!.TextContent.Trim()}";
            });
            var expected = lines.Where(l => (string)l.Value["site"]! == site && l.Value["staff"] is null && l.Value["channel"] is not null)
                .ToList();
            Assert.Equal(
                expected.Select(l => $"{l.Key} {WordsOfClass[(string)l.Value["class"]!]}").Order(StringComparer.Ordinal),
                shown.Order(StringComparer.Ordinal));
            // Of what is other than usual the sentence stands above the table, once, and of the rest none does.
            string[] speaking = ["slipping", "erratic", "improving"];
            Assert.Equal(
                expected.Where(l => speaking.Contains((string)l.Value["class"]!)).Select(l => (string)l.Value["because"]!).Order(),
                overview.QuerySelectorAll("section[aria-labelledby=h-channel] .speaking li span")
                    .Select(s => s.LastChild!.TextContent.Trim()).Order());
        }
    }

    [Fact]
    public async Task Of_every_basic_page_file_and_line_tell_the_same_counts()
    {
        var week = IsoWeek.Of(new DateOnly(2026, 11, 9));
        var dates = $"from={week.Monday:yyyy-MM-dd}&to={week.Sunday:yyyy-MM-dd}";
        var file = (await api.GetAsync($"reports/weekly/{week}/basics.csv")).Is(200)
            .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split(',')).ToList();
        var sites = file.Skip(1).Select(r => r[Array.IndexOf(file[0], "site")]).Distinct().ToList();
        Assert.True(sites.Count > 1);

        Assert.Equal(InFile(""), await LinesAsync("expectation", ""));
        Assert.Equal(InFile(""), await PageAsync(""));
        foreach (var site in sites)
        {
            Assert.Equal(InFile(site, "staff", "channel"), await LinesAsync("staff,channel,expectation", $"&site={site}"));
            Assert.Equal(InFile(site), await LinesAsync("expectation", $"&site={site}"));
            Assert.Equal(InFile(site), await PageAsync($"site={site}&"));
        }

        // A line: what it is of, the basic, how often met and how often applicable.
        List<string> InFile(string site, params string[] units) =>
        [
            .. file.Skip(1).Where(r => site.Length == 0 || r[Array.IndexOf(file[0], "site")] == site)
                .GroupBy(r => string.Join(' ', units.Append("expectation").Select(u => r[Array.IndexOf(file[0], u)])))
                .Select(g => $"{g.Key} {Sum(g, "met")} of {Sum(g, "applicable")}").Order(StringComparer.Ordinal),
        ];

        long Sum(IEnumerable<string[]> rows, string column) =>
            rows.Sum(r => long.Parse(r[Array.IndexOf(file[0], column)], CultureInfo.InvariantCulture));

        async Task<List<string>> LinesAsync(string by, string of) =>
        [
            .. (await api.GetAsync($"consistency?by={by}&{dates}{of}")).Is(200).Items.Select(l =>
                string.Join(' ', by.Split(',').Select(u => (string?)l![u])) + $" {(long)l!["allBasicsMet"]!} of {(long)l["scored"]!}")
                    .Order(StringComparer.Ordinal),
        ];

        async Task<List<string>> PageAsync(string of)
        {
            var (_, page) = await demo.Visitor.GetAsync($"/consistency?{of}week={week}");
            return
            [
                .. page.QuerySelectorAll("table.basics tbody tr").Select(r =>
                    r.QuerySelector("th a")!.GetAttribute("href")!.Split('#')[1] + " " + r.QuerySelector("td.ci")!.TextContent.Trim())
                        .Order(StringComparer.Ordinal),
            ];
        }
    }

    [Fact]
    public async Task A_target_that_begins_on_the_last_day_of_a_week_judges_neither_it_nor_the_weeks_before()
    {
        var sunday = new DateOnly(2026, 12, 6);
        var draft = new
        {
            name = "Higher",
            effectiveFrom = $"{sunday:yyyy-MM-dd}",
            targetConsistency = 0.99,
            expectations = Hosting.Organisation.StandardExpectations,
        };
        var number = (int)(await api.PostAsync("baselines", draft)).Is(201)["number"]!;
        (await api.PostAsync($"baselines/{number}/publish")).Is(200);

        var (_, page) = await demo.Visitor.GetAsync("/consistency/chart?site=harbour&week=2026-W49");
        Assert.Equal(["90.0%"], page.QuerySelectorAll("#chart tbody tr").Select(r => r.QuerySelectorAll("td")[5].TextContent).Distinct());
        Assert.Equal(2, page.QuerySelectorAll("#chart path.change").Length);
        Assert.Contains($"6 Dec: baseline {number}", page.QuerySelector("#chart .plot")!.TextContent, StringComparison.Ordinal);
        var (_, next) = await demo.Visitor.GetAsync("/consistency/chart?site=harbour&week=2026-W50");
        Assert.Equal("99.0%", next.QuerySelector("#chart tbody tr")!.QuerySelectorAll("td")[5].TextContent);
    }

    private static string Key(string? site, string? staff, string? channel) =>
        string.Join(
            '&', new[] { ("site", site), ("staff", staff), ("channel", channel) }.Where(p => !string.IsNullOrEmpty(p.Item2))
                .Select(p => $"{p.Item1}={p.Item2}"));

    private static string Percent(JsonNode? share) =>
        share is null ? "–" : (100 * (double)share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
