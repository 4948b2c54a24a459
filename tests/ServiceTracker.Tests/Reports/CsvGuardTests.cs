using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Imports;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Reports;

public sealed class CsvGuardOnSqliteTests(OnSqlite shared) : CsvGuardTests(shared), IClassFixture<OnSqlite>;

public sealed class CsvGuardOnPostgresTests(OnPostgres shared) : CsvGuardTests(shared), IClassFixture<OnPostgres>;

/// <summary>Text that a spreadsheet would run as a formula is guarded in a file, and comes back from it as it was.</summary>
public abstract class CsvGuardTests(SharedApp shared)
{
    private const string Runs = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    [Fact]
    public async Task Any_text_is_safe_in_a_file_told_from_any_other_and_comes_back_as_it_was()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        var texts = new HashSet<string>(StringComparer.Ordinal)
        {
            "=1",
            "'=1",
            "''=1",
            "'",
            "''",
            "'x",
            "x",
            "\uFF1D1",
            "'\uFF1D1",
            "-5",
            "'-5",
        };
        while (texts.Count < 80) texts.Add(Text(random));
        foreach (var profile in new[] { "", "&profile=excel", "&profile=excel-us" })
        {
            var (from, to) = (await shared.Organisation.SiteAsync(), await shared.Organisation.SiteAsync());
            var batch = new JsonArray(
                [.. texts.Select(t => Entry("2026-11-17T10:00:00Z", from).With("externalId", t).With("source", "system"))]);
            Assert.All(
                (await shared.Organisation.Admin.PostAsync("interactions/batch", batch)).Is(200).Items, i =>
                    Assert.Equal(201, (int)i!["status"]!));

            var cells = Cells(
                (await shared.Organisation.Admin.GetAsync($"reports/weekly/2026-W47/interactions.csv?site={from}{profile}")).Is(200).Bytes,
                profile == "&profile=excel" ? ";" : ",");
            Assert.True(
                texts.Count == cells.Distinct().Count() && cells.All(c => !Runs.Contains(c[0], StringComparison.Ordinal)),
                $"TEST_SEED={seed}\n{string.Join('\n', cells)}");

            var back = new StringBuilder("external_id,occurred_at,site,channel,basic:greeted\n");
            foreach (var cell in cells)
                back.Append(
                    CultureInfo.InvariantCulture,
                    $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\",2026-11-17T10:00:00Z,{to},counter,met\n");
            (await shared.ImportAsync(back.ToString())).Is(200);
            var stored = await shared.App.QueryAsync(db =>
                db.Interactions.Where(i => db.Sites.Any(s => s.Id == i.SiteId && s.Code == to)).Select(i => i.ExternalId!).ToListAsync());
            Assert.True(texts.SetEquals(stored), $"TEST_SEED={seed}\n{string.Join('\n', texts.Except(stored))}");
        }
    }

    private static string Text(Random random)
    {
        const string signs = "'=+-@\uFF1D\uFF0B\uFF0D\uFF20\";,|1a\u00FC";
        return string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => signs[random.Next(signs.Length)]));
    }

    private static List<string> Cells(byte[] file, string separator)
    {
        using var csv = new CsvParser(
            new StreamReader(new MemoryStream(file), Encoding.UTF8),
            new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator });
        var cells = new List<string>();
        csv.Read();
        while (csv.Read()) cells.Add(csv[2]);
        return cells;
    }
}
