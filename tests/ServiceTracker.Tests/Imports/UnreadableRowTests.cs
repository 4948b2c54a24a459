using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class UnreadableRowOnSqliteTests(OnSqlite shared) : UnreadableRowTests(shared), IClassFixture<OnSqlite>;

public sealed class UnreadableRowOnPostgresTests(OnPostgres shared) : UnreadableRowTests(shared), IClassFixture<OnPostgres>;

/// <summary>Files as people and programs really send them: no row of them is ever lost in silence.</summary>
public abstract class UnreadableRowTests(SharedApp shared)
{
    private const string Header = "external_id,occurred_at,site,staff,channel,basic:greeted,basic:identity,csat,comment\n";

    [Theory]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,he said ensemble\". fin", "bad_quote", "")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,, \"spaced\" ", "bad_quote", "")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,\"closed\" too early", "bad_quote", "")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,\"say \"hi\", or not\"", "bad_quote", "")]
    [InlineData("\"r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,\"\"\"x", "bad_quote", "")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,caf\u00ff", "encoding", "")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,nul \0", "invalid", "comment")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,", "ragged", "comment")]
    [InlineData("r3,2026-11-02T10:00:00+00:00,{0},,counter,met,met,,,more", "ragged", "")]
    public async Task Rows_behind_one_that_cannot_be_read_are_read(string row, string code, string column)
    {
        var site = await shared.Organisation.SiteAsync();
        row = row.Replace("{0}", site, StringComparison.Ordinal);
        // As a byte that UTF-8 does not have.
        var file = Encoding.UTF8.GetBytes(Header + Rows(site, 1, 2)).Concat(Encoding.Latin1.GetBytes(row + "\n"))
            .Concat(Encoding.UTF8.GetBytes(Rows(site, 4, 12))).ToArray();

        var refused = (await shared.ImportAsync(file)).Is(422);
        Assert.Equal(("rejected", 12, 0, 0, 1), refused.Counts());
        Assert.Equal([$"4 {column} {code}"], refused.Faults());
        Assert.Equal(0, await shared.StoredAsync(site));

        var skipped = (await shared.ImportAsync(file, "onError=skip")).Is(200);
        Assert.Equal(("done", 12, 11, 0, 1), skipped.Counts());
        Assert.Equal([$"4 {column} {code}"], skipped.Faults());
        Assert.Equal(11, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task A_cell_that_nothing_closes_refuses_the_whole_file_and_names_its_line()
    {
        var site = await shared.Organisation.SiteAsync();
        var file = Header + Rows(site, 1, 2) + $"r3,2026-11-02T10:00:00+00:00,{site},,counter,met,met,,\"never closed\n"
            + Rows(site, 4, 12);
        foreach (var query in new[] { "", "onError=skip" })
        {
            var refused = (await shared.ImportAsync(file, query)).Is(422);
            Assert.Equal(["4  bad_quote"], refused.Faults());
            Assert.Contains("Reading ended here", refused.Sentence(), StringComparison.Ordinal);
            Assert.Equal("rejected", (string?)refused["status"]);
        }

        Assert.Equal(0, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task A_cell_over_the_limit_refuses_the_whole_file_and_names_its_line()
    {
        var site = await shared.Organisation.SiteAsync();
        var file = Header + Rows(site, 1, 2) + $"r3,2026-11-02T10:00:00+00:00,{site},,counter,met,met,,{new string('x', 1 << 20 | 1)}\n"
            + Rows(site, 4, 12);
        var refused = (await shared.ImportAsync(file, "onError=skip")).Is(422);
        Assert.Equal(["4  too_large"], refused.Faults());
        Assert.Equal(0, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task A_quotation_mark_opened_by_a_slip_takes_no_other_row_along()
    {
        var site = await shared.Organisation.SiteAsync();
        var quoted = string.Concat(
            Enumerable.Range(4, 9)
                .Select(i => $"\"r{i}\",\"2026-11-02T10:00:00+00:00\",\"{site}\",\"\",\"counter\",\"met\",\"met\",\"\",\"fine\"\n"));
        var file = Header + Rows(site, 1, 2) + $"r3,2026-11-02T10:00:00+00:00,{site},,counter,met,met,,\"opened\n" + quoted;
        var skipped = (await shared.ImportAsync(file, "onError=skip")).Is(200);
        Assert.Equal(("done", 12, 11, 0, 1), skipped.Counts());
        Assert.Equal(["4  bad_quote"], skipped.Faults());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(41)]
    [InlineData(2502)]
    public async Task A_byte_that_is_not_UTF_8_is_named_by_the_line_on_which_it_stands(int line)
    {
        var site = await shared.Organisation.SiteAsync();
        var file = Encoding.UTF8.GetBytes(Header + Rows(site, 1, 3000));
        var at = -1;
        for (var i = 1; i < line; i++) at = Array.IndexOf(file, (byte)'\n', at + 1);
        file[Array.IndexOf(file, (byte)'\n', at + 1) - 1] = 0xE9;
        Assert.Equal([$"{line}  encoding"], (await shared.ImportAsync(file)).Is(422).Faults());
        var skipped = (await shared.ImportAsync(file, "onError=skip")).Is(200);
        Assert.Equal([$"{line}  encoding"], skipped.Faults());
        Assert.Equal(("done", 3000, 2999, 0, 1), skipped.Counts());
    }

    // {0} is the site. Rows stored, or the error and what is said of it.
    [Theory]
    [InlineData("sep=;\r\noccurred_at;site;channel;basic:greeted\r\n2026-11-02T10:00:00Z;{0};counter;met\r\n", 1)]
    [InlineData("\"sep=|\"\noccurred_at|site|channel|basic:greeted\n2026-11-02T10:00:00Z|{0}|counter|met\n", 1)]
    [InlineData("occurred_at|site|channel|comment\n2026-11-02T10:00:00Z|{0}|counter|line, one\n", 1)]
    [InlineData("occurred_at\rsite\r", 0, "1  separator", "not recognised")]
    [InlineData("occurred_at,site,channel,comment\r2026-11-02T10:00:00Z,{0},counter,old\r2026-11-02T10:00:00Z,{0},counter,lines\r", 2)]
    [InlineData("occurred_at,site,channel,basic:greeted\n2026-11-02T10:00:00Z,{0},counter,met\n,,,\n \n,, ,\n", 1)]
    [InlineData("occurred_at,site,channel,basic:greeted,,,\n2026-11-02T10:00:00Z,{0},counter,met,,,\n", 1)]
    [InlineData("occurred_at;site;channel;basic:greeted;\n2026-11-02T10:00:00Z;{0};counter;met;\n", 1)]
    [InlineData("occurred_at;site;channel;basic:greeted\n2026-11-02T10:00:00Z;{0};counter;met;;\n", 1)]
    [InlineData(
        "occurred_at,site,channel,basic:greeted,,\n2026-11-02T10:00:00Z,{0},counter,met,,x\n", 0, "2 column 6 invalid",
        "Column 6 has no name")]
    [InlineData(
        "\"occurred_at,site,channel,basic:greeted\"\r\n\"2026-11-02T10:00:00Z,{0},counter,met\"\r\n", 0, "1  separator", "not recognised")]
    [InlineData(
        "Occurred_At,site,channel,basic:greeted\n2026-11-02T10:00:00Z,{0},counter,met\n", 0, "1 Occurred_At unknown_reference",
        "did you mean “occurred_at”?")]
    [InlineData(
        "occurred_at,site,channel,basic:Greeted\n2026-11-02T10:00:00Z,{0},counter,met\n", 0, "1 basic:Greeted unknown_reference",
        "did you mean “basic:greeted”?")]
    [InlineData(
        "\"\",\"200\",\"2026-11-02 10:00:00\",\"ANSWERED\",\"1706.0\"\n", 0, "1  no_header", "Put a line with the names above the rows")]
    [InlineData("PK\u0003\u0004rest of it", 0, "1  not_a_table", "workbook (XLSX)")]
    [InlineData("\n <!DOCTYPE html>\n<html><body>Session expired, please sign in</body></html>\n", 0, "1  not_a_table", "web page")]
    [InlineData("{\"site\":\"{0}\"}\n", 0, "1  not_a_table", "format=ndjson")]
    [InlineData(
        "occurred_at,site,channel,basic:greeted\n2026-11-02T10:00:00Z,{0},counter,met\noccurred_at,site,channel,basic:greeted\n" +
        "2026-11-02T10:01:00Z,{0},counter,met\n", 0, "3  joined", "two files were joined")]
    [InlineData(
        "\uFEFFoccurred_at,site,channel,basic:greeted\n2026-11-02T10:00:00Z,{0},counter,met\n" +
        "\uFEFFoccurred_at,site,channel,basic:greeted\n2026-11-02T10:01:00Z,{0},counter,met\n", 0, "3  joined", "two files were joined")]
    public async Task What_spreadsheets_put_around_a_table_is_understood_or_named(
        string file, int stored, string? fault = null, string? about = null)
    {
        var site = await shared.Organisation.SiteAsync();
        var answer = await shared.ImportAsync(file.Replace("{0}", site, StringComparison.Ordinal));
        Assert.Equal(fault is null ? 200 : 422, answer.Status);
        if (fault is not null)
        {
            Assert.Equal([fault], answer.Faults());
            Assert.Contains(about!, answer.Sentence(), StringComparison.Ordinal);
        }

        Assert.Equal(stored, await shared.StoredAsync(site));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    public async Task Utf_16_of_a_spreadsheet_is_read(string encoding, bool mark)
    {
        var site = await shared.Organisation.SiteAsync();
        var utf16 = Encoding.GetEncoding(encoding);
        var text = $"occurred_at\tsite\tchannel\tcomment\r\n2026-11-02T10:00:00Z\t{site}\tcounter\tGrüße 👍\r\n";
        byte[] file = [.. mark ? utf16.GetPreamble() : [], .. utf16.GetBytes(text)];
        (await shared.ImportAsync(file)).Is(200);
        Assert.Equal(["Grüße 👍"], await CommentsAsync(site));

        // Half a character is none.
        var half = utf16.GetBytes(text.Replace("Grüße 👍", "a\uD83Db", StringComparison.Ordinal));
        half = [.. mark ? utf16.GetPreamble() : [], .. utf16.GetBytes(text.Split('\n')[0] + "\n"), .. Halved(utf16, site)];
        Assert.Equal(["2  encoding"], (await shared.ImportAsync(half)).Is(422).Faults());
    }

    [Theory]
    [InlineData("2026-11-02T10:00:00.123456789Z", "2026-11-02T10:00:00.123456+00:00")]
    [InlineData("2026-11-02T10:00:00.1234567891234567890123456789+01:00", "2026-11-02T09:00:00.123456+00:00")]
    [InlineData("2026-11-02t10:00:00z", "2026-11-02T10:00:00+00:00")]
    [InlineData("2026-11-02 10:00:00.5-05:30", "2026-11-02T15:30:00.5+00:00")]
    // A leap second stays within the day that it ends.
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999+00:00", "2020-01-01")]
    [InlineData("2026-11-02 10:00:00+00", "short offset: write “+00:00”")]
    [InlineData("2026-11-02T10:00:00-0530", "short offset: write “-05:30”")]
    [InlineData("2026-11-02 10:00:00 UTC", "write Z instead of “UTC”")]
    [InlineData("2026-11-02T10:00Z", "has no seconds")]
    [InlineData("2026-11-02 10:00", "has no seconds")]
    [InlineData("2026-11-02T10:00:00", "says no offset")]
    [InlineData("2026-11-02T10:00:60Z", "names a time of day that there is not")]
    [InlineData("02/11/2026 10:00", "is not a time with an offset")]
    [InlineData("2026-11-31T10:00:00Z", "names a day that there is not: 2026-11-31")]
    [InlineData("2026-11-02T24:00:00Z", "names a time of day that there is not")]
    [InlineData("2026-11-02T10:00:00+14:59", "has an offset that no zone has")]
    public async Task Times_are_read_as_RFC_3339_writes_them_and_what_is_wrong_is_said(string time, string expected, string? before = null)
    {
        var site = await shared.Organisation.SiteAsync();
        var answer = await shared.ImportAsync($"occurred_at,site,channel,basic:greeted\n{time},{site},counter,met\n");
        if (before is not null)
        {
            // Read, and from before any baseline.
            Assert.Equal(["2 occurred_at no_baseline"], answer.Is(422).Faults());
            Assert.Contains("2016-12-31", answer.Sentence(), StringComparison.Ordinal);
            return;
        }

        if (answer.Status == 422)
        {
            Assert.Equal(["2 occurred_at invalid"], answer.Faults());
            Assert.Contains(expected, answer.Sentence(), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(
            expected, (string?)Assert.Single((await shared.Organisation.Admin.GetAsync($"interactions?site={site}")).Is(200).Items)![
                "occurredAt"]);
    }

    [Fact]
    public async Task Line_delimited_JSON_is_UTF_8_and_whole_characters_like_everything_else()
    {
        var site = await shared.Organisation.SiteAsync();
        string Line(string staff, string comment, string more = "") =>
            $$"""{"site":"{{site}}","channel":"counter","occurredAt":"2026-11-10T11:30:00+00:00",{{staff}}""" +
            $$"""
            "comment":"{{comment}}"{{more}},"observations":"all_met"}
            """ + "\r\n";
        byte[] file =
        [
            .. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Line("", "grün")), .. Encoding.Latin1.GetBytes(Line("", "café")),
            .. Encoding.Latin1.GetBytes(Line("\"staff\":\"José\",", "ok")),
            .. Encoding.UTF8.GetBytes(Line("", "\\ud800")), .. Encoding.UTF8.GetBytes(Line("", "x", ",\"\\ud800\":1")),
            .. Encoding.UTF8.GetBytes(Line("", "x", ",\"csat\":\"x\",\"\\ud800\":1")),
            .. "\n  \r\n"u8, .. Encoding.UTF8.GetBytes(Line("", "\\ud83d\\udc4d")),
            .. Encoding.UTF8.GetBytes(Line("", new string('x', 1 << 20)))
        ];
        var answer = (await shared.ImportAsync(file, "format=ndjson&onError=skip&createMissing=true")).Is(200);
        Assert.Equal(["2 $ encoding", "3 $ encoding", "4 $ malformed", "5 $ malformed", "6 $ malformed", "10  too_large"], answer.Faults());
        Assert.Equal(("done", 8, 2, 0, 6), answer.Counts());
        Assert.Equal(["grün", "👍"], await CommentsAsync(site));

        foreach (var utf16 in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            Assert.Equal(
                ["1  encoding"],
                (await shared.ImportAsync([.. utf16.GetPreamble(), .. utf16.GetBytes(Line("", "x"))], "format=ndjson")).Is(422).Faults());
            Assert.Equal(
                ["1  encoding"], (await shared.ImportAsync(utf16.GetBytes(Line("", "x")), "format=ndjson&onError=skip")).Is(422).Faults());
        }
    }

    [Fact]
    public async Task Any_dialect_is_read_right_or_refused_by_its_lines()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        for (var n = 0; n < 25; n++)
        {
            var site = await shared.Organisation.SiteAsync();
            var file = new CsvDialect(random).Write(site);
            var what = $"TEST_SEED={seed}, file {n}: {file.About}";
            var refused = await shared.ImportAsync(file.Bytes);
            Assert.True(refused.Status is 200 or 422, $"{what}\n{refused}");
            if (file.BadLines.Count > 0)
            {
                Assert.True(refused.Status == 422, what);
                Assert.True(
                    file.BadLines.SequenceEqual(Lines(refused)),
                    $"{what}\n{string.Join(' ', file.BadLines)}\n{string.Join(' ', refused.Faults())}");
                Assert.Equal(0, await shared.StoredAsync(site));
            }

            var skipped = await shared.ImportAsync(file.Bytes, "onError=skip");
            Assert.True(skipped.Status == 200, $"{what}\n{skipped}");
            var (_, rows, stored, duplicates, rejected) = skipped.Counts();
            Assert.True(
                (file.Rows, file.BadLines.Count, file.Rows) == (rows, rejected, stored + duplicates + rejected), $"{what}\n{skipped}");
            Assert.True(
                file.Comments.Order(StringComparer.Ordinal).SequenceEqual((await CommentsAsync(site)).Order(StringComparer.Ordinal)), what);
        }
    }

    private static long[] Lines(Answer import) => [.. import["errors"]!.AsArray().Select(e => (long)e!["line"]!).Distinct()];

    private static byte[] Halved(Encoding utf16, string site)
    {
        byte[] half = utf16.CodePage == 1200 ? [0x3D, 0xD8] : [0xD8, 0x3D];
        return [.. utf16.GetBytes($"2026-11-02T10:00:00Z\t{site}\tcounter\ta"), .. half, .. utf16.GetBytes("b\r\n")];
    }

    private static string Rows(string site, int first, int last) => string.Concat(
        Enumerable.Range(first, last - first + 1)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"r{i},2026-11-02T10:00:00+00:00,{site},,counter,met,met,,\n")));

    private Task<List<string>> CommentsAsync(string site) =>
        shared.App.QueryAsync(db =>
            db.InteractionTexts.Where(t => t.Comment != null && db.Sites.Any(s => s.Id == t.SiteId && s.Code == site))
                .Select(t => t.Comment!).OrderBy(t => t).ToListAsync());
}
