using System.Text;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class MappingOnSqliteTests(OnSqlite shared) : MappingTests(shared), IClassFixture<OnSqlite>;

public sealed class MappingOnPostgresTests(OnPostgres shared) : MappingTests(shared), IClassFixture<OnPostgres>;

/// <summary>Files as other programs write them go in as they are, by a mapping, or are refused with line, column and advice.</summary>
public abstract class MappingTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_tills_own_export_goes_in_as_it_is()
    {
        var site = await organisation.SiteAsync(zone: "Europe/Berlin");
        var mapping = await MappingAsync("""
            {"encoding": "windows-1252", "separator": ";", "decimal": ",", "dateFormat": "dd.MM.yyyy HH:mm", "key": ["Beleg"],
             "keepLast": true,
             "columns": {"Filiale": "site", "Wann": "occurred_at", "Bedienung": "staff", "Weg": "channel", "Begrüßt": "basic:greeted",
                         "Ausweis": "basic:identity", "Wartezeit": "measure:wait_seconds", "Bemerkung": "comment"},
             "values": {"Filiale": {"Nordtor": "SITE"}, "Weg": {"Schalter": "counter", "Telefon": "phone"},
                        "Begrüßt": {"J": "met", "N": "missed"}, "Ausweis": {"J": "met", "N": "missed", "": "na"}}}
            """.Replace("SITE", site, StringComparison.Ordinal));
        var file = Latin("""
            Kassenbericht;;;;;;;;;
            vom 23.11.2026;;;;;;;;;

            Beleg;Filiale;Wann;Bedienung;Weg;Begrüßt;Ausweis;Wartezeit;Bemerkung;Kasse
            1001;Nordtor;18.11.2026 09:05;dvolkov;Schalter;J;J;41,5;"schön; sehr schön";7
            1002;Nordtor;18.11.2026 24:00;dvolkov;Telefon;N;;-;;7
            1001;Nordtor;18.11.2026 09:05;dvolkov;Schalter;J;N;12,25;;7
            1003;Nordtor;19.11.2026 10:30;?;Schalter;J;J;N/A;;7
            """);
        var import = (await shared.ImportAsync(file, $"mapping={mapping}")).Is(200);
        Assert.Equal(("done", 3, 3, 0, 0), import.Counts());
        var stored = (await api.GetAsync($"interactions?site={site}")).Is(200).Items;
        Assert.Equal(
            [
                "1001 2026-11-18T09:05:00+01:00 dvolkov counter  met missed 12.25 na",
                "1002 2026-11-19T00:00:00+01:00 dvolkov phone  missed na na na",
                "1003 2026-11-19T10:30:00+01:00  counter  met met na na",
            ],
            stored.Select(i => $"{i!["externalId"]} {i["occurredAt"]} {i["staff"]} {i["channel"]} {i["comment"]} {Answers(i)}")
                .Order(StringComparer.Ordinal));

        // The same file again stores nothing again.
        Assert.Equal(("done", 3, 0, 3, 0), (await shared.ImportAsync(file, $"mapping={mapping}")).Is(200).Counts());
    }

    [Fact]
    public async Task A_preview_says_what_a_file_is_what_is_passed_over_and_what_has_to_be_decided()
    {
        var site = await organisation.SiteAsync(zone: "Europe/London");
        var mapping = await MappingAsync("""
            {"columns": {"Shop": "site", "Time": "occurred_at", "How": "channel", "Wait": "measure:wait_seconds"}}
            """);
        var file = $"Shop|Time|How|Wait|Till\n{site}|03/04/2026 09:05|counter|1,234|4\n{site}|05/04/2026 19:30|counter|2,500|4\n";
        var preview = (await api.PostBytesAsync($"imports/preview?mapping={mapping}", Encoding.UTF8.GetBytes(file))).Is(200);
        Assert.Equal(("|", "utf-8", 1), ((string?)preview["separator"], (string?)preview["encoding"], (int)preview["headerLine"]!));
        Assert.Equal(["Till"], preview["notMapped"]!.AsArray().Select(n => (string?)n));
        Assert.Equal("occurred_at", (string?)preview["columns"]!["Time"]);
        Assert.Equal(
            ["Time: dd/MM/yyyy HH:mm or MM/dd/yyyy HH:mm", "Wait: . or ,"],
            preview["ambiguous"]!.AsArray().Select(a => $"{a!["column"]}: {string.Join(" or ", a["readings"]!.AsArray())}"));
        Assert.All(preview["rows"]!.AsArray(), r => Assert.Null(r!["interaction"]));

        (await api.PutAsync($"import-mappings/{mapping}", JsonNode.Parse("""
            {"columns": {"Shop": "site", "Time": "occurred_at", "How": "channel", "Wait": "measure:wait_seconds"},
             "dateFormat": "dd/MM/yyyy HH:mm", "decimal": ","}
            """)!)).Is(200);
        preview = (await api.PostBytesAsync($"imports/preview?mapping={mapping}", Encoding.UTF8.GetBytes(file))).Is(200);
        Assert.Empty(preview["ambiguous"]!.AsArray());
        Assert.Equal(
            ["2 2026-04-03 1.234", "3 2026-04-05 2.5"],
            preview["rows"]!.AsArray().Select(
                r => $"{r!["line"]} {r["interaction"]!["businessDate"]} {r["interaction"]!["observations"]!["wait_seconds"]}"));
        Assert.Equal(0, await shared.StoredAsync(site));
    }

    [Theory]
    [InlineData("dd/MM/yyyy HH:mm", "25/10/2026 01:30", "occurred_at ambiguous_time", "was twice in Europe/London")]
    [InlineData("dd/MM/yyyy HH:mm", "29/03/2026 01:30", "occurred_at ambiguous_time", "never was in Europe/London")]
    [InlineData("dd/MM/yyyy HH:mm", "11/17/2026 01:30", "occurred_at invalid",
        "is not written as dd/MM/yyyy HH:mm, as in 23/11/2026 16:47.")]
    [InlineData("dd/MM/yyyy HH:mm", "01/01/0001 00:00", "occurred_at invalid", "is not written as dd/MM/yyyy HH:mm")]
    [InlineData("dd/MM/yyyy HH:mm", "31/12/9999 24:00", "occurred_at invalid", "is not written as dd/MM/yyyy HH:mm")]
    [InlineData("serial", "noon", "occurred_at invalid", "is not a spreadsheet's number of days")]
    public async Task A_time_that_cannot_be_known_is_refused_with_its_line_and_what_to_do(
        string format, string time, string fault, string sentence)
    {
        var site = await organisation.SiteAsync(zone: "Europe/London");
        var mapping = await MappingAsync($$"""{"columns": {}, "dateFormat": "{{format}}"}""");
        var refused = (await shared.ImportAsync(
            $"occurred_at,site,channel,basic:greeted\n{time},{site},counter,met\n", $"mapping={mapping}")).Is(422);
        Assert.Equal(["2 " + fault], refused.Faults());
        Assert.Contains(sentence, refused.Sentence(), StringComparison.Ordinal);
        Assert.Equal(0, await shared.StoredAsync(site));
    }

    [Theory]
    [InlineData("serial", "46344.6875", "2026-11-18T16:30:00+00:00")]
    [InlineData("M/d/yyyy h:mm tt", "11/18/2026 4:30 PM", "2026-11-18T16:30:00+00:00")]
    [InlineData("yyyy-MM-dd HH:mm:sszzz", "2026-11-18 16:30:05+05:30", "2026-11-18T11:00:05+00:00")]
    [InlineData("yyyyMMdd HHmm", "20261118 1630", "2026-11-18T16:30:00+00:00")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss'Z'", "2026-07-18T16:30:00Z", "2026-07-18T17:30:00+01:00")]
    [InlineData("yyyy-MM-ddTHH:mm:ssZ", "2026-07-18T16:30:00Z", "2026-07-18T17:30:00+01:00")]
    [InlineData("dd/MM/yyyy 'Kl.' HH:mm", "18/07/2026 Kl. 16:30", "2026-07-18T16:30:00+01:00")]
    public async Task Times_are_read_as_their_program_writes_them(string format, string time, string instant)
    {
        var site = await organisation.SiteAsync(zone: "Europe/London");
        var mapping = await MappingAsync($$"""{"columns": {}, "dateFormat": "{{format}}"}""");
        (await shared.ImportAsync($"occurred_at,site,channel,basic:greeted\n{time},{site},counter,met\n", $"mapping={mapping}")).Is(200);
        Assert.Equal(instant, (string?)Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items)!["occurredAt"]);
    }

    [Theory]
    [InlineData("""{"columns": null}""", "$.columns")]
    [InlineData("""{"columns": {"A": "staff", "B": "staff"}}""", "$.columns")]
    [InlineData("""{"columns": {}, "separator": ";;"}""", "$.separator")]
    [InlineData("""{"columns": {}, "encoding": "ebcdic"}""", "$.encoding")]
    [InlineData("""{"columns": {}, "dateFormat": "dd/MM HH:mm"}""", "$.dateFormat")]
    [InlineData("""{"columns": {}, "zone": "London"}""", "$.zone")]
    [InlineData("""{"columns": {}, "decimal": "'"}""", "$.decimal")]
    [InlineData("""{"columns": {}, "key": []}""", "$.key")]
    [InlineData("""{"columns": {}, "keepLast": true}""", "$.keepLast")]
    [InlineData("""{"columns": {}, "values": {"A": null}}""", "$.values")]
    public async Task A_mapping_that_cannot_be_meant_is_refused_with_the_field_named(string mapping, string path)
    {
        var refused = (await api.PutAsync($"import-mappings/{organisation.NewCode("till")}", JsonNode.Parse(mapping)!))
            .IsProblem(422, "validation");
        Assert.Equal(path, (string?)Assert.Single(refused["errors"]!.AsArray())!["path"]);
    }

    [Fact]
    public async Task A_file_without_the_columns_of_its_mapping_is_refused_with_those_it_lacks_and_a_mapping_that_is_not_there_is_named()
    {
        var site = await organisation.SiteAsync();
        var mapping = await MappingAsync("""{"columns": {"Wer": "staff", "Wann": "occurred_at"}, "key": ["Nr"]}""");
        var refused = (await shared.ImportAsync($"Wer,site,channel\ndvolkov,{site},counter\n", $"mapping={mapping}")).Is(422);
        Assert.Equal(["1  no_header"], refused.Faults());
        Assert.Contains("the first one lacks “Wann”, “Nr”.", refused.Sentence(), StringComparison.Ordinal);
        var unknown = (await shared.ImportAsync("a,b\n", "mapping=nobody")).IsProblem(422, "unknown_reference");
        Assert.Equal("$.mapping", (string?)Assert.Single(unknown["errors"]!.AsArray())!["path"]);
        (await api.SendAsync(HttpMethod.Delete, $"import-mappings/{mapping}", null)).Is(204);
        (await api.GetAsync($"import-mappings/{mapping}")).Is(404);
    }

    private async Task<string> MappingAsync(string says)
    {
        var name = organisation.NewCode("till");
        (await api.PutAsync($"import-mappings/{name}", JsonNode.Parse(says)!)).Is(201);
        return name;
    }

    private static string Answers(JsonNode interaction) =>
        string.Join(' ', interaction["observations"]!.AsObject().Select(o => $"{o.Value}"));

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));
}
