using System.Text;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class HeaderOnSqliteTests(OnSqlite shared) : HeaderTests(shared), IClassFixture<OnSqlite>;

public sealed class HeaderOnPostgresTests(OnPostgres shared) : HeaderTests(shared), IClassFixture<OnPostgres>;

/// <summary>What stands around the rows of a file: its first lines, its last byte, its encoding.</summary>
public abstract class HeaderTests(SharedApp shared)
{
    private const string Header = "occurred_at,site,channel,basic:greeted,comment\n";

    // With commas, one good row behind the header.
    [Theory]
    [InlineData("\n{0}", ';'), InlineData("\r\n\r\n{0}", '\t'), InlineData(",,,,\n{0}", ';'), InlineData(" \n\n{0}", '|'),
    InlineData("\n{0}", ',')]
    [InlineData("sep=,,,,\n{0}", ';'), InlineData("sep=,\n{0}", ';'), InlineData("\"sep=,\",,,,\n{0}", ';'),
    InlineData("\nsep=,,,,\n{0}", '\t'), InlineData("\"sep=;\",,,,\n{0}", ',')]
    [InlineData("{0}\u001a", ','), InlineData("{0}\n\u001a", ','), InlineData("{0}\u001a\u001a\u001a", ';')]
    [InlineData("\u200b{0}", ','), InlineData("\ufeff{0}", ';')]
    public async Task Lines_and_characters_that_other_programs_leave_are_passed_over(string around, char separator)
    {
        var site = await shared.Organisation.SiteAsync();
        var file = around.Replace(
            "{0}", Header.Replace("channel", "\u2060channel\u200b", StringComparison.Ordinal) + Row(site, "fine\uffff").TrimEnd(),
            StringComparison.Ordinal).Replace(',', separator);
        Assert.Equal(("done", 1, 1, 0, 0), (await shared.ImportAsync(file)).Is(200).Counts());
    }

    [Theory]
    [InlineData("Export of the week\n{0}", "1  no_header", "stands on line 2"),
    InlineData("Export, of;the week\n\nby nobody\n{0}", "1  no_header", "stands on line 4")]
    [InlineData("Export of the week,,,,\n{0}", "1  no_header", "stands on line 2"),
    InlineData("Export of the week\n1,2,3\n", "1  separator", "not recognised")]
    [InlineData("{0}\0\0\0\0\0\0\0\0\n{1}", "3  nul", "NUL characters"), InlineData("\0\0\0\0\0\0{0}", "1  nul", "NUL characters")]
    [InlineData("{0}2026-11-03 10:00:00 +0000,{2},counter,met,x\n", "3 occurred_at invalid", "write “+00:00” instead of “ +0000”")]
    [InlineData("{0}2026-11-03 10:00:00 +00:00,{2},counter,met,x\n", "3 occurred_at invalid", "write “+00:00” instead of “ +00:00”")]
    public async Task What_stands_in_the_way_is_named_as_what_it_is(string file, string fault, string sentence)
    {
        var site = await shared.Organisation.SiteAsync();
        var text = file.Replace("{0}", Header + Row(site, "one"), StringComparison.Ordinal)
            .Replace("{1}", Row(site, "two"), StringComparison.Ordinal).Replace("{2}", site, StringComparison.Ordinal);
        var answer = (await shared.ImportAsync(text)).Is(422);
        Assert.Equal([fault], answer.Faults());
        Assert.Contains(sentence, answer.Sentence(), StringComparison.Ordinal);
        Assert.Equal(0, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task A_block_of_nul_that_is_longer_than_any_cell_is_named_as_such()
    {
        var answer = (await shared.ImportAsync(Header + Row("harbour", "one") + new string('\0', 5 << 20))).Is(422);
        Assert.Equal("3  nul", answer.Faults()[0]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_UTF_16_cannot_say_is_told_of_UTF_16(bool isHalfAPair)
    {
        var site = await shared.Organisation.SiteAsync();
        byte[] file = [
            .. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Header + Row(site, "one") + Row(site, "two ")[..^1])];
        file = isHalfAPair ? [.. file, 0x00, 0xD8, (byte)'\n', 0] : [.. file, (byte)'x'];
        var answer = (await shared.ImportAsync(file)).Is(422);
        Assert.Equal(["3  encoding"], answer.Faults());
        Assert.Contains("UTF-16", answer.Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_line_a_hundred_errors_are_named_and_the_others_counted()
    {
        var columns = string.Concat(Enumerable.Range(0, 20_000).Select(n => $",unknown {n}"));
        await AreBoundedAsync((await shared.ImportAsync(Header.TrimEnd() + columns + "\n")).Is(422), 19_900);
        await AreBoundedAsync(
            (await shared.ImportAsync(Header.TrimEnd() + columns.Replace("unknown ", "basic:u", StringComparison.Ordinal) + "\n")).Is(422),
            19_900);

        var observations = string.Join(',', Enumerable.Range(0, 500).Select(n => $"\"u{n}\":\"met\""));
        var row =
            """{"occurredAt":"2026-11-19T10:00:00Z","site":"harbour","channel":"phone","observations":{""" +
            observations + ""","greeted":"met","identity":"met","anything_else":"met"}}""";
        await AreBoundedAsync((await shared.ImportAsync(row, "format=ndjson")).Is(422), 400);

        async Task AreBoundedAsync(Answer answer, int rest)
        {
            var lines = (await shared.Organisation.Admin.GetAsync($"imports/{answer["id"]}/errors.csv"))
                .Is(200).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(102, lines.Length);
            Assert.StartsWith($"1,,more_errors,\"{rest} more errors", lines[^1], StringComparison.Ordinal);
        }
    }

    private static string Row(string site, string comment) => $"2026-11-19T10:00:00Z,{site},counter,met,{comment}\n";
}
