using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceTracker.Statistics.Rules;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Structure;

namespace ServiceTracker.Tests.Figures;

public sealed class ChartsApiOnSqliteTests(OnSqlite shared) : ChartsApiTests(shared), IClassFixture<OnSqlite>;

public sealed class ChartsApiOnPostgresTests(OnPostgres shared) : ChartsApiTests(shared), IClassFixture<OnPostgres>;

public abstract class ChartsApiTests(SharedApp shared)
{
    private static readonly DateTime FirstMonday = new(2026, 8, 3, 10, 0, 0);

    // k of n, week by week from 2026-W32 to 2026-W46; the fifth week has none. W46 is far below.
    private static readonly (int K, int N)[] Weeks =
    [
        (19, 20), (18, 20), (23, 24), (16, 18), (0, 0), (20, 20), (27, 30), (19, 21), (17, 20), (20, 22), (18, 19), (23, 25), (19, 20),
        (21, 23), (12, 20),
    ];

    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_weekly_rate_is_the_p_chart_of_its_counts_with_gaps_where_there_was_nothing()
    {
        var (site, person) = await StoreWeeksAsync(Weeks);
        foreach (var rules in RunRules.Sets.Select(s => s.Name))
        {
            var stored = await StoredAsync($"site={site}&rules={rules}");
            Assert.Equal(("allBasicsMet", "week"), ((string?)stored["measure"], (string?)stored["period"]));
            Same(await SentAsync(PChart("p", rules, target: 0.9, freezeN: 14)), stored["chart"]!);
            var points = stored["chart"]!["points"]!.AsArray();
            Assert.Null(points[4]!["value"]);
            Assert.Equal("2026-W36", (string?)points[4]!["label"]);
            Assert.Equal("special_cause_concern", (string?)points[14]!["variation"]);
        }

        // Of one person and channel the same, of nobody else's nothing.
        Same(
            await SentAsync(PChart("p", "nhs7", target: 0.9, freezeN: 14)),
                (await StoredAsync($"site={site}&staff={person}&channel=counter"))["chart"]!);
        Assert.All((await StoredAsync($"site={site}&channel=phone"))["chart"]!["points"]!.AsArray(), p => Assert.Null(p!["value"]));

        // One basic has no target of its own; where it is not asked there is nothing.
        Same(
            await SentAsync(PChart("p", "nhs7", target: null, freezeN: 14)),
                (await StoredAsync($"site={site}&measure=expectation:greeted"))["chart"]!);
        var identity = (await StoredAsync($"site={site}&measure=expectation:identity"))["chart"]!["points"]!.AsArray();
        Assert.Equal([1.0, 20.0], new[] { (double)identity[0]!["value"]!, (double)identity[0]!["n"]! });
    }

    [Fact]
    public async Task Weeks_that_vary_more_than_chance_are_charted_as_p_prime()
    {
        (int K, int N)[] weeks = [.. Enumerable.Range(0, 15).Select(i => i % 3 == 0 ? (20, 40) : (39, 40))];
        var (site, _) = await StoreWeeksAsync(weeks);
        var chart = (await StoredAsync($"site={site}"))["chart"]!;
        Assert.Equal("pp", (string?)chart["kind"]);
        Same(await SentAsync(PChart("pp", "nhs7", target: 0.9, freezeN: 13, weeks)), chart);
    }

    [Fact]
    public async Task Under_thirteen_weeks_there_is_no_range_no_mark_and_no_icon()
    {
        var (site, person) = await StoreWeeksAsync([.. Weeks[..12], (0, 0), (2, 20)]);
        foreach (var query in new[] { "", $"&staff={person}", "&measure=basicsScore", "&measure=expectation:greeted", "&rules=nelson" })
        {
            var chart = (await StoredAsync($"site={site}{query}", to: "2026-11-08"))["chart"]!;
            foreach (var member in new[] { "cl", "lcl", "ucl", "lcl2s", "ucl2s", "z", "signal", "finding" })
                Assert.All(chart["points"]!.AsArray(), p => Assert.Null(p![member]));
            Assert.All(
                new[] { chart["variation"]!, chart["assurance"]! }, i =>
                    Assert.Equal((null, "Not enough yet: 12 of 13 points."), ((string?)i["value"], (string?)i["unavailable"])));
            Assert.Equal("not-enough-yet", (string?)chart["notes"]![0]!["code"]);
        }

        var line = (await api.GetAsync($"consistency?by=site&site={site}&from=2026-11-02&to=2026-11-08")).Is(200).Items[0]!;
        Assert.Equal("not_enough_yet", (string?)line["class"]);
    }

    [Fact]
    public async Task Days_are_charted_one_by_one()
    {
        var site = await organisation.SiteAsync();
        (int K, int N)[] days = [.. Enumerable.Range(0, 20).Select(i => i % 7 == 6 ? (0, 0) : (11 - i % 2, 12))];
        var series = new Series(organisation, site);
        for (var i = 0; i < days.Length; i++) series.Add(FirstMonday.AddDays(i), days[i]);
        await series.StoreAsync();
        var stored = await StoredAsync($"site={site}&period=day", "2026-08-03", "2026-08-22");
        Assert.Equal("day", (string?)stored["period"]);
        var body = PChart("p", "nhs7", target: 0.9, freezeN: 15, days);
        body["labels"] = new JsonArray([.. Enumerable.Range(0, 20).Select(i => JsonValue.Create($"{FirstMonday.AddDays(i):yyyy-MM-dd}"))]);
        Same(await SentAsync(body), stored["chart"]!);
    }

    [Fact]
    public async Task A_week_that_is_cut_off_counts_only_the_days_asked_for()
    {
        var site = await organisation.SiteAsync();
        await new Series(organisation, site).Add(FirstMonday, (1, 2)).Add(FirstMonday.AddDays(3), (4, 4))
            .Add(FirstMonday.AddDays(8), (5, 6)).Add(FirstMonday.AddDays(10), (7, 7)).StoreAsync();
        var points = (await StoredAsync($"site={site}", "2026-08-04", "2026-08-12"))["chart"]!["points"]!.AsArray();
        Assert.Equal(
            [("2026-W32", 4.0, 1.0), ("2026-W33", 6.0, 5 / 6.0)],
            points.Select(p => ((string)p!["label"]!, (double)p["n"]!, (double)p["value"]!)));
    }

    [Fact]
    public async Task The_score_is_the_X_bar_chart_of_the_raw_scores()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var series = new Series(organisation, site);
        var subgroups = new JsonArray();
        for (var week = 0; week < 15; week++)
        {
            var at = FirstMonday.AddDays(7 * week);
            // A gap, a week of one, and weeks of different sizes. The whole weight is 7: greeted 1, identity 3.
            var (all, greeted, identity) = week switch { 3 => (0, 0, 0), 5 => (1, 0, 0), _ => (8 + week % 3, week % 4, week % 2) };
            series.Add(at, all, person).Add(at, greeted, person, "counter", "greeted").Add(at, identity, person, "counter", "identity");
            subgroups.Add(new JsonArray([
                .. Enumerable.Repeat(100.0, all).Concat(Enumerable.Repeat(600 / 7.0, greeted))
                .Concat(Enumerable.Repeat(400 / 7.0, identity)).Select(v => JsonValue.Create(v)),
            ]));
        }

        await series.StoreAsync();
        var sent = await SentAsync(
            new JsonObject { ["kind"] = "xbar", ["subgroups"] = subgroups, ["labels"] = Labels(15), ["freezeN"] = 14 });
        foreach (var whose in new[] { "", $"&staff={person}" })
            Same(sent, (await StoredAsync($"site={site}&measure=basicsScore{whose}"))["chart"]!, tolerance: 1e-5);
        var points = sent["points"]!.AsArray();
        Assert.Null(points[3]!["value"]);
        Assert.Equal(100.0, (double)points[5]!["value"]!);
        Assert.Null(points[5]!["ucl"]);
        Assert.NotNull(points[6]!["ucl"]);
    }

    [Fact]
    public async Task By_default_the_last_26_weeks_or_60_days_are_charted()
    {
        var site = await organisation.SiteAsync();
        var weeks = (await api.GetAsync($"consistency/chart?site={site}")).Is(200)["chart"]!["points"]!.AsArray();
        Assert.Equal((26, "2026-W22", "2026-W47"), (weeks.Count, (string)weeks[0]!["label"]!, (string)weeks[^1]!["label"]!));
        var days = (await api.GetAsync($"consistency/chart?site={site}&period=day")).Is(200)["chart"]!["points"]!.AsArray();
        Assert.Equal((60, "2026-09-22", "2026-11-20"), (days.Count, (string)days[0]!["label"]!, (string)days[^1]!["label"]!));
    }

    /// <summary>Golden cases by kind of chart, sent as a caller would.</summary>
    [Theory]
    [InlineData("chart-g-02-service", "g")]
    [InlineData("chart-ip-03-overdispersed", "ip")]
    [InlineData("chart-pp-05-overdispersed", "pp")]
    [InlineData("chart-s-04-bimodal", "s")]
    [InlineData("chart-t-02-service", "t")]
    [InlineData("chart-xbar-03-scores", "xbar")]
    [InlineData("mdc-14-ties", "xmr")]
    [InlineData("mdc-17-decrease-waiting", "xmr")]
    [InlineData("qcc-p-04-service", "p")]
    public async Task A_golden_case_is_answered_with_its_figures(string file, string kind)
    {
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(Repository.Folder, "tests", "ServiceTracker.Statistics.Tests", "Conformance", "own", file + ".json"),
            TestContext.Current.CancellationToken))!;
        var (input, options, expected) = (golden["input"]!, golden["options"]!, golden["expected"]!);
        var body = new JsonObject { ["kind"] = kind, ["screenMr"] = (bool?)(options["screen_mr"] ?? options["screen_outliers"]) ?? true };
        if (input["subgroup"] is { } groups)
            body["subgroups"] = new JsonArray([.. groups.AsArray().Zip(input["y"]!.AsArray()).GroupBy(p => p.First!.ToString())
                .Select(g => new JsonArray([.. g.Select(p => p.Second!.DeepClone())]))]);
        else body["y"] = Joined("y", "new_y", "values");
        if (input["n"] is not null) body["n"] = Joined("n", "new_n");
        if ((options["freeze_n"] ?? options["fix_after_n_points"]) is { } freeze) body["freezeN"] = freeze.DeepClone();
        if (input["new_y"] is not null) body["freezeN"] = input["y"]!.AsArray().Count;
        if (options["improvement_direction"] is { } direction) body["improvementDirection"] = direction.DeepClone();
        if (options["target"] is { } target) body["target"] = target.DeepClone();

        var chart = await SentAsync(body);
        var points = chart["points"]!.AsArray();
        var tolerance = (double)golden["tolerance"]!["abs"]! + 1e-9;
        foreach (var (theirs, ours) in new[]
        {
            ("value", "value"), ("cl", "cl"), ("lcl", "lcl"), ("ucl", "ucl"), ("lcl_2s", "lcl2s"), ("ucl_2s", "ucl2s"), ("mean", "cl"),
            ("lpl", "lcl"), ("upl", "ucl"), ("z", "z"),
        })
        {
            if (expected[theirs] is not JsonArray column) continue;
            Assert.Equal(column.Count, points.Count);
            for (var i = 0; i < column.Count; i++)
                if (Math.Abs(Number(column[i]) - Number(points[i]![ours])) is var apart
                    && !(apart <= tolerance * Math.Max(1, Math.Abs(Number(column[i])))) && column[i] is not null)
                    Assert.Fail($"{ours} of point {i} is {points[i]![ours]}, not {column[i]}.");
        }

        if (expected["outside_3s_indices"] is JsonArray outside)
            Assert.Equal(
                outside.Select(i => (int)i!), Enumerable.Range(0, points.Count).Where(i => (string?)points[i]!["signal"] == "outside"));
        if (expected["flagged_indices"] is JsonArray flagged)
            Assert.Equal(flagged.Select(i => (int)i!), Enumerable.Range(0, points.Count).Where(i => points[i]!["signal"] is not null));
        if (expected["point_type"] is JsonArray types)
            Assert.Equal(types.Select(t => (string?)t), points.Select(p => (string?)p!["variation"]));
        if (expected["variation_type"] is { } variation) Assert.Equal((string?)variation, (string?)chart["variation"]!["value"]);
        if (expected["assurance_type"] is { } assurance) Assert.Equal((string?)assurance, (string?)chart["assurance"]!["value"]);
        if (expected["anhoej"] is JsonArray runs)
            Assert.Equal(
                runs.Select(r => $"{r!["longest_run"]} {r["longest_run_max"]} {r["crossings"]} {r["crossings_min"]} {r["signal"]}"),
                chart["parts"]!.AsArray()
                    .Select(p => $"{p!["longestRun"]} {p["longestRunMax"]} {p["crossings"]} {p["crossingsMin"]} {p["runsSignal"]}"));

        JsonArray Joined(params string[] names) => [.. names.SelectMany(n => input[n]?.AsArray() ?? []).Select(v => v?.DeepClone())];
        static double Number(JsonNode? value) => value is null ? double.NaN : (double)value;
    }

    /// <summary>Kinds without a golden case here, worked out by hand for 14 points.</summary>
    [Theory]
    [InlineData("run", 4.5, null, null)] // the median
    [InlineData("i", 4.5, 4.5 - 3 / 1.128, 4.5 + 3 / 1.128)] // mean moving range 1
    [InlineData("xmr", 4.5, 4.5 - 2.66, 4.5 + 2.66)]
    [InlineData("mr", 1.0, 0.0, 3.267)]
    [InlineData("c", 4.5, 0.0, 4.5 + 6.363961031)] // 3√4.5
    [InlineData("u", 0.45, 0.0, 0.45 + 0.6363961031)] // n = 10: 3√(0.45/10)
    [InlineData("up", 0.45, 0.45 - 0.6363961031 * 0.4178, 0.45 + 0.6363961031 * 0.4178)] // σz = (1/√4.5)/1.1284 = 0.41777
    public async Task Other_kinds_are_answered_with_what_is_worked_out_by_hand(string kind, double centre, double? lower, double? upper)
    {
        var body = new JsonObject
        {
            ["kind"] = kind,
            ["y"] = new JsonArray([.. Enumerable.Range(0, 14).Select(i => JsonValue.Create(4 + i % 2))]),
        };
        if (kind is "u" or "up") body["n"] = new JsonArray([.. Enumerable.Range(0, 14).Select(_ => JsonValue.Create(10))]);
        var chart = await SentAsync(body);
        Assert.Equal(kind, (string?)chart["kind"]);
        var last = chart["points"]![13]!;
        Is(centre, last["cl"]);
        Is(lower, last["lcl"]);
        Is(upper, last["ucl"]);

        static void Is(double? expected, JsonNode? value)
        {
            if (expected is { } e) Assert.Equal(e, (double)value!, 1e-4);
            else Assert.Null(value);
        }
    }

    [Theory]
    [InlineData("{}", "$.kind required")]
    [InlineData("""{"kind":"pie"}""", "$.kind invalid")]
    [InlineData("""{"kind":"P","y":[1],"n":[2]}""", "$.kind invalid")]
    [InlineData(
        """{"kind":"pie","rules":"none","improvementDirection":"up"}""", "$.kind invalid", "$.rules invalid",
        "$.improvementDirection invalid")]
    [InlineData("""{"kind":"p","y":[1,2]}""", "$.n invalid")]
    [InlineData("""{"kind":"p","y":[1,2],"n":[3]}""", "$.n invalid")]
    [InlineData("""{"kind":"p","y":[1,2],"n":[3,-1]}""", "$.n invalid")]
    [InlineData("""{"kind":"p","y":[1,5],"n":[3,4]}""", "$.y invalid")]
    [InlineData("""{"kind":"p","y":[1,5],"n":[3,0]}""", "$.y invalid")]
    [InlineData("""{"kind":"p","y":[-1],"n":[3]}""", "$.y invalid")]
    [InlineData("""{"kind":"t","y":[1,0]}""", "$.y invalid")]
    [InlineData("""{"kind":"c","y":[1e400]}""", "$.y invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"n":[3,4]}""", "$.n invalid")]
    [InlineData("""{"kind":"xbar","y":[1,2]}""", "$.subgroups invalid")]
    [InlineData("""{"kind":"xbar","y":[1,2],"subgroups":[[1,2]]}""", "$.y invalid")]
    [InlineData("""{"kind":"xbar","n":[2],"subgroups":[[1,2]]}""", "$.n invalid")]
    [InlineData("""{"kind":"xbar","subgroups":[[1,2],null]}""", "$.subgroups invalid")]
    [InlineData("""{"kind":"p","y":[1],"n":[2],"subgroups":[[1]]}""", "$.subgroups invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"labels":["a"]}""", "$.labels invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"freezeN":0}""", "$.freezeN invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"partStarts":[2]}""", "$.partStarts invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"partStarts":[-1]}""", "$.partStarts invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"excludeIndices":[2]}""", "$.excludeIndices invalid")]
    [InlineData("""{"kind":"xmr","y":[1,2],"target":1e999}""", "$.target invalid")]
    [InlineData("""{"kind":"t","y":[1,2],"center":1}""", "$.center invalid")]
    [InlineData("""{"kind":"p","y":[1],"n":[2],"center":1}""", "$.center invalid")]
    [InlineData("""{"kind":"p","y":[1],"n":[2],"sigma":1}""", "$.sigma invalid")]
    [InlineData("""{"kind":"xmr","y":[1],"sigma":-1}""", "$.sigma invalid")]
    [InlineData("""{"kind":"xmr","y":["1"]}""", "$.y[0] invalid")]
    [InlineData(
        """{"kind":"xbar","subgroups":[[1,null],["a",2]],"colour":1}""", "$.subgroups[0][1] invalid", "$.subgroups[1][0] invalid",
        "$.colour unknown_member")]
    [InlineData("""{"kind":"xmr","y":[1],"screenMr":"no","freezeN":1.5}""", "$.screenMr invalid", "$.freezeN invalid")]
    [InlineData("""{"kind":"xmr","y":[1],"colour":"red"}""", "$.colour unknown_member")]
    public async Task Each_field_that_is_not_right_is_named(string body, params string[] errors) =>
        (await api.PostTextAsync("charts", body)).IsRefused(errors);

    [Theory]
    [InlineData("""{"kind":"p","y":[],"n":[]}""")]
    [InlineData("""{"kind":"xmr"}""")]
    [InlineData("""{"kind":"xbar","subgroups":[]}""")]
    [InlineData("""{"kind":"xbar","subgroups":[[],[1]]}""")]
    [InlineData("""{"kind":"p","y":[null,0],"n":[4,null]}""")]
    [InlineData("""{"kind":"p","y":[0.1,0.1,0.2],"n":[0.3,0.2,0.4]}""")] // sizes that are no whole numbers
    [InlineData("""{"kind":"p","y":[1e15,2e15,1e15],"n":[3e15,3e15,3e15]}""")]
    [InlineData("""{"kind":"p","y":[1e300,2e300,1e300],"n":[3e300,3e300,3e300]}""")]
    [InlineData("""{"kind":"u","y":[1e308,1e308,1],"n":[1e-300,1,1]}""")]
    [InlineData("""{"kind":"xmr","y":[1e308,-1e308,1e308]}""")]
    [InlineData("""{"kind":"g","y":[0,0,1e308]}""")]
    [InlineData("""{"kind":"t","y":[5e-324,1e308,1]}""")]
    [InlineData("""{"kind":"s","subgroups":[[1e308,-1e308],[1,2]]}""")]
    [InlineData("""{"kind":"xmr","y":[1,2,3],"excludeIndices":[0,1,2],"partStarts":[0,1,1,2],"freezeN":2000000000}""")]
    [InlineData("""{"kind":"run","y":[1,2,3],"n":[2,0.5,0.1]}""")]
    public async Task Odd_series_are_answered_with_finite_numbers_or_null(string body) => await SentAsync(JsonNode.Parse(body)!.AsObject());

    [Fact]
    public async Task A_hundred_thousand_points_are_taken_and_one_more_is_not()
    {
        (await api.PostTextAsync("charts", Body(100_000))).Is(200);
        (await api.PostTextAsync("charts", Body(100_001))).IsRefused("$.y out_of_range");
        (await api.PostTextAsync("charts", $$"""{"kind":"xbar","subgroups":[[{{string.Join(',', Enumerable.Repeat("1", 100_000))}}]]}"""))
            .IsRefused("$.subgroups out_of_range");
        Assert.Equal(413, (await api.PostTextAsync("charts", Body(1) + new string(' ', 16 << 20))).Status);
        Assert.Equal(400, (await api.PostTextAsync("charts", "{")).Status);

        static string Body(int points) => $$"""{"kind":"c","y":[{{string.Join(',', Enumerable.Range(0, points).Select(i => i % 7))}}]}""";
    }

    private static JsonArray Labels(int weeks) => [.. Enumerable.Range(32, weeks).Select(w => JsonValue.Create($"2026-W{w}"))];

    // The first thirteen with data make the limits: freezeN counts the gaps among them.
    private static JsonObject PChart(string kind, string rules, double? target, int freezeN, (int K, int N)[]? counts = null)
    {
        counts ??= Weeks;
        return new JsonObject
        {
            ["kind"] = kind,
            ["y"] = new JsonArray([.. counts.Select(c => c.N == 0 ? null : JsonValue.Create(c.K))]),
            ["n"] = new JsonArray([.. counts.Select(c => JsonValue.Create(c.N))]),
            ["labels"] = Labels(counts.Length),
            ["rules"] = rules,
            ["target"] = target,
            ["freezeN"] = freezeN,
        };
    }

    private async Task<(string Site, string Person)> StoreWeeksAsync((int K, int N)[] weeks)
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var series = new Series(organisation, site);
        for (var i = 0; i < weeks.Length; i++) series.Add(FirstMonday.AddDays(7 * i + i % 6), weeks[i], person);
        await series.StoreAsync();
        return (site, person);
    }

    private async Task<Answer> StoredAsync(string query, string from = "2026-08-03", string to = "2026-11-15") =>
        (await api.GetAsync($"consistency/chart?{query}&from={from}&to={to}")).Is(200);

    private async Task<JsonNode> SentAsync(JsonObject body) => (await api.PostAsync("charts", body)).Is(200).Json;

    // Equal member by member; numbers within a tolerance where rounding on the way to the store may show.
    private static void Same(JsonNode expected, JsonNode actual, double tolerance = 0, string path = "$")
    {
        switch (expected, actual)
        {
            case (JsonObject e, JsonObject a):
                Assert.Equal(e.Select(m => m.Key), a.Select(m => m.Key));
                foreach (var (key, value) in e) Both(value, a[key], $"{path}.{key}");
                break;
            case (JsonArray e, JsonArray a):
                Assert.True(e.Count == a.Count, $"{path} has {a.Count} items, not {e.Count}.");
                for (var i = 0; i < e.Count; i++) Both(e[i], a[i], $"{path}[{i}]");
                break;
            default:
                if (tolerance > 0 && expected.GetValueKind() == JsonValueKind.Number && actual.GetValueKind() == JsonValueKind.Number)
                    Assert.True(Math.Abs((double)expected - (double)actual) <= tolerance, $"{path} is {actual}, not {expected}.");
                else Assert.True(JsonNode.DeepEquals(expected, actual), $"{path} is {actual}, not {expected}.");
                break;
        }

        void Both(JsonNode? e, JsonNode? a, string at)
        {
            if (e is null || a is null)
                Assert.True(e is null && a is null, $"{at} is {a?.ToJsonString() ?? "null"}, not {e?.ToJsonString() ?? "null"}.");
            else Same(e, a, tolerance, at);
        }
    }
}
