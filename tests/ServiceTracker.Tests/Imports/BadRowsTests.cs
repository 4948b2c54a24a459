using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Imports;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class BadRowsOnSqliteTests(OnSqlite shared) : BadRowsTests(shared), IClassFixture<OnSqlite>;

public sealed class BadRowsOnPostgresTests(OnPostgres shared) : BadRowsTests(shared), IClassFixture<OnPostgres>;

/// <summary>Refused rows as a file of their own, to be mended and imported alone.</summary>
public abstract class BadRowsTests(SharedApp shared)
{
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task Refused_rows_are_a_file_that_is_refused_again_until_it_is_mended_and_then_goes_in_alone()
    {
        var site = await shared.Organisation.SiteAsync();
        var file =
            "external_id;occurred_at;site;channel;basic:greeted;comment\r\n" +
            $"1;2026-11-19T10:00:00Z;{site};counter;met;fine\r\n" +
            $"2;2026-11-19T10:00:00Z;{site};counter;yes;\"two\r\nlines; \"\"quoted\"\"\"\r\n" +
            $"3;2026-11-19T10:00:00Z;{site};counter;met\r\n" +
            $"4;2026-11-19T10:00:00Z;{site};counter;met;a \"stray\" mark\r\n" +
            $"5;19.11.2026;{site};kiosk;met;;;\r\n";
        var import = (await shared.ImportAsync(file, "onError=skip")).Is(200);
        Assert.Equal(("done", 5, 1, 0, 4), import.Counts());
        Assert.Equal(4, (int)import["badRows"]!);
        Assert.Equal(
            ["yes", null, null, "19.11.2026"], import["errors"]!.AsArray().Select(e => (string?)e!["value"]));

        var bad = (await api.GetAsync($"imports/{import["id"]}/bad-rows")).Is(200);
        Assert.Equal("text/csv; charset=utf-8", bad.ContentType);
        var lines = bad.Text.Split("\r\n");
        Assert.Equal("external_id;occurred_at;site;channel;basic:greeted;comment;refused_line;what_to_do", lines[0]);
        Assert.Equal($"2;2026-11-19T10:00:00Z;{site};counter;yes;\"two", lines[1]);
        Assert.StartsWith("lines; \"\"quoted\"\"\";3;\"basic:greeted: ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith(
            $"3;2026-11-19T10:00:00Z;{site};counter;met;5;\"comment: This row has 5 cells", lines[3], StringComparison.Ordinal);
        Assert.StartsWith($"4;2026-11-19T10:00:00Z;{site};counter;met;a \"stray\" mark;6;\"A quot", lines[4], StringComparison.Ordinal);
        Assert.StartsWith($"5;19.11.2026;{site};kiosk;met;;7;\"occurred_at: ", lines[5], StringComparison.Ordinal);

        // As it is it is refused again, and its own bad rows are those that it had.
        var again = (await shared.ImportAsync(bad.Bytes)).Is(422);
        Assert.Equal(("rejected", 4, 0, 0, 4), again.Counts());
        var still = (await api.GetAsync($"imports/{again["id"]}/bad-rows")).Is(200).Text.Split("\r\n");
        Assert.Equal((lines[0], lines.Length), (still[0], still.Length));
        Assert.StartsWith("lines; \"\"quoted\"\"\";2;\"basic:greeted: ", still[2], StringComparison.Ordinal);
        Assert.StartsWith($"3;2026-11-19T10:00:00Z;{site};counter;met;4;\"", still[3], StringComparison.Ordinal);
        Assert.StartsWith($"4;2026-11-19T10:00:00Z;{site};counter;met;a \"stray\" mark;5;\"", still[4], StringComparison.Ordinal);
        (await shared.ImportAsync(string.Join("\r\n", still))).Is(422);

        // Half mended it says what is left.
        var mended = bad.Text.Replace(";yes;", ";met;", StringComparison.Ordinal).Replace(
            "met;5;", "met;;5;", StringComparison.Ordinal).Replace(
            "a \"stray\" mark", "no stray mark", StringComparison.Ordinal).Replace(
            ";19.11.2026;", ";2026-11-19T11:00:00Z;", StringComparison.Ordinal);
        var half = (await shared.ImportAsync(mended, "onError=skip")).Is(200);
        Assert.Equal(("done", 4, 3, 0, 1), half.Counts());
        Assert.Equal("kiosk", (string?)half["errors"]![0]!["value"]);
        var whole = (await shared.ImportAsync(mended.Replace(";kiosk;", ";phone;", StringComparison.Ordinal))).Is(200);
        Assert.Equal(("done", 4, 1, 3, 0), whole.Counts());
        Assert.Equal(0, (int)whole["badRows"]!);
        (await api.GetAsync($"imports/{whole["id"]}/bad-rows")).IsProblem(404, "not_found");
        Assert.Equal(5, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task Refused_rows_of_another_program_keep_its_encoding_and_go_in_by_the_same_mapping_whose_version_is_told()
    {
        var site = await shared.Organisation.SiteAsync();
        var mapping = shared.Organisation.NewCode("till");
        var says = new
        {
            encoding = "windows-1252",
            dateFormat = "dd.MM.yyyy HH:mm",
            columns = new Dictionary<string, string> { ["Wann"] = "occurred_at", ["Weg"] = "channel", ["Begrüßt"] = "basic:greeted" },
            values = new Dictionary<string, object> { ["Begrüßt"] = new Dictionary<string, string> { ["J"] = "met" } },
        };
        (await api.PutAsync($"import-mappings/{mapping}", says)).Is(201);
        (await api.PutAsync($"import-mappings/{mapping}", says)).Is(200);
        var file = Encoding.Latin1.GetBytes(
            "Kassenbericht\nWann;Weg;Begrüßt;Bediener\n18.11.2026 09:05;counter;J;Jörg\n18.11.2026 09:06;counter;Nö;Jörg\n");
        var tried = (await shared.ImportAsync(file, $"mapping={mapping}&defaultSite={site}&dryRun=true")).Is(422);
        Assert.Equal((mapping, 2), ((string?)tried["mapping"], (int)tried["mappingVersion"]!));
        Assert.Equal("Nö", (string?)tried["errors"]![0]!["value"]);
        var bad = (await api.GetAsync($"imports/{tried["id"]}/bad-rows")).Is(200);
        Assert.Equal("text/csv; charset=windows-1252", bad.ContentType);
        var text = Encoding.Latin1.GetString(bad.Bytes);
        Assert.StartsWith(
            "Wann;Weg;Begrüßt;Bediener;refused_line;what_to_do\r\n18.11.2026 09:06;counter;Nö;Jörg;4;\"basic:greeted: ", text,
            StringComparison.Ordinal);
        var mended = Encoding.Latin1.GetBytes(text.Replace("Nö", "J", StringComparison.Ordinal));
        Assert.Equal(("done", 1, 1, 0, 0), (await shared.ImportAsync(mended, $"mapping={mapping}&defaultSite={site}")).Is(200).Counts());
    }

    [Fact]
    public async Task Refused_lines_of_json_say_what_to_do_and_go_in_once_they_are_mended()
    {
        var site = await shared.Organisation.SiteAsync();
        string Line(string channel) => $$"""
            {"site":"{{site}}","channel":"{{channel}}","occurredAt":"2026-11-10T11:30:00+00:00","comment":"“ü”","observations":"all_met"}
            """ + "\n";
        var file = Line("counter") + Line("kiosk") + "{\"site\": \n";
        var import = (await shared.ImportAsync(file, "format=ndjson&onError=skip")).Is(200);
        var bad = (await api.GetAsync($"imports/{import["id"]}/bad-rows")).Is(200);
        Assert.Equal("application/x-ndjson", bad.ContentType);
        var lines = bad.Text.Split('\n');
        Assert.StartsWith(
            Line("kiosk").TrimEnd('\n', '}') + ",\"refusedLine\":2,\"whatToDo\":\"$.channel: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["{\"site\": ", ""], lines[1..]);
        Assert.Equal(
            ["1 $.channel unknown_reference", "2 $ malformed"],
            (await shared.ImportAsync(bad.Bytes, "format=ndjson")).Is(422).Faults());
        var mended = lines[0].Replace("kiosk", "phone", StringComparison.Ordinal);
        Assert.Equal(("done", 1, 1, 0, 0), (await shared.ImportAsync(mended, "format=ndjson")).Is(200).Counts());
    }

    [Fact]
    public async Task An_import_that_has_ended_this_moment_is_shown_with_its_errors()
    {
        var id = (Guid)(await shared.ImportAsync("occurred_at,site,channel\nnever,harbour,counter\n")).Is(422)["id"]!;
        var run = await shared.App.QueryAsync(db => db.Imports.AsNoTracking().SingleAsync(i => i.Id == id));
        // It says that it has ended before it is taken off the list of those that run.
        await shared.App.InScopeAsync(s =>
        {
            s.GetRequiredService<ImportProgress>().Report(run);
            return Task.CompletedTask;
        });
        var seen = (await api.GetAsync($"imports/{id}")).Is(200);
        Assert.Equal(("rejected", 1), ((string?)seen["status"], seen["errors"]!.AsArray().Count));
        await shared.App.InScopeAsync(s =>
        {
            s.GetRequiredService<ImportProgress>().End(id);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task After_thirty_days_the_text_of_refused_rows_is_forgotten_and_what_was_wrong_with_them_is_not()
    {
        var id = (Guid)(await shared.ImportAsync("occurred_at,site,channel\nnever,harbour,counter\n")).Is(422)["id"]!;
        await ForgetAsync();
        (await api.GetAsync($"imports/{id}/bad-rows")).Is(200);
        await shared.App.QueryAsync(async db =>
        {
            var run = await db.Imports.SingleAsync(i => i.Id == id);
            run.FinishedAt = run.FinishedAt!.Value.AddDays(-ForgetRefusedRows.DaysKept).AddSeconds(-1);
            return await db.SaveChangesAsync();
        });
        await ForgetAsync();
        (await api.GetAsync($"imports/{id}/bad-rows")).Is(404);
        Assert.Equal(["2 occurred_at invalid"], (await api.GetAsync($"imports/{id}")).Is(200).Faults());
        Assert.False(await shared.App.QueryAsync(db => db.ImportErrors.AnyAsync(e => e.ImportId == id && e.Row != null)));
    }

    private Task<int> ForgetAsync() =>
        shared.App.InScopeAsync(s => s.GetRequiredService<ForgetRefusedRows>().RunAsync(CancellationToken.None));
}
