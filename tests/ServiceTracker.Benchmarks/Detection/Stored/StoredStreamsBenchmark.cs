using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Detection.Stored;

/// <summary>
/// Flags end to end: seeded streams go in as a file, and what the API then tells of them is held against what was planted. What the worlds
/// of <c>detection</c> say of the detectors alone is here asked of the program: site by site, with attribution, baselines and rounds.
/// </summary>
internal static class StoredStreamsBenchmark
{
    private const int PeopleAtSite = 12, QuickSites = 12, UsualSites = 40;

    private static readonly SiteWorld World = new() { People = PeopleAtSite, Before = 26, After = 14 };

    private static readonly (string Name, Change Change, Func<JsonNode, bool> IsRight, double Most)[] Changes =
    [
        ("0.90 → 0.80", new(MissRate: 0.2), f => IsOf(f, "lower", "basic"), 88),
        ("0.90 → 0.70", new(MissRate: 0.3), f => IsOf(f, "lower", "basic"), 40),
        ("one basic slips", new(SlippedBasic: World.SlipTo(0.2)),
            f => IsOf(f, "basic") && (string?)f["expectation"] == "basic_0", 50),
        ("good days, bad days", new(BadDay: 0.42, GoodDay: 0.02, BadShare: 0.2), f => IsOf(f, "erratic"), 80),
    ];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var sites = options.Quick ? QuickSites : UsualSites;
        var report = new Report("detection --stored --streams", $"""
            {sites} sites of {PeopleAtSite} people, {World.PerWeek[0]} interactions of each a week,
            {World.MissRate:P0} with something missed. After {World.Before} weeks the first person of each site changes,
            in one of {Changes.Length} ways, for {World.After} weeks. All goes in as one file; flags as
            GET /flags tells them. Delays in interactions of the person, to the one that completed the flag.
            """);
        var table = report.Table(
            "", new("change", "change"), new("sites", "sites"), new("found", "found"), new("median interactions", "median"),
            new("± ", "error"), new("label right", "labelRight", "0 %"), new("person named", "bearerRight", "0 %"));
        var streams = Enumerable.Range(0, sites).Select(Streams).ToList();
        await using var workspace = new Workspace();
        var store = await workspace.NewStoreAsync(StoreKind.Sqlite, "product");
        var product = await workspace.StartProductAsync(store);
        await StoredSamples.SetUpAsync(product.Http, sites, PeopleAtSite, channels: 1, firstIsCritical: false);
        await using var probe = new StoreProbe(store);
        var file = workspace.FileOf("streams.csv");
        await WriteAsync(file, streams);
        await StoredImport.RunAsync(product, probe, file);
        var flags = await FlagsAsync(product.Http);
        var folded = flags.SelectMany(f => f["linked"]!.AsArray().Select(id => (string)id!)).ToHashSet();
        for (var kind = 0; kind < Changes.Length; kind++)
        {
            var (name, _, isRight, most) = Changes[kind];
            var (delays, right, named) = (new List<double>(), 0, 0);
            for (var site = kind; site < sites; site += Changes.Length)
            {
                var changed = streams[site][0];
                var begin = changed.Of(World.Before * StreamPlan.DaysPerWeek).From;
                var first = flags.Where(f => (string?)f["staff"] == StoredSamples.StaffCode(site, 0) && IsOfDetector(f))
                    .Select(f => (Flag: f, At: IndexOf(changed, f))).Where(f => f.At >= begin).OrderBy(f => f.At).FirstOrDefault();
                delays.Add(first.Flag is null ? double.PositiveInfinity : first.At - begin + 1);
                if (first.Flag is null) continue;
                if (isRight(first.Flag)) right++;
                if (!folded.Contains((string)first.Flag["id"]!)) named++;
            }

            var found = delays.Count(double.IsFinite);
            var median = Estimate.Median(delays);
            table.Add(name, delays.Count, found, median.Value, median.Error, (double)right / found, (double)named / found);
            report.Add(Target.NoMore($"{name}: median interactions", median.Value - median.Error, most));
            report.Add(Target.AtLeast($"{name}: label right", Estimate.Share(right, found) is var r ? r.Value + r.Error : 0, 0.9));
            report.Add(Target.AtLeast($"{name}: person named", Estimate.Share(named, found) is var n ? n.Value + n.Error : 0, 0.9));
        }

        var calm = flags.Count(f => (string?)f["staff"] is { } staff && IsOfDetector(f) && !folded.Contains((string)f["id"]!)
            && !(staff.EndsWith("-0", StringComparison.Ordinal) && DateOnly.FromDateTime(TimeOf(f)) >= DateOf(World.Before * DaysPerWeek)));
        var years = sites * ((PeopleAtSite - 1) * World.Weeks + World.Before) / 52.0;
        var rate = calm / years;
        var false_ = report.Table("", new("staff-years", "staffYears"), new("false flags", "falseFlags"), new("a year", "perYear", "0.00"));
        false_.Add(years, calm, rate);
        report.Add(Target.NoMore("false flags a staff-year", rate - Math.Sqrt(calm) / years, 1));
        return report;
    }

    private const int DaysPerWeek = StreamPlan.DaysPerWeek;

    private static PersonStream[] Streams(int site) =>
    [
        .. Enumerable.Range(0, PeopleAtSite).Select(person => new PersonStream(
            World, new double[World.Weeks], person > 0 ? null : [new Phase(World.Before, Changes[site % Changes.Length].Change)], 0,
            SiteRun.Seed + (ulong)(1_000 * site + person))),
    ];

    // The last day is the last Friday that is over.
    private static DateOnly DateOf(int day)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7)).AddDays(-7 * World.Weeks);
        return monday.AddDays(7 * (day / DaysPerWeek) + day % DaysPerWeek);
    }

    private static DateTime TimeOf(int day, int place) => DateOf(day).ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddMinutes(place);

    private static DateTime TimeOf(JsonNode flag) =>
        DateTimeOffset.Parse((string)flag["detectedAt"]!, CultureInfo.InvariantCulture).UtcDateTime;

    private static int IndexOf(PersonStream stream, JsonNode flag)
    {
        var at = TimeOf(flag);
        for (var day = 0; day < World.Weeks * DaysPerWeek; day++)
            if (DateOf(day) == DateOnly.FromDateTime(at)) return stream.Of(day).From + (int)(at - TimeOf(day, 0)).TotalMinutes;
        return -1;
    }

    private static bool IsOf(JsonNode flag, params ReadOnlySpan<string> kinds) => kinds.Contains((string)flag["kind"]!);

    private static bool IsOfDetector(JsonNode flag) => IsOf(flag, "lower", "basic", "erratic", "better") && (bool)flag["supported"]!;

    private static async Task<List<JsonNode>> FlagsAsync(HttpClient product)
    {
        var found = new List<JsonNode>();
        for (var next = "/api/v1/flags?status=all&limit=1000"; next is not null;)
        {
            var page = JsonNode.Parse(await product.GetStringAsync(new Uri(next, UriKind.Relative)))!;
            found.AddRange(page["items"]!.AsArray().Select(f => f!));
            next = (string?)page["next"];
        }

        return found;
    }

    private static async Task WriteAsync(string file, List<PersonStream[]> streams)
    {
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("external_id,occurred_at,site,staff,channel,"
            + string.Join(',', Enumerable.Range(0, StoredSamples.Basics).Select(k => $"basic:basic_{k}")));
        var line = new StringBuilder();
        for (var day = 0; day < World.Weeks * DaysPerWeek; day++)
        {
            for (var site = 0; site < streams.Count; site++)
            {
                for (var person = 0; person < PeopleAtSite; person++)
                {
                    var (from, until) = streams[site][person].Of(day);
                    for (var i = from; i < until; i++)
                    {
                        line.Clear().Append(
                            CultureInfo.InvariantCulture,
                            $"{site}-{person}-{i},{TimeOf(day, i - from):yyyy-MM-ddTHH:mm:ssZ},site-{site},");
                        line.Append(StoredSamples.StaffCode(site, person)).Append(",channel-0");
                        for (var k = 0; k < StoredSamples.Basics; k++)
                            line.Append((streams[site][person].Missed[i] >> k & 1) != 0 ? ",missed" : ",met");
                        await writer.WriteLineAsync(line);
                    }
                }
            }
        }
    }
}
