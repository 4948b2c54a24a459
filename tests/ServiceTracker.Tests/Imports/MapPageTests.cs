using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class MapPageOnSqliteTests(OnSqlite shared) : MapPageTests(shared), IClassFixture<OnSqlite>;

public sealed class MapPageOnPostgresTests(OnPostgres shared) : MapPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>Somebody says on a page, without scripts, what another program's columns are.</summary>
public abstract class MapPageTests(SharedApp shared)
{
    private const string Map = "form[action='/imports/map']";

    [Fact]
    public async Task A_file_with_other_columns_is_asked_about_shown_as_it_would_be_scored_kept_by_name_and_taken_in()
    {
        var site = await shared.Organisation.SiteAsync(zone: "Europe/Berlin");
        using var visitor = await SignedInAsync();
        var file = Encoding.Latin1.GetBytes(
            "Kassenbericht;;;;;\nWann;Weg;Begrüßt;Wartezeit;Beleg;Kasse\n" +
            "03.04.2026 09:05;Schalter;J;41,5;1;7\n05.04.2026 24:00;Schalter;N;;2;7\n");
        var (answer, page) = await SendAsync(visitor, file);
        Assert.Equal("/imports/map", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("Found: ;", Option(page, "Input.Separator"));
        Assert.Equal("Found: windows-1252", Option(page, "Input.Encoding"));
        Assert.Equal("2", page.QuerySelector<IHtmlInputElement>("input[name='Input.HeaderLine']")!.Value);
        Assert.Equal(["Wann", "Weg", "Begrüßt", "Wartezeit", "Beleg", "Kasse"], Columns(page));
        Assert.Contains("Say which column is “occurred at”.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("03.04.2026 09:05 · 05.04.2026 24:00", page.Body.TextContent, StringComparison.Ordinal);

        (string, string)[] said =
        [
            ("Input.Columns[0].Ours", "occurred_at"), ("Input.Columns[1].Ours", "channel"), ("Input.Columns[2].Ours", "basic:greeted"),
            ("Input.Columns[3].Ours", "measure:wait_seconds"), ("Input.Columns[4].Ours", "external_id"), ("Input.DefaultSite", site),
        ];
        (_, page) = await visitor.SubmitAsync(page, Map, said);
        // One way to read the times is none to be asked about; words and numbers are.
        Assert.Equal("dd.MM.yyyy HH:mm", Selected(page, "Input.DateFormat"));
        Assert.Contains("Commas stand in Wartezeit.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("“41,5” is not a number", Row(page, "3"), StringComparison.Ordinal);
        Assert.Contains("Refused", Row(page, "3"), StringComparison.Ordinal);

        said =
        [
            .. said, ("Input.Columns[1].Words[0].Theirs", "Schalter"), ("Input.Columns[1].Words[0].Ours", "counter"),
            ("Input.Columns[2].Words[0].Theirs", "J"), ("Input.Columns[2].Words[0].Ours", "met"),
            ("Input.Columns[2].Words[1].Theirs", "N"), ("Input.Columns[2].Words[1].Ours", "missed"),
            ("Input.DateFormat", "dd.MM.yyyy HH:mm"), ("Input.DecimalSign", ","),
        ];
        (_, page) = await visitor.SubmitAsync(page, Map, said);
        Assert.Contains("3 Apr 2026 09:05 Europe/Berlin", Row(page, "3"), StringComparison.Ordinal);
        Assert.Contains("6 Apr 2026 00:00 Europe/Berlin", Row(page, "4"), StringComparison.Ordinal);
        Assert.Contains("greeted?", Row(page, "4"), StringComparison.Ordinal);
        Assert.Equal(0, await shared.StoredAsync(site));

        // Without a name nothing is kept, and nothing that was said is lost.
        (_, page) = await PressAsync(visitor, page, [.. said, ("Input.Name", "")]);
        Assert.Equal("counter", Selected(page, "Input.Columns[1].Words[0].Ours"));
        Assert.NotEmpty(page.QuerySelectorAll("span.field-validation-error"));

        var name = shared.Organisation.NewCode("till");
        (answer, _) = await PressAsync(visitor, page, [.. said, ("Input.Name", name)]);
        var id = answer.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1];
        var import = await DoneAsync(id);
        Assert.Equal(("done", 2, 2, 0, 0), import.Counts());
        Assert.Equal((name, 1), ((string?)import["mapping"], (int)import["mappingVersion"]!));

        // The API takes the next file by the same mapping, and the same rows not again.
        var next = (await shared.ImportAsync(file, $"mapping={name}&defaultSite={site}&again=true")).Is(200);
        Assert.Equal(("done", 2, 0, 2, 0), next.Counts());

        // The file does not wait any more, and the name is taken.
        (_, page) = await visitor.GetAsync("/imports/map");
        Assert.Contains("No file waits here", page.Body!.TextContent, StringComparison.Ordinal);
        (_, page) = await SendAsync(visitor, file);
        (_, page) = await PressAsync(visitor, page, [.. said, ("Input.Name", name)]);
        Assert.Contains("at version 1: choose another name", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_that_can_be_read_in_two_ways_are_asked_about_and_none_is_chosen()
    {
        var site = await shared.Organisation.SiteAsync();
        using var visitor = await SignedInAsync();
        var (_, page) = await SendAsync(
            visitor, Encoding.UTF8.GetBytes($"Site|When|Channel\n{site}|03/04/2026 09:05|counter\n{site}|05/04/2026 19:30|counter\n"));
        // Called as ours but for the case, these are offered as that.
        Assert.Equal("site", Selected(page, "Input.Columns[0].Ours"));
        (_, page) = await visitor.SubmitAsync(
            page, Map, ("Input.Columns[0].Ours", "site"), ("Input.Columns[1].Ours", "occurred_at"), ("Input.Columns[2].Ours", "channel"));
        Assert.Equal("", Selected(page, "Input.DateFormat"));
        Assert.Equal(
            [
                "Choose: they can be read in more than one way", "dd/MM/yyyy HH:mm: 03/04/2026 09:05 is 3 April 2026, 09:05",
                "MM/dd/yyyy HH:mm: 03/04/2026 09:05 is 4 March 2026, 09:05",
            ],
            page.QuerySelectorAll("select[name='Input.DateFormat'] option").Select(o => o.TextContent));
        Assert.Contains("Refused", Row(page, "2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_import_layout_is_asked_about_only_where_it_is_wished()
    {
        var site = await shared.Organisation.SiteAsync();
        using var visitor = await SignedInAsync();
        var file = Encoding.UTF8.GetBytes($"external_id,occurred_at,site,channel\n1,2026-11-19T10:00:00Z,{site},counter\n");
        var (answer, page) = await SendAsync(visitor, file, ("Input.IsLookedAt", "true"));
        Assert.Equal("/imports/map", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("19 Nov 2026 10:00 Europe/London", Row(page, "2"), StringComparison.Ordinal);
        (answer, _) = await SendAsync(visitor, file);
        var import = await DoneAsync(answer.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1]);
        Assert.Equal(("done", 1, 1, 0, 0), import.Counts());
        Assert.Null(import["mapping"]);
    }

    [Fact]
    public async Task A_mapping_goes_out_as_a_file_and_in_again_under_another_name_or_as_the_next_version()
    {
        var name = shared.Organisation.NewCode("till");
        var says = new { columns = new { Wer = "staff" }, key = new[] { "Beleg", "Kasse" }, @decimal = "," };
        (await shared.Organisation.Admin.PutAsync($"import-mappings/{name}", says)).Is(201);
        using var visitor = await SignedInAsync();
        var (answer, page) = await visitor.GetAsync($"/imports/mappings?handler=Export&name={name}");
        Assert.Equal($"{name}.mapping.json", answer.Content.Headers.ContentDisposition!.FileName);
        var file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        (_, page) = await visitor.GetAsync("/imports/mappings");
        Assert.Contains(name, page.Body!.TextContent, StringComparison.Ordinal);
        (_, page) = await UploadAsync(visitor, page, "Upload", file);
        Assert.Contains("give another name", page.Body!.TextContent, StringComparison.Ordinal);
        (_, page) = await UploadAsync(visitor, page, "Upload", file, ("IsNextVersion", "true"));
        Assert.Contains("at version 2", page.Body!.TextContent, StringComparison.Ordinal);
        (_, page) = await UploadAsync(visitor, page, "Upload", file, ("Name", name + "-b"));
        var (one, other) = (await GetAsync(name), await GetAsync(name + "-b"));
        Assert.Equal(one, other.Replace(name + "-b", name, StringComparison.Ordinal));

        string[] wrong = ["no json", "[]", """{"columns": {}, "colour": "red"}""", """{"columns": {"a": "site", "b": "site"}}"""];
        foreach (var bad in wrong)
        {
            (answer, page) = await UploadAsync(visitor, page, "Upload", Encoding.UTF8.GetBytes(bad), ("Name", name + "-c"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(page.QuerySelectorAll("span.field-validation-error"));
        }

        async Task<string> GetAsync(string of) => (await shared.Organisation.Admin.GetAsync($"import-mappings/{of}")).Is(200).Text;
    }

    private static string[] Columns(IHtmlDocument page) =>
        [.. page.QuerySelectorAll<IHtmlInputElement>("input[name^='Input.Columns'][name$='].Theirs']")
            .Where(i => !i.Name!.Contains("Words", StringComparison.Ordinal)).Select(i => i.Value)];

    private static string Option(IHtmlDocument page, string select) =>
        page.QuerySelector($"select[name='{select}'] option")!.TextContent;

    private static string Selected(IHtmlDocument page, string select) =>
        page.QuerySelector<IHtmlSelectElement>($"select[name='{select}']")!.Value ?? "";

    private static string Row(IHtmlDocument page, string line) =>
        page.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("th")!.TextContent == line).TextContent;

    private static Task<(HttpResponseMessage Answer, IHtmlDocument Page)> PressAsync(
        Visitor visitor, IHtmlDocument page, (string Name, string Value)[] filled)
    {
        page.QuerySelector(Map)!.SetAttribute("action", "/imports/map?handler=Save");
        return visitor.SubmitAsync(page, "form[action='/imports/map?handler=Save']", filled);
    }

    private static async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> SendAsync(
        Visitor visitor, byte[] file, params (string Name, string Value)[] filled)
    {
        var (_, page) = await visitor.GetAsync("/imports");
        return await UploadAsync(visitor, page, "Input.File", file, filled);
    }

    private static async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> UploadAsync(
        Visitor visitor, IHtmlDocument page, string field, byte[] file, params (string Name, string Value)[] filled)
    {
        using var content = new MultipartFormDataContent();
        foreach (var hidden in page.QuerySelectorAll<IHtmlInputElement>("main form input[type=hidden]"))
            if (!filled.Any(f => f.Name == hidden.Name)) content.Add(new StringContent(hidden.Value), hidden.Name!);
        foreach (var (name, value) in filled) content.Add(new StringContent(value), name);
        content.Add(new ByteArrayContent(file), field, "file.csv");
        return await visitor.PostAsync(new Uri(page.Url).PathAndQuery, content);
    }

    private async Task<Answer> DoneAsync(string id)
    {
        Answer? import = null;
        await Eventually.HoldsAsync("the import has ended", async () =>
        {
            import = (await shared.Organisation.Admin.GetAsync($"imports/{id}")).Is(200);
            return (string?)import["status"] is "done" or "rejected" or "failed";
        });
        return import!;
    }

    private async Task<Visitor> SignedInAsync()
    {
        var email = $"{shared.Organisation.NewCode("sender")}@example.org";
        const string password = "a long enough one";
        await shared.App.InScopeAsync(async s => Assert.IsType<Result<Account>.Ok>(await s.GetRequiredService<Accounts>()
            .CreateAsync(Actor.CommandLine, email, password, null, Role.Manager, null, null, CancellationToken.None)));
        var visitor = new Visitor(shared.App);
        await visitor.SignInAsync(email, password);
        return visitor;
    }
}
