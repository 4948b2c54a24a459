using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

public sealed class ConsistencyApiOnSqliteTests(OnSqlite shared) : ConsistencyApiTests(shared), IClassFixture<OnSqlite>;

public sealed class ConsistencyApiOnPostgresTests(OnPostgres shared) : ConsistencyApiTests(shared), IClassFixture<OnPostgres>;

public abstract class ConsistencyApiTests(SharedApp shared)
{
    private static readonly string[] Dimensions = ["site", "team", "staff", "channel", "expectation", "reason", "hourOfWeek"];

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    // Line by line: interactions, scored, all basics met, critical missed, stand-outs, on basics. The weights are greeted 1, identity 3
    // (critical), wait_seconds 2 (counter only), anything_else 1. London has no summer time in November.
    [Fact]
    public async Task Every_dimension_alone_and_with_others_counts_what_is_counted_by_hand()
    {
        var week = await SmallWeekAsync();
        await week.Is("site", "S 25 24 18 4 4 2");
        await week.Is("team", "S - 5 4 4 0 2 2", "S T 20 20 14 4 2 0");
        await week.Is("staff", "- 1 1 1 0 2 2", "A 14 13 11 0 2 0", "B 10 10 6 4 0 0");
        await week.Is("channel", "counter 15 15 9 4 4 2", "phone 10 9 9 0 0 0");
        await week.Is("reason", "- 8 7 1 4 4 2", "renewal 17 17 17 0 0 0");
        await week.Is(
            "hourOfWeek", "9 8 8 8 0 0 0", "10 2 2 0 0 2 0", "33 3 3 3 0 0 0", "38 4 4 0 4 0 0", "57 1 0 0 0 0 0", "62 7 7 7 0 2 2");
        await week.Is(
            "staff,channel", "- counter 1 1 1 0 2 2", "A counter 10 10 8 0 2 0", "A phone 4 3 3 0 0 0", "B counter 4 4 0 4 0 0",
            "B phone 6 6 6 0 0 0");
        await week.Is(
            "staff,reason", "- - 1 1 1 0 2 2", "A - 3 2 0 0 2 0", "A renewal 11 11 11 0 0 0", "B - 4 4 0 4 0 0", "B renewal 6 6 6 0 0 0");
        await week.Is(
            "channel,reason,hourOfWeek", "counter - 10 2 2 0 0 2 0", "counter - 38 4 4 0 4 0 0", "counter - 62 1 1 1 0 2 2",
            "counter renewal 9 8 8 8 0 0 0",
            "phone - 57 1 0 0 0 0 0", "phone renewal 33 3 3 3 0 0 0", "phone renewal 62 6 6 6 0 0 0");

        // Of a basic: applicable twice, met.
        await week.Is("expectation", "anything_else 24 24 24", "greeted 24 24 22", "identity 24 24 20", "wait_seconds 15 15 15");
        await week.Is("channel,expectation",
            "counter anything_else 15 15 15", "counter greeted 15 15 13", "counter identity 15 15 11", "counter wait_seconds 15 15 15",
            "phone anything_else 9 9 9", "phone greeted 9 9 9", "phone identity 9 9 9");
        await week.Is("expectation,hourOfWeek,reason&staff=" + week.A,
            "anything_else - 10 2 2 2", "anything_else renewal 9 8 8 8", "anything_else renewal 33 3 3 3", "greeted - 10 2 2 0",
            "greeted renewal 9 8 8 8",
            "greeted renewal 33 3 3 3", "identity - 10 2 2 2", "identity renewal 9 8 8 8", "identity renewal 33 3 3 3",
            "wait_seconds - 10 2 2 2",
            "wait_seconds renewal 9 8 8 8");

        // Filters narrow, and an asked-for date is a business date with both ends included.
        await week.Is("staff&channel=phone", "A 4 3 3 0 0 0", "B 6 6 6 0 0 0");
        await week.Is("channel&staff=" + week.B, "counter 4 4 0 4 0 0", "phone 6 6 6 0 0 0");
        Assert.Equal(["10"], await week.LinesAsync("staff", "2026-11-16", "2026-11-16", l => $"{l["interactions"]}"));
        Assert.Equal(["1", "1", "6"], await week.LinesAsync("staff", "2026-11-18", "2026-11-18", l => $"{l["interactions"]}"));
        Assert.Empty(await week.LinesAsync("staff", "2026-11-19", "2026-11-30", l => $"{l["interactions"]}"));
    }

    [Fact]
    public async Task Rates_intervals_means_and_spreads_are_those_worked_out_by_hand_and_null_below_ten()
    {
        var week = await SmallWeekAsync();
        // Scores: 18 × 100, 2 × 600/7, 4 × 400/7.
        await week.Figures("site", 0.75, 0.55100555994846, 0.8800063377140499, 91.66666666666667, 16.270051674311542);
        await week.Figures("staff&staff=" + week.B, 0.6, 0.31267376973365824, 0.8318196702937638, 82.85714285714285, 22.131333406899525);
        await week.Figures("expectation", 1, null, 1, null, null, line: 0);
        await week.Figures("expectation", 20.0 / 24, 0.6414692935030095, 0.9332132367136705, null, null, line: 2);

        var phone = (await week.ItemsAsync("channel"))[1]!;
        Assert.Equal(9, (int)phone["scored"]!);
        Assert.All(new[] { "rate", "wilsonLow", "wilsonHigh", "meanBasicsScore", "sdBasicsScore" }, f => Assert.Null(phone[f]));
        Assert.Equal(0, (int)phone["criticalMissed"]!);
        var wait = (await week.ItemsAsync("staff,expectation"))
            .Single(l => (string?)l!["staff"] == week.A && (string?)l["expectation"] == "wait_seconds")!;
        Assert.Equal(1, (double)wait["rate"]!);
        Assert.Null((await week.ItemsAsync("staff,expectation"))[0]!["rate"]);

    }

    [Fact]
    public async Task The_lines_of_every_breakdown_sum_to_the_same_interactions()
    {
        var week = await SmallWeekAsync();
        var choices = from a in Dimensions
                      from b in Dimensions
                      from c in Dimensions
                      select string.Join(
            ',', new[] { a, b, c }.Distinct().Order(StringComparer.Ordinal));
        var seen = 0;
        foreach (var by in choices.Distinct().Where(b => !b.Contains("expectation", StringComparison.Ordinal)))
        {
            var items = await week.ItemsAsync(by);
            Assert.Equal((25, 24, 4), (Sum("interactions"), Sum("scored"), Sum("standOuts")));
            Assert.Equal(18, Sum("allBasicsMet"));
            seen++;
            int Sum(string field) => items.Sum(l => (int)l![field]!);
        }

        Assert.Equal(6 + 15 + 20, seen);
    }

    [Theory]
    [InlineData("2026-10-14", "2026-11-12", "staff,channel")] // Wednesday to Thursday: four whole weeks between
    [InlineData("2026-10-14", "2026-11-12", "expectation")]
    [InlineData("2026-10-14", "2026-11-12", "hourOfWeek")]
    [InlineData("2026-10-18", "2026-10-19", "staff")] // a Sunday and the Monday after it: no whole week
    [InlineData("2026-10-20", "2026-10-22", "staff")] // inside one week
    [InlineData("2026-10-19", "2026-10-29", "staff")] // begins with a week
    [InlineData("2026-10-21", "2026-11-01", "channel")] // ends with one; the clocks go back
    public async Task A_time_that_begins_and_ends_in_the_middle_of_weeks_is_the_sum_of_its_days(string from, string to, string by)
    {
        var site = await organisation.SiteAsync();
        var (one, two) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var series = new Series(organisation, site);
        for (var day = new DateTime(2026, 10, 12, 9, 30, 0); day < new DateTime(2026, 11, 16); day = day.AddDays(1))
        {
            var i = day.DayOfYear;
            series.Add(day, (1 + i % 3, 2 + i % 3), one).Add(day.AddHours(i % 5), (i % 2, i % 4), two, "phone")
                .Add(day, 1, i % 2 == 0 ? one : null, "phone", "identity");
        }

        await series.StoreAsync(rolledUp: true);
        var (first, last) = (DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture));
        var sums = new SortedDictionary<string, (int Interactions, int Scored, int Met, int Critical)>(StringComparer.Ordinal);
        for (var day = first; day <= last; day = day.AddDays(1)) await AddAsync(sums, day, day);
        var whole = new SortedDictionary<string, (int Interactions, int Scored, int Met, int Critical)>(StringComparer.Ordinal);
        await AddAsync(whole, first, last);
        Assert.Equal(sums, whole);
        Assert.True(whole.Values.Sum(v => v.Interactions) > 4);

        async Task AddAsync(
            SortedDictionary<string, (int Interactions, int Scored, int Met, int Critical)> to, DateOnly from, DateOnly until)
        {
            foreach (var line in (await api.GetAsync($"consistency?by={by}&site={site}&from={from:yyyy-MM-dd}&to={until:yyyy-MM-dd}"))
                .Is(200).Items)
            {
                var key = string.Join('|', Dimensions.Select(d => (string?)line![d]?.ToString()));
                var (n, s, m, c) = to.GetValueOrDefault(key);
                to[key] = (
                    n + (int)line!["interactions"]!, s + (int)line["scored"]!, m + (int)line["allBasicsMet"]!,
                    c + (int?)line["criticalMissed"] ?? 0);
            }
        }
    }

    [Fact]
    public async Task Figures_of_a_whole_week_are_those_of_its_CSV_file()
    {
        var site = await organisation.SiteAsync();
        var people = new[] { await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site), null };
        var series = new Series(organisation, site);
        for (var week = 0; week < 42; week++)
            for (var i = 0; i < 3; i++)
                series.Add(
                    new DateTime(2026, 2, 3 + i, 10, 0, 0).AddDays(7 * week), (week >= 40 && i == 0 ? 4 : 11, 12), people[i],
                    i == 1 ? "phone" : "counter")
                    .Add(
                        new DateTime(2026, 2, 6, 10, 0, 0).AddDays(7 * week), 1, people[i], "counter", e =>
                            e["standOuts"] = StandOut(), "wait_seconds");
        await series.StoreAsync();
        await app.WatchAsync();

        var rows = (await api.GetAsync($"reports/weekly/2026-W47/consistency.csv?site={site}"))
            .Is(200).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(r => r.Split(',')).ToList();
        var lines = (await api.GetAsync($"consistency?by=site,staff,channel&site={site}&from=2026-11-16&to=2026-11-22")).Is(200).Items;
        Assert.Equal(4, lines.Count);
        Assert.Contains(lines, l => (string?)l!["class"] == "slipping");
        Assert.Equal(
            rows.Skip(1).Select(r => string.Join(' ', Columns.Select(c => r[Array.IndexOf(rows[0], c.Csv)]))),
            lines.Select(l => string.Join(' ', Columns.Select(c => c.IsCount ? l![c.Api]?.ToString() : Decimals(l![c.Api])))));

        static string? Decimals(JsonNode? value) =>
            value is null ? null : Math.Round((decimal)value, 4, MidpointRounding.AwayFromZero)
                .ToString("0.0000", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_staff_token_sees_no_colleague_and_a_staff_account_its_own_line()
    {
        var week = await SmallWeekAsync();
        using var token = await app.AsAsync(Role.Staff, week.Site);
        Assert.Empty((await token.GetAsync($"consistency?by=site&site={week.Site}&from=2026-11-16&to=2026-11-22")).Is(200).Items);
        (await token.GetAsync($"consistency?by=staff&site={week.Site}")).IsRefused("$.by forbidden");
        (await token.GetAsync($"consistency?by=staff&site={week.Site}&staff={week.A}")).IsRefused("$.staff unknown_reference");
        (await token.GetAsync($"consistency/chart?site={week.Site}&staff={week.A}")).IsRefused("$.staff unknown_reference");
        foreach (var call in new[] { "funnel", "variance", "falters", "agreement" })
            (await token.GetAsync($"consistency/{call}?site={week.Site}")).IsProblem(403, "forbidden");

        // An account that belongs to a person.
        var (site, a) = await app.QueryAsync(async db => (
            await db.Sites.Where(s => s.Code == week.Site).Select(s => s.Id).SingleAsync(),
                await db.Staff.Where(s => s.Code == week.A).Select(s => s.Id).SingleAsync()));
        var actor = new Actor("user:7", "A", Role.Staff, [site], a);
        var filter = new FigureFilter { From = new DateOnly(2026, 11, 16), To = new DateOnly(2026, 11, 22), Site = week.Site };
        foreach (var by in new[] { Breakdown.Staff,
            Breakdown.Staff | Breakdown.Reason, Breakdown.Staff | Breakdown.Channel | Breakdown.Expectation })
        {
            var lines = await BreakAsync(by, filter);
            Assert.NotEmpty(lines);
            Assert.All(lines, l => Assert.Equal(a, l.Unit.StaffId));
        }

        Assert.Equal(14, (await BreakAsync(Breakdown.Staff, filter with { Staff = week.A })).Single().Tally!.Interactions);
        Assert.Empty(await BreakAsync(Breakdown.Site, filter));
        await app.InScopeAsync(async s =>
        {
            var (breakdown, chart) = (s.GetRequiredService<BreakdownQuery>(), s.GetRequiredService<ControlChartQuery>());
            var colleague = filter with { Staff = week.B };
            Assert.IsType<Result<IReadOnlyList<BreakdownLine>>.Invalid>(await breakdown.RunAsync(
                actor, Breakdown.Site, colleague, CancellationToken.None));
            Assert.IsType<Result<StoredChart>.Invalid>(await chart.RunAsync(actor, null, null, colleague, null, CancellationToken.None));
            Assert.IsType<Result<StoredChart>.Ok>(await chart.RunAsync(
                actor, null, null, filter with { Staff = week.A }, null, CancellationToken.None));
            Assert.IsType<Result<FunnelFigures>.Forbidden>(
                await s.GetRequiredService<FunnelQuery>().RunAsync(actor, Breakdown.Staff, filter, CancellationToken.None));
            Assert.IsType<Result<VarianceFigures>.Forbidden>(
                await s.GetRequiredService<VarianceQuery>().RunAsync(actor, false, filter, CancellationToken.None));
            Assert.IsType<Result<FalteringCells>.Forbidden>(
                await s.GetRequiredService<FaltersQuery>().RunAsync(actor, filter, CancellationToken.None));
            Assert.IsType<Result<AgreementFigures>.Forbidden>(
                await s.GetRequiredService<AgreementQuery>().RunAsync(actor, filter, CancellationToken.None));
            return true;
        });

        async Task<IReadOnlyList<BreakdownLine>> BreakAsync(Breakdown by, FigureFilter asked) =>
            Assert.IsType<Result<IReadOnlyList<BreakdownLine>>.Ok>(
            await app.InScopeAsync(s => s.GetRequiredService<BreakdownQuery>().RunAsync(actor, by, asked, CancellationToken.None))).Value;
    }

    [Fact]
    public async Task Another_sites_manager_sees_nothing_of_this_site()
    {
        var week = await SmallWeekAsync();
        var elsewhere = await organisation.SiteAsync();
        foreach (var role in new[] { Role.Manager, Role.Ops })
        {
            using var stranger = await app.AsAsync(role, elsewhere);
            foreach (var by in Dimensions)
                Assert.Empty((await stranger.GetAsync($"consistency?by={by}&from=2026-11-16&to=2026-11-22")).Is(200).Items);
            foreach (var call in new[] { "", "/chart", "/funnel", "/falters", "/agreement" })
                (await stranger.GetAsync($"consistency{call}?staff={week.A}")).IsRefused("$.staff unknown_reference");
            Assert.All(
                (await stranger.GetAsync("consistency/chart")).Is(200)["chart"]!["points"]!.AsArray(), p => Assert.Null(p!["value"]));
            foreach (var by in new[] { "staff", "channel", "site" })
                Assert.Empty((await stranger.GetAsync($"consistency/funnel?by={by}")).Is(200).Items);
            Assert.Equal(0, (int)(await stranger.GetAsync("consistency/variance")).Is(200)["interactions"]!);
            Assert.Empty((await stranger.GetAsync("consistency/variance")).Is(200)["channelGaps"]!.AsArray());
            Assert.Empty((await stranger.GetAsync("consistency/falters")).Is(200).Items);
            var agreement = (await stranger.GetAsync("consistency/agreement")).Is(200);
            Assert.Equal((0, 0, 0), ((int)agreement["pairs"]!, (int)agreement["logging"]!["full"]!, (int)agreement["logging"]!["quick"]!));
            foreach (var call in new[] { "", "/chart", "/funnel", "/variance", "/falters", "/agreement" })
                (await stranger.GetAsync($"consistency{call}?site={week.Site}")).IsRefused("$.site unknown_reference");
        }
    }

    [Theory]
    [InlineData("?by=colour", "$.by invalid")]
    [InlineData("?by=site,site", "$.by invalid")]
    [InlineData("?by=site,Staff", "$.by invalid")]
    [InlineData("?by=", "$.by out_of_range")]
    [InlineData("?by=,", "$.by out_of_range")]
    [InlineData("?by=site,team,staff,channel", "$.by out_of_range")]
    [InlineData("?from=yesterday", "$.from invalid")]
    [InlineData("?to=2026-02-30", "$.to invalid")]
    [InlineData("?from=2026-11-20&to=2026-11-19", "$.from out_of_range")]
    [InlineData("?from=2021-11-16&to=2026-11-20", "$.from out_of_range")]
    [InlineData("?to=0001-01-01", "$.to out_of_range")]
    [InlineData("?from=9999-12-31", "$.from out_of_range")]
    [InlineData("?from=9999-12-31&to=9999-12-31", "$.from out_of_range", "$.to out_of_range")]
    [InlineData("?from=0001-01-01&to=0001-01-03", "$.from out_of_range", "$.to out_of_range")]
    [InlineData("?site=none", "$.site unknown_reference")]
    [InlineData("?staff=none", "$.staff unknown_reference")]
    [InlineData("?channel=none", "$.channel unknown_reference")]
    [InlineData(
        "?site=none&staff=none&channel=none&from=2026-11-20&to=2026-11-19", "$.site unknown_reference", "$.staff unknown_reference",
        "$.channel unknown_reference", "$.from out_of_range")]
    [InlineData("/chart?measure=happiness", "$.measure invalid")]
    [InlineData("/chart?measure=expectation:", "$.measure unknown_reference")]
    [InlineData("/chart?measure=expectation:smile", "$.measure unknown_reference")]
    [InlineData("/chart?period=month", "$.period invalid")]
    [InlineData("/chart?rules=astrology", "$.rules invalid")]
    [InlineData(
        "/chart?measure=x&period=y&rules=z&site=none", "$.measure invalid", "$.period invalid", "$.rules invalid",
        "$.site unknown_reference")]
    [InlineData("/chart?to=9999-12-31", "$.to out_of_range")]
    [InlineData("/chart?to=0001-01-01&period=day", "$.to out_of_range")]
    [InlineData("/funnel?by=team", "$.by invalid")]
    [InlineData("/funnel?by=colour", "$.by invalid")]
    [InlineData("/funnel?from=2000-01-01", "$.from out_of_range")]
    [InlineData("/variance?measure=expectation:greeted", "$.measure invalid")]
    [InlineData("/variance?channel=none", "$.channel unknown_reference")]
    [InlineData("/falters?staff=none", "$.staff unknown_reference")]
    [InlineData("/agreement?to=soon", "$.to invalid")]
    public async Task What_is_not_right_is_named(string query, params string[] errors) =>
        (await api.GetAsync("consistency" + query)).IsRefused(errors);

    [Theory]
    [InlineData("")]
    [InlineData("/chart")]
    [InlineData("/chart?period=day&measure=basicsScore")]
    [InlineData("/funnel")]
    [InlineData("/variance")]
    [InlineData("/falters")]
    [InlineData("/agreement")]
    public async Task The_ends_of_what_may_be_asked_and_the_longest_time_are_answered(string call)
    {
        var joint = call.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var range in new[] { "from=1900-01-01&to=1900-01-02",
            "to=1900-01-01", "from=2999-12-31&to=2999-12-31", "from=2021-11-17&to=2026-11-20" })
            (await api.GetAsync($"consistency{call}{joint}{range}")).Is(200);
    }

    [Fact]
    public async Task Held_and_excused_observations_leave_the_persons_figures_and_stay_misses_of_the_process()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var at = new DateTime(2026, 11, 17, 10, 0, 0);
        var series = await new Series(organisation, site).Add(at, 10, person).Add(at, 3, person, "counter", "greeted")
            .Add(at, 2, person, "counter", "identity").StoreAsync();
        await ChangeAsync("greeted", 0, i => i.Held = 1);
        await ChangeAsync("greeted", 1, i => i.Excused = 1);
        await ChangeAsync("identity", 0, i => i.State = InteractionState.Excluded);
        await ChangeAsync("identity", 1, i => i.Held = 2);

        foreach (var rolledUp in new[] { false, true })
        {
            if (rolledUp) await series.RollUpAsync();
            // 14 counted; of the misses (3 greeted, 1 identity) three are not the person's to answer for.
            const string process = "14 14 10 1 2 1 1", own = "14 14 13 0 2 1 1";
            await Is("channel", process);
            await Is("reason", process);
            await Is("site", process);
            await Is("staff", own);
            await Is("staff,reason", own);
            await Is("staff,channel", own);
            await Is("channel&staff=" + person, own);
            Assert.Equal(["14 14", "14 11", "14 13", "14 14"], await BasicsAsync("expectation"));
            Assert.Equal(["14 14", "12 11", "13 13", "14 14"], await BasicsAsync("staff,expectation"));
            Assert.Equal(["14 14", "12 11", "13 13", "14 14"], await BasicsAsync("staff,expectation,hourOfWeek"));
            Assert.Equal((14.0, 10 / 14.0), await LastPointAsync(""));
            Assert.Equal((14.0, 13 / 14.0), await LastPointAsync("&staff=" + person));
            Assert.Equal((12.0, 11 / 12.0), await LastPointAsync($"&measure=expectation:greeted&staff={person}"));
            Assert.Equal((14.0, 11 / 14.0), await LastPointAsync("&measure=expectation:greeted"));
            Assert.Equal((14.0, 13 / 14.0), await LastPointAsync($"&period=day&to=2026-11-17&staff={person}"));
        }

        async Task Is(string by, string figures) => Assert.Equal(
            [figures],
            (await ItemsAsync(by))
                .Select(l =>
                    string.Join(
                        ' ', new[] { "interactions",
                            "scored", "allBasicsMet", "criticalMissed", "held", "excused", "excluded" }.Select(f => l![f]))));

        async Task<string[]> BasicsAsync(string by) => [.. (await ItemsAsync(by)).Select(l => $"{l!["scored"]} {l["allBasicsMet"]}")];

        async Task<JsonArray> ItemsAsync(string by) =>
            (await api.GetAsync($"consistency?by={by}&site={site}&from=2026-11-16&to=2026-11-22")).Is(200).Items;

        async Task<(double, double)> LastPointAsync(string query)
        {
            var last = (await api.GetAsync($"consistency/chart?site={site}{query}")).Is(200)["chart"]!["points"]!.AsArray()[^1]!;
            return ((double)last["n"]!, (double)last["value"]!);
        }

        Task ChangeAsync(string missed, int which, Action<Interaction> change) => app.InScopeAsync(async services =>
        {
            var (bit, db) = (missed == "greeted" ? 1 : 2, services.GetRequiredService<ServiceTrackerDb>());
            var siteId = await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync();
            var id = (
                await db.Interactions.Where(i => i.SiteId == siteId && (i.Met & bit) == 0).OrderBy(i => i.Id).Select(i => i.Id)
                    .ToListAsync())[which];
            Assert.IsType<Result<Guid>.Ok>(await services.GetRequiredService<ChangeInteraction>().RunAsync(
                Actor.CommandLine, db.Interactions.Where(i => i.Id == id), (before, _) =>
                {
                    change(before.Interaction);
                    return new IntendedChange("interaction.ruled", null) { After = before };
                },
                CancellationToken.None));
        });
    }

    private static readonly (string Csv, string Api, bool IsCount)[] Columns =
    [
        ("site", "site", true), ("staff", "staff", true), ("channel", "channel", true), ("interactions", "interactions", true),
        ("scored", "scored", true),
        ("all_basics_met", "allBasicsMet", true), ("consistency_rate", "rate", false), ("wilson_low", "wilsonLow", false),
        ("wilson_high", "wilsonHigh", false),
        ("basics_score_mean", "meanBasicsScore", false), ("basics_score_sd", "sdBasicsScore", false),
        ("critical_missed", "criticalMissed", true), ("held", "held", true),
        ("excused", "excused", true), ("excluded", "excluded", true), ("stand_outs", "standOuts", true),
        ("stand_outs_on_basics", "standOutsOnBasics", true),
    ];

    private static JsonArray StandOut() => [new JsonObject { ["kind"] = "personal" }];

    private async Task<SmallWeek> SmallWeekAsync()
    {
        var site = await organisation.SiteAsync();
        var team = await organisation.TeamAsync(site);
        var (a, b) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var monday = new DateTime(2026, 11, 16);
        await new Series(organisation, site)
            .Add(monday.AddHours(9), 8, a, "counter", e => e.With("team", team).With("reason", "renewal"))
            .Add(monday.AddHours(10), 2, a, "counter", e => e.With("team", team).With("standOuts", StandOut()), "greeted")
            .Add(monday.AddHours(24 + 9), 3, a, "phone", e => e.With("reason", "renewal"))
            .Add(monday.AddHours(24 + 14), 4, b, "counter", e => e.With("team", team), "identity")
            .Add(
                monday.AddHours(48 + 9), 1, a, "phone", e =>
                    e.Observed("greeted", "na").Observed("identity", "na").Observed("anything_else", "na"))
            .Add(monday.AddHours(48 + 14), 6, b, "phone", e => e.With("team", team).With("reason", "renewal"))
            .Add(
                monday.AddHours(48 + 14), 1, null, "counter", e =>
                    e.With("standOuts", new JsonArray([.. StandOut().Concat(StandOut()).Select(s => s!.DeepClone())])))
            .StoreAsync();
        return new SmallWeek(api, site, team, a, b);
    }

    /// <summary>25 interactions of one week, few enough to count by hand.</summary>
    private sealed record SmallWeek(Api Api, string Site, string Team, string A, string B)
    {
        public async Task<JsonArray> ItemsAsync(string by, string from = "2026-11-16", string to = "2026-11-22") =>
            (await Api.GetAsync($"consistency?by={by}&site={Site}&from={from}&to={to}")).Is(200).Items;

        public async Task<string[]> LinesAsync(string by, string from, string to, Func<JsonNode, string> text) =>
            [.. (await ItemsAsync(by, from, to)).Select(l => text(l!))];

        public async Task Is(string by, params string[] lines)
        {
            var dimensions = by.Split('&')[0].Split(',').ToHashSet();
            // A team is one of its site.
            if (dimensions.Contains("team")) dimensions.Add("site");
            string[] counts = dimensions.Contains("expectation") ? ["interactions", "scored", "allBasicsMet"]
                : ["interactions", "scored", "allBasicsMet", "criticalMissed", "standOuts", "standOutsOnBasics"];
            var shown = await LinesAsync(by, "2026-11-16", "2026-11-22", l =>
            {
                Assert.All(Dimensions.Except(dimensions), d => Assert.Null(l[d]));
                return string.Join(
                    ' ', Dimensions.Where(dimensions.Contains).Select(d => Short(l[d]?.ToString()))
                        .Concat(counts.Select(c => l[c]!.ToString())));
            });
            Assert.Equal(lines, shown);
        }

        public async Task Figures(string by, double rate, double? low, double high, double? mean, double? sd, int line = 0)
        {
            var shown = (await ItemsAsync(by))[line]!;
            Assert.Equal(rate, (double)shown["rate"]!, 1e-12);
            if (low is { } l) Assert.Equal(l, (double)shown["wilsonLow"]!, 1e-12);
            Assert.Equal(high, (double)shown["wilsonHigh"]!, 1e-12);
            Is(mean, "meanBasicsScore");
            Is(sd, "sdBasicsScore");

            void Is(double? expected, string field)
            {
                if (expected is { } e) Assert.Equal(e, (double)shown[field]!, 1e-5);
                else Assert.Null(shown[field]);
            }
        }

        private string Short(string? code) =>
            code is null ? "-" : code == Site ? "S" : code == Team ? "T" : code == A ? "A" : code == B ? "B" : code;
    }
}
