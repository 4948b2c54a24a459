using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Disputes;

public sealed class DisputePagesOnSqliteTests(OnSqlite shared) : DisputePagesTests(shared), IClassFixture<OnSqlite>;

public sealed class DisputePagesOnPostgresTests(OnPostgres shared) : DisputePagesTests(shared), IClassFixture<OnPostgres>;

/// <summary>Correcting, disputing and ruling by forms alone.</summary>
public abstract class DisputePagesTests(SharedApp shared)
{
    private const string Password = "a long enough password";

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_person_corrects_an_entry_of_the_day_and_reads_what_was_before()
    {
        var (site, person, staff) = await PersonAsync();
        var (visitor, email) = await SignedInAsync(Role.Staff, site, staff);
        using var own = visitor;
        using var colleague = await VisitorAsync(Role.Staff, site, await IdOfAsync(await organisation.StaffAsync(null, site)));
        var theirs = await organisation.LogAsync(Entry("2026-11-19T10:00:00Z", site).With("staff", person).Observed("greeted", "missed"));
        var entry = $"/interactions/{await LogTodayAsync(email, site, person, staff)}";
        var (_, page) = await own.GetAsync(entry);
        var (_, form) = await own.GetAsync(page.QuerySelector<IHtmlAnchorElement>(".page-head a.btn")!.GetAttribute("href")!);
        var place = form.QuerySelectorAll<IHtmlInputElement>("input[name$='.Code']").Select(i => i.Value).ToList().IndexOf("greeted");
        var (answer, corrected) = await own.SubmitAsync(
            form, "main form", [.. Selects(form), ("Input.Reason", "I did greet."), ($"Input.Answers[{place}].Value", "met")]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var line = Assert.Single(corrected.QuerySelectorAll(".history li > div"));
        Assert.Contains("I did greet.", line.TextContent, StringComparison.Ordinal);
        Assert.Equal("greeted: missed → met", line.QuerySelector("p.muted")!.TextContent.Trim());

        // Without a reason nothing is changed, and what was chosen stays.
        var (_, refused) = await own.SubmitAsync(form, "main form", [.. Selects(form), ("Input.Reason", " ")]);
        Assert.NotNull(refused.QuerySelector(".error-summary"));
        // What somebody else logged is not theirs to correct, and a colleague's is not there.
        Assert.Null((await own.GetAsync($"/interactions/{theirs["id"]}")).Page.QuerySelector(".page-head a.btn"));
        var (denied, _) = await own.GetAsync($"/interactions/{theirs["id"]}/correct");
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"/interactions/{theirs["id"]}/correct")).Answer.StatusCode);
    }

    [Fact]
    public async Task A_person_disputes_a_miss_and_a_manager_rules_on_it()
    {
        var (site, person, staff) = await PersonAsync();
        var logged = await organisation.LogAsync(Entry("2026-11-19T10:00:00Z", site).With("staff", person).Observed("greeted", "missed"));
        using var own = await VisitorAsync(Role.Staff, site, staff);
        using var manager = await VisitorAsync(Role.Manager, site, null);
        Assert.Null((await manager.GetAsync("/disputes")).Page.QuerySelector("nav .count"));
        var (_, page) = await own.GetAsync($"/interactions/{logged["id"]}");
        Assert.Null((await manager.GetAsync($"/interactions/{logged["id"]}")).Page.QuerySelector("#dispute"));
        var (_, disputed) = await own.SubmitAsync(
            page, "#dispute form", ("Input.Expectation", "greeted"), ("Input.Reason", "The door was locked."));
        Assert.Contains(
            "The door was locked.", disputed.QuerySelector("[aria-labelledby=disputes-h]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(disputed.QuerySelector("#dispute"));
        Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync("/disputes")).Answer.StatusCode);

        var (_, list) = await manager.GetAsync("/disputes");
        Assert.Equal("1 open", list.QuerySelector("nav a[href='/disputes'] .count")!.TextContent);
        Assert.Contains("The door was locked.", list.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var (_, refused) = await manager.SubmitAsync(
            list, "main form", ("Input.Ruling", "excused"), ("Input.Cause", "person"), ("Input.Reason", "r"));
        Assert.NotNull(refused.QuerySelector(".error-summary"));
        var (_, ruled) = await manager.SubmitAsync(
            list, "main form", ("Input.Ruling", "excused"), ("Input.Cause", "process"), ("Input.Reason", "It was locked."));
        Assert.Null(ruled.QuerySelector("nav .count"));
        Assert.NotNull(ruled.QuerySelector("main .empty"));
        Assert.Equal(
            ["greeted?", "1", "1", "100 %", "0.0"],
            ruled.QuerySelectorAll("table")[1].QuerySelectorAll("tbody tr > *").Select(c => c.TextContent.Trim()).Select((t, n) =>
                n == 0 && !t.EndsWith('?') ? t + "?" : t));
        Assert.Contains("It was locked.", (await manager.GetAsync("/disputes?status=all")).Page.QuerySelector("main")!.TextContent,
            StringComparison.Ordinal);
        var (_, mine) = await own.GetAsync($"/interactions/{logged["id"]}");
        Assert.Contains(
            "What was excused is not in the person’s figures", mine.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_says_on_the_page_whether_it_was_the_customers_conduct()
    {
        var (site, person, _) = await PersonAsync();
        var logged = await organisation.LogAsync(
            Entry("2026-11-19T10:00:00Z", site).With("staff", person).With("outcome", "customer_conduct"));
        using var manager = await VisitorAsync(Role.Manager, site, null);
        var (_, page) = await manager.GetAsync($"/interactions/{logged["id"]}");
        var (_, confirmed) = await manager.SubmitAsync(
            page, "[aria-labelledby=conduct-h] form", ("Input.Reason", "I was there."), ("Input.Confirms", "true"));
        Assert.Contains("Excluded, the customer’s conduct", confirmed.QuerySelector(".page-head")!.TextContent, StringComparison.Ordinal);
        var (_, safety) = await manager.GetAsync("/safety");
        Assert.Contains("1 confirmed", safety.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["0", "1", "0"], safety.QuerySelectorAll("#by-channel tbody td").Select(c => c.TextContent.Trim()));
        Assert.NotNull((await manager.GetAsync("/safety?from=never")).Page.QuerySelector(".error-summary"));
    }

    // What a browser sends of lists to choose from.
    private static IEnumerable<(string, string)> Selects(IHtmlDocument page) =>
        page.QuerySelectorAll<IHtmlSelectElement>("main form select").Where(s => !s.Name!.EndsWith("].Value", StringComparison.Ordinal))
            .Select(s => (s.Name!, s.Value ?? ""));

    private async Task<(string Site, string Person, int Staff)> PersonAsync()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        return (site, person, await IdOfAsync(person));
    }

    private Task<int> IdOfAsync(string person) =>
        app.QueryAsync(db => db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync());

    // As somebody who is signed in does it on the log page.
    private async Task<Guid> LogTodayAsync(string email, string site, string person, int staff)
    {
        var account = await app.QueryAsync(db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());
        var logged = await app.InScopeAsync(s => s.GetRequiredService<LogInteraction>().RunAsync(
            new Actor($"user:{account}", "Own", Role.Staff, null, staff),
            new InteractionEntry
            {
                Site = site,
                Staff = person,
                Channel = "phone",
                OccurredAt = app.Clock.GetUtcNow(),
                Observations = ObservationAnswers.Of(new Dictionary<string, Application.Interactions.Answer>
                {
                    ["greeted"] = Application.Interactions.Answer.Missed,
                    ["identity"] = Application.Interactions.Answer.Met,
                    ["anything_else"] = Application.Interactions.Answer.Met,
                }),
            }, CancellationToken.None));
        return Assert.IsType<Result<InteractionDetails>.Ok>(logged).Value.Interaction.Id;
    }

    private async Task<Visitor> VisitorAsync(Role role, string site, int? staff) => (await SignedInAsync(role, site, staff)).Visitor;

    private async Task<(Visitor Visitor, string Email)> SignedInAsync(Role role, string site, int? staff)
    {
        var id = await app.QueryAsync(db => db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync());
        var email = $"{organisation.NewCode("who")}@example.org";
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, null, role, [id], staff, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        return (visitor, email);
    }
}
