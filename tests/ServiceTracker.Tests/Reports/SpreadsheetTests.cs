using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Reports;

/// <summary>The files of each profile, opened by a real spreadsheet where there is one.</summary>
public sealed class SpreadsheetTests(PostgresCluster postgres, ITestOutputHelper output)
{
    private static readonly XNamespace Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    // Separator, quotation mark, UTF-8, first line, and the language by which numbers are read: German, American.
    [Theory]
    [InlineData("excel", "59,34,76,1,,1031")]
    [InlineData("excel-us", "44,34,76,1,,1033")]
    public async Task Each_profile_opens_with_its_numbers_as_numbers_and_nothing_run(string profile, string filter)
    {
        if (Spreadsheet() is not { } program)
        {
            output.WriteLine("No LibreOffice (soffice) is installed here: nothing was opened.");
            return;
        }

        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(
            Entry("2026-11-17T10:00:00Z").With("externalId", "=1+1").Observed("wait_seconds", 4.5).Observed("greeted", "missed"));
        var folder = Directory.CreateTempSubdirectory("spreadsheet");
        try
        {
            var file = Path.Combine(folder.FullName, "week.csv");
            await File.WriteAllBytesAsync(
                file, (await organisation.Admin.GetAsync($"reports/weekly/2026-W47/interactions.csv?profile={profile}")).Is(200).Bytes,
                TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(
                program,
                ["--headless", $"-env:UserInstallation=file://{folder.FullName}/profile", $"--infilter=CSV:{filter}", "--convert-to",
                "fods", "--outdir", folder.FullName, file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            var cells = XDocument.Load(Path.ChangeExtension(file, "fods")).Descendants(Table + "table-row").Select(Cells).ToList();
            var row = cells[0].Zip(cells[1]).ToDictionary(c => c.First.Shown, c => c.Second);
            Assert.All(cells.SelectMany(c => c), c => Assert.Null(c.Formula));
            Assert.Equal(("string", "'=1+1"), (row["external_id"].Kind, row["external_id"].Shown));
            Assert.Equal((85.71, 4.5), (Number(row["basics_score"]), Number(row["measure:wait_seconds"])));
            Assert.Equal("missed", row["basic:greeted"].Shown);
            Assert.Equal(28, row.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Number(Cell cell) => double.Parse(cell.Value ?? "NaN", CultureInfo.InvariantCulture);

    private static List<Cell> Cells(XElement row) =>
    [
        .. row.Elements(Table + "table-cell").SelectMany(c => Enumerable.Repeat(
            new Cell(
                (string?)c.Attribute(Office + "value-type"), (string?)c.Attribute(Office + "value"),
                (string?)c.Attribute(Table + "formula"), string.Concat(c.Elements(Text + "p").Select(p => p.Value))),
            Math.Min((int?)c.Attribute(Table + "number-columns-repeated") ?? 1, 40))),
    ];

    private static string? Spreadsheet() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, "soffice"))
            .FirstOrDefault(File.Exists);

    private sealed record Cell(string? Kind, string? Value, string? Formula, string Shown);
}
