using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Edge;

public sealed class FormOnSqliteTests(OnSqlite shared) : FormTests(shared), IClassFixture<OnSqlite>;

public sealed class FormOnPostgresTests(OnPostgres shared) : FormTests(shared), IClassFixture<OnPostgres>;

/// <summary>What comes to pages by a form or in a question and is not as their own forms send it.</summary>
public abstract class FormTests(SharedApp shared)
{
    private const string Password = "a long enough password";

    private readonly TestApp app = shared.App;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_form_with_a_character_that_no_store_keeps_is_a_bad_form(bool inParts)
    {
        using var http = app.CreateClient();
        var page = await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)").Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, await SendAsync("ab"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("a\0b"));

        async Task<HttpStatusCode> SendAsync(string email)
        {
            (string Name, string Value)[] fields = [("__RequestVerificationToken", token), ("Input.Email", email)];
            using var parts = new MultipartFormDataContent();
            foreach (var (name, value) in fields) parts.Add(new StringContent(value), name);
            using var usual = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
            using var answer = await http.PostAsync(
                new Uri("/sign-in", UriKind.Relative), inParts ? parts : usual, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/interactions?Filter.Missed=a%00b")]
    [InlineData("/interactions?Filter.Site=%00")]
    [InlineData("/audit?by=%00&what=%00")]
    [InlineData("/log?site=%00&person=%00")]
    [InlineData("/accounts?after=%00")]
    public async Task A_question_with_it_finds_nothing(string path)
    {
        using var visitor = await SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path)).Answer.StatusCode);
    }

    [Fact]
    public async Task A_box_that_says_neither_yes_nor_no_and_a_number_beyond_all_numbers_are_refused_on_the_page()
    {
        using var visitor = await SignedInAsync();
        var (answer, page) = await visitor.SubmitAsync(
            (await visitor.GetAsync("/accounts/new")).Page, "main form", ("Input.EverySite", "perhaps"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("true or false.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var draft =
            (await shared.Organisation.Admin.PostAsync(
                "baselines",
                new
                {
                    name = "Draft",
                    effectiveFrom = "2026-12-01",
                    targetConsistency = 0.9,
                    expectations = Hosting.Organisation.StandardExpectations
                })).Is(201);
        var editor = (await visitor.GetAsync($"/baselines/{draft["number"]}/edit")).Page;
        (answer, page) = await visitor.SubmitAsync(
            editor, "main form", ("action", "save"), ("Input.TargetConsistency", "999999999999999999999"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("0 to 100 percent.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_which_nothing_comes_is_none()
    {
        using var visitor = await SignedInAsync();
        var draft =
            (await shared.Organisation.Admin.PostAsync(
                "baselines",
                new
                {
                    name = "Draft",
                    effectiveFrom = "2026-12-01",
                    targetConsistency = 0.9,
                    expectations = Hosting.Organisation.StandardExpectations
                })).Is(201);
        var path = $"baselines/{draft["number"]}";
        var (answer, _) = await visitor.SubmitAsync(
            (await visitor.GetAsync($"/{path}/edit")).Page, "main form", ("action", "save"), ("Input.Expectations.Index", "nothing"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var sheet = (await visitor.GetAsync("/log?site=harbour&person=dvolkov")).Page;
        (answer, _) = await visitor.SubmitAsync(
            sheet, "#log", ("How", "missed"), ("Missed", ""), ("Missed", "greeted"), ("Why", "busy"), ("Reason", "renewal"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_in_an_encoding_that_is_not_read_is_a_bad_form()
    {
        using var http = app.CreateClient();
        using var form = new StringContent("Input.Email=x", Encoding.ASCII);
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded; charset=utf-7");
        using var answer = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, InlineData("/setup/steps"), InlineData("/audit"), InlineData("/reasons")]
    public async Task A_page_that_takes_no_form_says_so(string path)
    {
        using var visitor = await SignedInAsync();
        var (_, form) = await visitor.GetAsync("/reasons/edit");
        form.QuerySelector("main form")!.SetAttribute("action", path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await visitor.SubmitAsync(form, "main form")).Answer.StatusCode);
    }

    [Theory]
    [InlineData(198)]
    [InlineData(199)]
    [InlineData(200)]
    public void A_text_is_cut_between_characters(int before)
    {
        var cut = StorableText.Shortened(new string('n', before) + "\U0001F600", 200);
        Assert.InRange(cut.Length, 199, 200);
        Assert.DoesNotContain(cut.EnumerateRunes(), r => r == Rune.ReplacementChar);
    }

    private async Task<Visitor> SignedInAsync()
    {
        var email = $"{shared.Organisation.NewCode("form")}@example.org";
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, null, Role.Admin, null, null, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }
}
