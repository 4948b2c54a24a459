using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.People;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;

namespace ServiceTracker.Tests.People;

public sealed class PersonPagesOnSqliteTests(OnSqlite shared) : PersonPagesTests(shared), IClassFixture<OnSqlite>;

public sealed class PersonPagesOnPostgresTests(OnPostgres shared) : PersonPagesTests(shared), IClassFixture<OnPostgres>;

/// <summary>One person beside seven others at a built shop. It is Friday of 2026-W47: W46 is the last week that has settled.</summary>
public abstract partial class PersonPagesTests(SharedApp shared)
{
    private const string Password = "a long enough password";

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Somebody_who_is_as_the_others_are_is_told_so_on_both_pages_alike_and_nothing_else_speaks()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        var (page, own) = await BothAsync(shop, shop.Staff[0]);
        Assert.Equal(own, Text(page));
        Assert.Equal(
            $"On the same channels others would have met all basics in 78 %; {shop.Staff[0]} met them in 78 % of 72: as usual.",
            Lede(page));
        Assert.Equal(5, page.QuerySelectorAll(".person-basics tbody tr").Length);
        Assert.Equal(5, page.QuerySelectorAll(".person-basics tr.usual td.why").Count(w => w.TextContent.Trim() == "As usual"));
        Assert.Empty(page.QuerySelectorAll(".person-basics .g"));
        Assert.Equal(
            $"/interactions?site={shop.Site}&staff={shop.Staff[0]}&from=2026-08-24&to=2026-11-15&missed=greeted&state=counted",
            page.QuerySelectorAll<IHtmlAnchorElement>(".person-basics td a").ElementAt(1).GetAttribute("href"));
        Assert.Contains("Days differ no more than chance", Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_leads_and_a_conversation_is_noted_read_by_the_person_and_kept_from_others()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        var who = shop.Staff[2];
        var flag = await shop.FlagAsync(FlagKind.Basic, who, "phone", "identity", f => f.IsSettled = true);
        using var manager = await VisitorAsync(Role.Manager, shop.Site);
        var (_, page) = await manager.GetAsync($"/person?code={who}");
        Assert.StartsWith("identity was missed 21 times on phone where 9 are usual, since 3 Nov.", Lede(page), StringComparison.Ordinal);
        Assert.Equal($"/flags/{flag}", page.QuerySelector(".person-flags a")!.GetAttribute("href"));

        (_, page) = await manager.SubmitAsync(page, "#note form", ("Input.Date", "2026-12-24"), ("Input.Observed", "Queue."));
        Assert.Equal("A day that has come.", page.QuerySelector("#Input_Date-error")!.TextContent);
        (_, page) = await manager.SubmitAsync(page, "#note form", ("Input.Date", "2026-11-20"), ("Input.Until", "2026-12-04"));
        Assert.Equal("Say what was agreed.", page.QuerySelector("#Input_Step-error")!.TextContent);
        Assert.Equal("Queue.", page.QuerySelector("#Input_Observed")!.TextContent.Trim());
        (var answer, page) = await manager.SubmitAsync(
            page, "#note form", ("Input.Step", "A card at the desk."), ("Input.PrivateNote", "unspoken"));
        Assert.Equal("/person", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("can read it", page.QuerySelector(".notice.success")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("; what was agreed is looked at again on 4 Dec.", Lede(page), StringComparison.Ordinal);
        Assert.Equal($"/flags/{flag}", page.QuerySelector(".talk a")!.GetAttribute("href"));
        Assert.Contains("unspoken", page.QuerySelector(".managers")!.TextContent, StringComparison.Ordinal);

        var (_, shown) = await manager.GetAsync($"/person?code={who}&as=person");
        Assert.Null(shown.QuerySelector("#note"));
        Assert.DoesNotContain("unspoken", shown.Body!.TextContent, StringComparison.Ordinal);
        var (_, own) = await BothAsync(shop, who);
        Assert.Equal(own, Text(shown));
        Assert.Contains("A card at the desk.", own, StringComparison.Ordinal);

        // Operations see the figures, and no conversation.
        using var ops = await VisitorAsync(Role.Ops, shop.Site);
        (_, page) = await ops.GetAsync($"/person?code={who}");
        Assert.Equal("None is noted.", page.QuerySelector("#h-talks")!.ParentElement!.NextElementSibling!.TextContent);
        Assert.Null(page.QuerySelector("#note"));
    }

    [Fact]
    public async Task Good_days_and_bad_days_with_the_mean_of_the_others_are_seen_and_said()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        var who = await organisation.StaffAsync(null, shop.Site);
        var series = new Series(organisation, shop.Site);
        for (var d = 0; d < 60; d++) series.Add(new DateTime(2026, 8, 25, 9, 0, 0).AddDays(d), (d % 3 == 0 ? 2 : 8, 9), who);
        await series.StoreAsync();
        await shop.FlagAsync(FlagKind.Erratic, who);
        var (page, own) = await BothAsync(shop, who);
        Assert.Equal(own, Text(page));
        Assert.StartsWith($"{who} has had good days and bad days since 3 Nov; on the whole", Lede(page), StringComparison.Ordinal);
        Assert.Contains("Days differ more than chance and usual variation make them.", Text(page), StringComparison.Ordinal);
        Assert.Equal(60, page.QuerySelectorAll("#days tbody tr").Length);
        Assert.Contains("As usual", page.QuerySelector(".person-basics .why")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_new_has_their_first_weeks_a_gap_of_weeks_is_a_gap_and_few_interactions_are_not_enough()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        var starter = await organisation.StaffAsync(null, shop.Site, activeFrom: "2026-09-07");
        var (away, few) = (await organisation.StaffAsync(null, shop.Site), await organisation.StaffAsync(null, shop.Site));
        var series = new Series(organisation, shop.Site);
        for (var w = 0; w < 10; w++)
        {
            var at = new DateTime(2026, 9, 8, 9, 0, 0).AddDays(7 * w);
            series.Add(at, (w < 4 ? 7 : 9, 10), starter);
            if (w is < 3 or > 6) series.Add(at, (8, 10), away);
        }

        await series.Add(new DateTime(2026, 11, 10, 9, 0, 0), (5, 7), few).StoreAsync();
        var (page, own) = await BothAsync(shop, starter);
        Assert.Equal(own, Text(page));
        Assert.Equal(["1–4", "5–8", "9–12"], page.QuerySelectorAll("#h-start ~ *, section[aria-labelledby=h-start] tbody th")
            .Where(e => e.LocalName == "th").Select(e => e.TextContent));
        Assert.Contains("Too few others started here", Text(page), StringComparison.Ordinal);

        (page, own) = await BothAsync(shop, away);
        Assert.Equal(own, Text(page));
        Assert.Contains("met them in 80 % of 60", Lede(page), StringComparison.Ordinal);
        Assert.Equal(64, page.QuerySelectorAll("#days tbody tr").Length);
        Assert.Equal(6, page.QuerySelectorAll("#days tbody td:nth-of-type(1)").Count(c => c.TextContent == "10"));
        Assert.Null(page.QuerySelector("#h-start"));

        (page, own) = await BothAsync(shop, few);
        Assert.Equal(own, Text(page));
        Assert.Equal("Not enough yet: 7 scored interactions, 10 are needed.", Lede(page));
    }

    [Fact]
    public async Task Among_fewer_than_five_others_nobody_is_compared_and_reliable_ones_are_told_only_where_the_rest_is_not()
    {
        var site = await organisation.SiteAsync();
        var people = new List<string>();
        for (var i = 0; i < 5; i++) people.Add(await organisation.StaffAsync(null, site));
        var series = new Series(organisation, site);
        foreach (var person in people) series.Add(new DateTime(2026, 11, 10, 9, 0, 0), (9, 12), person);
        await series.StoreAsync();
        using (var manager = await VisitorAsync(Role.Manager, site))
        {
            var (_, page) = await manager.GetAsync($"/person?code={people[0]}");
            Assert.Contains("They are compared with nobody's", Lede(page), StringComparison.Ordinal);
            Assert.All(page.QuerySelectorAll(".expected").Skip(1), c => Assert.Equal("–", c.TextContent));
        }

        var shop = await BuiltShop.CreateAsync(organisation);
        await ReliableAsync(shop, shop.Staff.Skip(1).Take(5));
        var (some, _) = await BothAsync(shop, shop.Staff[0]);
        Assert.Contains("Not told: that takes five of them", Text(some), StringComparison.Ordinal);
        await ReliableAsync(shop, shop.Staff.Skip(6));
        var (all, own) = await BothAsync(shop, shop.Staff[0]);
        Assert.Equal(own, Text(all));
        Assert.Contains("Nothing: every basic is met as often", Text(all), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_reaches_nobodys_page_but_their_own_and_a_manager_nobodys_of_another_site()
    {
        var (shop, other) = (await BuiltShop.CreateAsync(organisation, weeks: 1), await BuiltShop.CreateAsync(organisation, weeks: 1));
        using var staff = await VisitorAsync(Role.Staff, shop.Site, shop.Staff[0]);
        foreach (var code in new[] { shop.Staff[0], shop.Staff[1], other.Staff[0] })
        {
            var (answer, page) = await staff.GetAsync($"/person?code={code}");
            Assert.Equal("/denied", answer.RequestMessage!.RequestUri!.AbsolutePath);
            Assert.Null(page.QuerySelector("#person"));
        }

        foreach (var query in new[] { $"?code={shop.Staff[1]}", $"?staff={shop.Staff[1]}", $"?site={shop.Site}&code={shop.Staff[1]}" })
        {
            var (_, page) = await staff.GetAsync($"/me{query}");
            Assert.Equal(shop.Staff[0], page.QuerySelector("h1")!.TextContent);
            Assert.DoesNotContain(shop.Staff[1], page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await staff.GetAsync($"/me?site={other.Site}")).Answer.StatusCode);
        Assert.Equal("/me", (await staff.GetAsync("/log")).Page.QuerySelector(".logbar h1 a")!.GetAttribute("href"));
        Assert.Equal("My page", (await staff.GetAsync("/log")).Page.QuerySelector("nav a[href='/me'] span")!.TextContent);
        using var manager = await VisitorAsync(Role.Manager, shop.Site);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/person?code={other.Staff[0]}")).Answer.StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound, (await manager.GetAsync($"/person?code={shop.Staff[0]}&site={other.Site}")).Answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync("/me")).Answer.StatusCode);

        // Not by the query itself either.
        var stranger = new Actor("user:0", "Stranger", Role.Staff, null, 0);
        Assert.Null(await app.InScopeAsync(s => s.GetRequiredService<PersonQuery>()
            .FindAsync(stranger, shop.Staff[0], null, CancellationToken.None)));
    }

    private async Task ReliableAsync(BuiltShop shop, IEnumerable<string> staff) => await app.QueryAsync(async db =>
    {
        var site = await db.Sites.Where(s => s.Code == shop.Site).Select(s => s.Id).SingleAsync();
        var codes = staff.ToArray();
        foreach (var id in await db.Staff.Where(s => codes.Contains(s.Code)).Select(s => s.Id).ToListAsync())
        {
            for (var week = new DateOnly(2026, 8, 24); week <= new DateOnly(2026, 11, 9); week = week.AddDays(7))
            {
                db.UnitWeeks.Add(new UnitWeek { SiteId = site, StaffId = id, WeekStart = week, Class = ConsistencyClass.Reliable });
            }
        }

        return await db.SaveChangesAsync();
    });

    [Fact]
    public async Task Whoever_has_an_account_sets_their_own_PIN_on_their_page_and_is_told_what_is_none()
    {
        var site = await shared.Organisation.SiteAsync();
        var who = await shared.Organisation.StaffAsync(null, site);
        using var person = await VisitorAsync(Role.Staff, site, who);
        var (_, refused) = await person.SubmitAsync((await person.GetAsync("/me")).Page, "#pin-part form", ("NewPin", "12"));
        Assert.Contains("4 to 6 digits", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var (_, done) = await person.SubmitAsync(refused, "#pin-part form", ("NewPin", "4711"));
        Assert.Contains("a new PIN", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Set on 2026-", done.QuerySelector("#pin-part")!.TextContent, StringComparison.Ordinal);
        Assert.True(await app.QueryAsync(db => db.StaffPins.AnyAsync(p => db.Staff.Any(s => s.Id == p.StaffId && s.Code == who))));
    }

    // A manager's page of a person, and the text of the person's own page.
    private async Task<(IHtmlDocument Page, string Own)> BothAsync(BuiltShop shop, string who)
    {
        using var manager = await VisitorAsync(Role.Manager, shop.Site);
        using var person = await VisitorAsync(Role.Staff, shop.Site, who);
        var (answer, page) = await manager.GetAsync($"/person?code={who}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (_, own) = await person.GetAsync("/me");
        Assert.Null(own.QuerySelector("#person form"));
        return (page, Text(own));
    }

    private static string Lede(IHtmlDocument page) => Flat(page.QuerySelector(".lead .lede")!.TextContent);

    // What both read, marks and links included.
    private static string Text(IHtmlDocument page)
    {
        var body = (IElement)page.QuerySelector("#person")!.Clone();
        foreach (var note in body.QuerySelectorAll(".managers, .own")) note.Remove();
        return Flat(body.InnerHtml);
    }

    private static string Flat(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

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
