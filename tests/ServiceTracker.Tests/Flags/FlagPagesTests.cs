using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

public sealed class FlagPagesOnSqliteTests(OnSqlite shared) : FlagPagesTests(shared), IClassFixture<OnSqlite>;

public sealed class FlagPagesOnPostgresTests(OnPostgres shared) : FlagPagesTests(shared), IClassFixture<OnPostgres>;

public abstract class FlagPagesTests(SharedApp shared)
{
    private const string Password = "a long enough password";

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task The_list_begins_with_what_needs_somebody_today_and_has_people_below_their_channel()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var person = await organisation.StaffAsync(null, site);
        var watching = new RaisedFlag { Site = site, Status = FlagStatus.Watching, LookAgainOn = new(2026, 11, 21), Sentence = "watched" };
        var channel = await new RaisedFlag { Site = site, Sentence = "looked into", Status = FlagStatus.Looking }.StoreAsync(app);
        await watching.StoreAsync(app);
        await (watching with { Id = Guid.CreateVersion7(), LookAgainOn = new(2026, 11, 20), Sentence = "due" }).StoreAsync(app);
        await new RaisedFlag { Site = site, Status = FlagStatus.Acting, Sentence = "done" }.StoreAsync(app);
        await new RaisedFlag { Site = site, Sentence = "new" }.StoreAsync(app);
        await new RaisedFlag { Site = site, Kind = FlagKind.Critical, Staff = person, Expectation = "identity", Sentence = "critical" }
            .StoreAsync(app);
        var part = await new RaisedFlag { Site = site, Staff = person, PartOf = channel, Sentence = "part" }.StoreAsync(app);
        await new RaisedFlag { Site = site, Status = FlagStatus.Closed, Sentence = "over" }.StoreAsync(app);
        await new RaisedFlag { Site = site, Supported = false, Sentence = "gone" }.StoreAsync(app);
        await new RaisedFlag { Site = other, Sentence = "elsewhere" }.StoreAsync(app);
        var note = await new RaisedFlag { Site = site, Kind = FlagKind.LoggingGap, Sentence = "a note" }.StoreAsync(app);

        using var visitor = await VisitorAsync(Role.Manager, site);
        var (_, page) = await visitor.GetAsync("/flags");
        Assert.Equal(["critical", "due", "new", "looked into", "done", "watched"], Sentences(page));
        Assert.Equal("6 open", page.QuerySelector("nav .count")!.TextContent);
        Assert.Equal(
            $"/flags/{part}", page.QuerySelectorAll<IHtmlAnchorElement>(".flag .parts a").Single().GetAttribute("href"));
        Assert.Equal("Critical basic missed: identity", page.QuerySelector(".flag .what > a")!.TextContent);
        (_, var narrowed) = await visitor.GetAsync($"/flags?status=&kind=critical&staff={person}&channel=counter");
        Assert.Equal(["critical"], Sentences(narrowed));
        Assert.Equal(["over"], Sentences((await visitor.GetAsync("/flags?status=closed")).Page));
        Assert.Equal(9, Sentences((await visitor.GetAsync("/flags?status=all")).Page).Length);
        Assert.NotNull((await visitor.GetAsync("/flags?kind=nonsense")).Page.QuerySelector(".error-summary"));
        (_, var empty) = await visitor.GetAsync("/flags?kind=comparison");
        Assert.Equal("No flag fits this filter", empty.QuerySelector(".empty h2")!.TextContent);

        // A note is only seen.
        var (_, seen) = await visitor.SubmitAsync(page, ".notes form");
        Assert.Null(seen.QuerySelector(".notes"));
        Assert.Equal(FlagStatus.Closed, await app.QueryAsync(db => db.Flags.Where(f => f.Id == note).Select(f => f.Status).SingleAsync()));
    }

    [Fact]
    public async Task A_manager_goes_through_the_work_by_forms_alone()
    {
        var site = await organisation.SiteAsync();
        var id = await new RaisedFlag { Site = site, Expectation = "greeted", Kind = FlagKind.Basic }.StoreAsync(app);
        using var visitor = await VisitorAsync(Role.Manager, site);
        var (_, page) = await visitor.GetAsync($"/flags/{id}");
        Assert.Equal("greeted: missed more often than usual", page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal(66, page.QuerySelectorAll("#days tbody tr").Length);
        var spoken = page.QuerySelector("#days .plot")!.GetAttribute("aria-label");
        Assert.Contains("since 9 Nov 2026 60.0% of 100", spoken, StringComparison.Ordinal);
        Assert.Equal(
            $"/interactions?site={site}&channel=counter&from=2026-11-09&to=2026-11-18&missed=greeted",
            page.QuerySelector(".page-head .btn")!.GetAttribute("href"));

        (_, page) = await visitor.SubmitAsync(page, Form("looking"));
        Assert.Equal("Saved: being looked into.", page.QuerySelector(".notice.success")!.TextContent.Trim());
        (_, page) = await visitor.SubmitAsync(page, Form("acting"), ("Input.Action", "New script"));
        Assert.Contains("Say what it turned out to be.", page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("New script", page.QuerySelector("#Input_Action")!.TextContent.Trim());
        (_, page) = await visitor.SubmitAsync(
            page, Form("acting"), ("Input.Finding", "channel"), ("Input.LookAgainOn", "2026-12-01"));
        Assert.Equal("Something is being done", page.QuerySelector("h1 + .sub .tag")!.TextContent);

        // Somebody else was faster.
        var stale = page;
        (_, page) = await visitor.SubmitAsync(page, Form("watching"), ("Input.LookAgainOn", "2026-12-01"), ("Input.Note", "Better"));
        Assert.Equal("Watched", page.QuerySelector("h1 + .sub .tag")!.TextContent);
        (_, stale) = await visitor.SubmitAsync(stale, Form("watching"), ("Input.LookAgainOn", "2026-12-02"));
        Assert.Contains("Somebody else changed this", stale.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        (_, page) = await visitor.SubmitAsync(page, Form("watching"), ("Input.LookAgainOn", "tomorrow"));
        Assert.Equal(Dates.Needed, page.QuerySelector("#Input_LookAgainOn-error")!.TextContent);

        (_, page) = await visitor.SubmitAsync(page, Form("closed"), ("Input.Reason", "Over"));
        Assert.Equal("Closed", page.QuerySelector("h1 + .sub .tag")!.TextContent);
        (_, page) = await visitor.SubmitAsync(page, Form("looking"));
        Assert.Equal(
            ["opened it again", "closed it", "watches whether it helps", "has something done: channel", "looks into it", "raised it"],
            page.QuerySelectorAll(".history li div").Select(l => l.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries
                | StringSplitOptions.TrimEntries)[0].Replace("Somebody ", "", StringComparison.Ordinal)
                .Replace("The program ", "", StringComparison.Ordinal)));
        var stored = await app.QueryAsync(db => db.Flags.SingleAsync(f => f.Id == id));
        Assert.EndsWith("@example.org", stored.Owner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_step_that_people_or_the_program_can_take_has_words_in_the_history()
    {
        var site = await organisation.SiteAsync();
        var id = await new RaisedFlag { Site = site }.StoreAsync(app);
        // What the program opens again is new, as if it had never been closed.
        (FlagStatus From, FlagStatus To)[] steps =
        [
            .. Enum.GetValues<FlagStatus>().SelectMany(f => FlagSteps.From(f, isNote: false).Select(to => (f, to))),
            (FlagStatus.Closed, FlagStatus.New),
        ];
        await app.QueryAsync(async db =>
        {
            var of = await db.Flags.Where(f => f.Id == id).Select(f => f.SiteId).SingleAsync();
            db.FlagEvents.AddRange(steps.Select((step, i) => new FlagEvent
            {
                SiteId = of,
                FlagId = id,
                Position = i + 1,
                At = app.Clock.GetUtcNow().UtcDateTime,
                By = FlagEvent.Program,
                ByName = FlagEvent.Program,
                From = step.From,
                To = step.To,
            }));
            return await db.SaveChangesAsync();
        });
        using var visitor = await VisitorAsync(Role.Manager, site);
        var (answer, page) = await visitor.GetAsync($"/flags/{id}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(steps.Length + 1, page.QuerySelectorAll(".history li").Length);
        Assert.Contains("opened it again", page.QuerySelector(".history li")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_reads_what_is_said_about_them_and_has_nothing_to_do_with_it()
    {
        var site = await organisation.SiteAsync();
        var (own, colleague) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var mine = await new RaisedFlag { Site = site, Staff = own, Sentence = "mine" }.StoreAsync(app);
        var theirs = await new RaisedFlag { Site = site, Staff = colleague, Sentence = "theirs" }.StoreAsync(app);
        using var visitor = await VisitorAsync(Role.Staff, site, own);
        Assert.Equal(["mine"], Sentences((await visitor.GetAsync("/flags?status=all")).Page));
        var (_, page) = await visitor.GetAsync($"/flags/{mine}");
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.Null(page.QuerySelector(".steps"));
        Assert.NotNull(page.QuerySelector("#days .plot"));
        Assert.Equal(404, (int)(await visitor.GetAsync($"/flags/{theirs}")).Answer.StatusCode);
        Assert.Equal(404, (int)(await visitor.GetAsync($"/flags/{Guid.CreateVersion7()}")).Answer.StatusCode);

        // A form that they were never shown does nothing.
        var (_, signOut) = await visitor.GetAsync($"/flags/{mine}");
        var token = signOut.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
        using var form = new FormUrlEncodedContent(
            [new("Input.To", "looking"), new("__RequestVerificationToken", token)]);
        var (answer, _) = await visitor.PostAsync($"/flags/{mine}", form);
        Assert.Equal("/denied", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(FlagStatus.New, await app.QueryAsync(db => db.Flags.Where(f => f.Id == mine).Select(f => f.Status).SingleAsync()));
    }

    private static string Form(string to) => $".do form:has(input[value={to}])";

    private static string[] Sentences(IHtmlDocument page) =>
        [.. page.QuerySelectorAll(".flag .what > p:not(.parts)").Select(p => p.TextContent)];

    private async Task<Visitor> VisitorAsync(Role role, string site, string? staff = null)
    {
        var (siteId, staffId) = await app.QueryAsync(async db => (
            await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync(),
            staff is null ? null : await db.Staff.Where(s => s.Code == staff).Select(s => (int?)s.Id).SingleAsync()));
        var email = $"{Guid.CreateVersion7():N}@example.org";
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, "Somebody", role, [siteId], staffId, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }
}
