using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Structure;

namespace ServiceTracker.Tests.Imports;

/// <summary>
/// Files go in, weekly files come out: their sums are those of an independent recount. One made-up file always runs; the real ones run
/// where SHARED_DATA_DIR, or a folder shared/data beside the repository, holds them.
/// </summary>
public sealed class RealFileTests(PostgresCluster postgres)
{
    private const string None = "(none)";

    /// <summary>The files there are, on both stores.</summary>
    public static TheoryData<Store, string> Files()
    {
        var data = new TheoryData<Store, string>();
        foreach (var store in Enum.GetValues<Store>())
        {
            data.Add(store, Path.Combine(Repository.Folder, "tests", "ServiceTracker.Tests", "Imports", "sample"));
            foreach (var file in RealFiles()) data.Add(store, file);
        }

        return data;
    }

    [Theory, MemberData(nameof(Files))]
    public async Task The_weekly_files_of_an_import_have_the_sums_of_an_independent_recount(Store store, string name)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        var about = JsonNode.Parse(await File.ReadAllTextAsync(name + ".json", TestContext.Current.CancellationToken))!;
        var expectations = about["expectations"]!.AsArray().Select(e => (Code: (string)e!["code"]!, Json: e!)).ToList();
        var made = (await api.PostAsync("baselines", new
        {
            name = (string?)about["name"],
            effectiveFrom = "2000-01-01",
            expectations = expectations.Select(e => (string?)e.Json["kind"] == "measure"
                ? Hosting.Organisation.Measure(
                    e.Code, (double)e.Json["target"]!, (string?)e.Json["direction"] == "max" ? "atMost" : "atLeast")
                : Hosting.Organisation.Check(e.Code)),
        })).Is(201);
        (await api.PostAsync($"baselines/{made["number"]}/publish")).Is(200);

        var zone = (string?)about["timezone"]!["iana"] is { } iana and not "unknown" ? iana : "UTC";
        var query = $"imports?createMissing=true&zone={zone}&defaultSite={Uri.EscapeDataString(None)}";
        var file = await File.ReadAllBytesAsync(name + ".csv", TestContext.Current.CancellationToken);
        var rows = (int)about["clean"]!["rows"]!;
        var import = (await api.PostBytesAsync(query, file)).Is(200);
        Assert.Equal(
            (rows, rows, 0, 0), ((int)import["rows"]!, (int)import["stored"]!, (int)import["duplicates"]!, (int)import["rejected"]!));

        var truth = Rows(await File.ReadAllBytesAsync(name + ".weekly.csv", TestContext.Current.CancellationToken));
        var weeks = truth.Select(r => r["iso_week"]).Distinct().ToList();
        Assert.Equal(
            weeks.Order(StringComparer.Ordinal),
            (await api.GetAsync("reports/weekly")).Is(200).Items.Select(w => (string)w!["week"]!).Order(StringComparer.Ordinal));
        string[] figures =
        [
            "interactions", "scored", "all_basics_met", .. expectations.SelectMany(e => new[] { $"met:{e.Code}", $"applicable:{e.Code}" }),
            "csat_n", "csat_sum",
        ];
        var compared = 0;
        foreach (var week in weeks)
        {
            var sums = await SumsAsync(api, week);
            var expected = truth.Where(r => r["iso_week"] == week).ToList();
            Assert.Equal(
                expected.Select(r => $"{r["dimension"]} {r["key"]}").Order(StringComparer.Ordinal),
                sums.Keys.Order(StringComparer.Ordinal));
            foreach (var row in expected)
            {
                var found = sums[$"{row["dimension"]} {row["key"]}"];
                foreach (var figure in figures)
                {
                    var (is_, should) = (
                        found.GetValueOrDefault(figure),
                        row[figure].Length == 0 ? 0 : long.Parse(row[figure], CultureInfo.InvariantCulture));
                    if (is_ != should) Assert.Fail($"{week} {row["dimension"]} {row["key"]} {figure}: {is_}, recounted {should}");
                    compared++;
                }
            }
        }

        Assert.Equal(truth.Count * figures.Length, compared);
        var again = (await api.PostBytesAsync(query, file)).Is(200);
        Assert.Equal((rows, 0, rows), ((int)again["rows"]!, (int)again["stored"]!, (int)again["duplicates"]!));
    }

    private static async Task<Dictionary<string, Dictionary<string, long>>> SumsAsync(Api api, string week)
    {
        var sums = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        foreach (var row in Rows((await api.GetAsync($"reports/weekly/{week}/consistency.csv")).Is(200).Bytes))
            foreach (var figure in new[] { "interactions", "scored", "all_basics_met", "csat_n", "csat_sum" })
                Add(row, figure, row[figure]);
        foreach (var row in Rows((await api.GetAsync($"reports/weekly/{week}/basics.csv")).Is(200).Bytes))
        {
            Add(row, $"met:{row["expectation"]}", row["met"]);
            Add(row, $"applicable:{row["expectation"]}", row["applicable"]);
        }

        return sums;

        void Add(Dictionary<string, string> row, string figure, string value)
        {
            foreach (var unit in new[] { "all (all)" }.Concat(
                new[] { "site", "team", "staff", "channel" }.Select(d => $"{d} {Key(row[d])}")))
            {
                if (!sums.TryGetValue(unit, out var ofUnit)) sums.Add(unit, ofUnit = []);
                ofUnit[figure] = ofUnit.GetValueOrDefault(figure) + long.Parse(value, CultureInfo.InvariantCulture);
            }
        }
    }

    // A guard against formulas stands only in the file, not in the code.
    private static string Key(string cell) =>
        cell.Length == 0 ? None : cell.Length > 1 && cell[0] == '\'' && "=+-@".Contains(cell[1], StringComparison.Ordinal)
            ? cell[1..] : cell;

    private static List<Dictionary<string, string>> Rows(byte[] file)
    {
        using var csv = new CsvParser(
            new StreamReader(new MemoryStream(file), Encoding.UTF8), new CsvConfiguration(CultureInfo.InvariantCulture));
        Assert.True(csv.Read());
        var header = csv.Record!;
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read()) rows.Add(header.Zip(csv.Record!).ToDictionary(p => p.First, p => p.Second));
        return rows;
    }

    private static IEnumerable<string> RealFiles()
    {
        var folder = Environment.GetEnvironmentVariable("SHARED_DATA_DIR") is { Length: > 0 } given ? given : Found();
        if (folder is null || !Directory.Exists(folder)) return [];
        return Directory.GetFiles(folder, "*.weekly.csv").Order(StringComparer.Ordinal).Select(f => f[..^".weekly.csv".Length]);
    }

    private static string? Found()
    {
        for (var folder = new DirectoryInfo(Repository.Folder).Parent; folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data") is var data && Directory.Exists(data)) return data;
        return null;
    }
}
