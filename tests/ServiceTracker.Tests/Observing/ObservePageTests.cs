using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Observing;

public sealed class ObservePageOnSqliteTests(OnSqlite shared) : ObservePageTests(shared), IClassFixture<OnSqlite>;

public sealed class ObservePageOnPostgresTests(OnPostgres shared) : ObservePageTests(shared), IClassFixture<OnPostgres>;

/// <summary>The form of an observation in a browser without script.</summary>
public abstract class ObservePageTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task An_observation_is_stored_as_one_contact_with_the_persons_own_entry_of_it()
    {
        var (site, person, visitor) = await ManagerAsync();
        using var its = visitor;
        var own = await OwnAsync(site, person, "2026-11-20T11:57:00Z");
        var page = await visitor.PageAsync($"/observe?site={site}&person={person}&channel=counter");
        Looker.AssertSays(page.QuerySelector("#pair")!, "There: 11:57");
        // What was logged is not shown: who observes sees with their own eyes.
        Assert.Empty(page.QuerySelectorAll("#basics [checked]"));
        Assert.Equal(4, page.QuerySelectorAll("#basics .fcrow").Length);

        var (_, refused) = await visitor.SubmitAsync(page, "#observe", [("When", "now"), .. Answers(page, "met", "missed")]);
        Assert.Contains("2 basics are not answered yet", Alert(refused), StringComparison.Ordinal);
        Assert.Equal(2, refused.QuerySelectorAll("#basics [checked]").Length);
        Assert.Empty(await SeenAsync(person));

        (string, string)[] rest = [("When", "now"), (Name(refused, "anything_else"), "na"), (Number(refused), "42,5"), ("Note", "Calm.")];
        var (_, saved) = await visitor.SubmitAsync(refused, "#observe", rest);
        Looker.AssertSays(saved.QuerySelector("[role=status]")!, "It is one contact with their own entry.");
        var stored = Assert.Single(await SeenAsync(person));
        Assert.Equal((Source.Observer, CheckKind.Full, 42.5), (stored.Source, stored.Check, stored.Measures![0]));
        Assert.Equal(app.Clock.GetUtcNow().UtcDateTime, stored.OccurredAt);
        Assert.Equal(stored.Id, stored.ContactId);
        Assert.Equal(stored.Id, await app.QueryAsync(db => db.Interactions.Where(i => i.Id == own).Select(i => i.ContactId).SingleAsync()));
        // Sent again, a while later, it is the same observation.
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        await visitor.SubmitAsync(refused, "#observe", rest);
        Assert.Single(await SeenAsync(person));
        // The person sees it as they see everything about them.
        using var themselves = await app.OfPersonAsync(person);
        Assert.Equal(2, (await themselves.GetAsync("interactions")).Is(200).Items.Count);
    }

    [Fact]
    public async Task Where_no_own_entry_is_near_enough_one_is_chosen_or_comes_later()
    {
        var (site, person, visitor) = await ManagerAsync();
        using var its = visitor;
        var far = await OwnAsync(site, person, "2026-11-20T10:20:00Z");
        await OwnAsync(site, person, "2026-11-20T08:00:00Z");
        await OwnAsync(site, person, "2026-11-20T10:31:00Z", "phone");
        var page = await visitor.PageAsync($"/observe?site={site}&person={person}&channel=counter");
        Looker.AssertSays(page.QuerySelector("#pair")!, "Not there yet");
        // The time is changed, and what was answered stays.
        (string, string)[] filled =
            [("When", "earlier"), ("At", "10:30"), ("Source", "mystery_shop"), .. Answers(page, "met", "met", "met"), (Number(page), "9")];
        var (_, looked) = await LookAsync(visitor, page, filled);
        Looker.AssertSays(looked.QuerySelector("#pair")!, "Not there yet");
        Assert.Equal(3, looked.QuerySelectorAll("#basics [checked]").Length);
        Assert.Empty(await SeenAsync(person));
        var offered = Assert.Single(looked.QuerySelectorAll<IHtmlInputElement>("[name=Same]"), i => i.Value.Length > 0);
        Assert.Equal(far.ToString(), offered.Value);

        var (_, saved) = await visitor.SubmitAsync(looked, "#observe", ("When", "earlier"), ("Same", offered.Value));
        Looker.AssertSays(saved.QuerySelector("[role=status]")!, "one contact");
        var stored = Assert.Single(await SeenAsync(person));
        Assert.Equal((Source.MysteryShop, (Guid?)far, (Guid?)stored.Id), (stored.Source, stored.SameContactAs, stored.ContactId));

        // Of yesterday, before the person has entered it.
        page = await visitor.PageAsync($"/observe?site={site}&person={person}&channel=phone");
        (_, saved) = await visitor.SubmitAsync(
            page, "#observe", [("When", "earlier"), ("On", "2026-11-19"), ("At", "16:05"), .. Answers(page, "met", "met", "missed")]);
        Looker.AssertSays(saved.QuerySelector("[role=status]")!, "not there yet");
        var later = await OwnAsync(site, person, "2026-11-19T16:08:00Z", "phone");
        using var manager = await app.AsAsync(Role.Manager, site);
        var evidence = (await manager.GetAsync($"interactions/{later}")).Is(200);
        Assert.Equal("same_contact", (string?)evidence["state"]);
    }

    [Fact]
    public async Task What_cannot_be_said_of_is_named_at_its_field_and_nothing_is_lost()
    {
        var (site, person, visitor) = await ManagerAsync();
        using var its = visitor;
        var page = await visitor.PageAsync($"/observe?site={site}&person={person}&channel=counter");
        (string, string)[] answers = [.. Answers(page, "met", "na", "missed"), (Number(page), "1,500"), ("Note", "As typed.")];
        foreach (var (when, words) in new (string, string)[][]
        {
            [("When", "earlier"), ("On", "2026-11-19"), ("At", "")],
            [("When", "earlier"), ("On", "19.11."), ("At", "10:00")],
            [("When", "earlier"), ("On", "2026-11-21"), ("At", "10:00"), (Number(page), "15")],
            [("When", "now")],
        }.Zip(["Say at what time", "A date is needed", "lies in the future", "may be read in two ways"]))
        {
            var (_, refused) = await visitor.SubmitAsync(
                page, "#observe", [.. answers.Where(a => when.All(w => w.Item1 != a.Item1)), .. when]);
            Assert.Contains(words, Alert(refused), StringComparison.Ordinal);
            Assert.Equal(3, refused.QuerySelectorAll("#basics [checked]").Length);
            Assert.Equal("As typed.", refused.QuerySelector<IHtmlTextAreaElement>("#Note")!.Value);
        }

        Assert.Empty(await SeenAsync(person));
        foreach (var (path, words) in new[]
        {
            ($"/observe?site={site}&person=nobody", "nobody"), ($"/observe?site={site}&channel=nowhere", "no channel “nowhere”"),
            ($"/observe?site=elsewhere&person={person}", "There is no site “elsewhere”"),
        })
            Assert.Contains(words, Alert(await visitor.PageAsync(path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_observes_themselves_or_at_a_site_of_others_and_staff_and_operations_do_not_observe()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (boss, person, stranger) = (
            await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site),
            await organisation.StaffAsync(null, other));
        using var manager = await organisation.SignedInAsync(Role.Manager, site, boss);
        var page = await manager.PageAsync($"/observe?site={site}&person={boss}&channel=counter");
        Assert.Contains("Nobody observes themselves", Alert(page), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#observe"));
        Assert.Equal(["", person], page.QuerySelectorAll<IHtmlOptionElement>("#Person option").Select(o => o.Value));
        Assert.Contains($"“{other}”", Alert(await manager.PageAsync($"/observe?site={other}")), StringComparison.Ordinal);
        Assert.Contains($"“{stranger}”", Alert(await manager.PageAsync($"/observe?person={stranger}")), StringComparison.Ordinal);

        // The form of another site's, as if it had been shown.
        page = await manager.PageAsync($"/observe?site={site}&person={person}&channel=counter");
        (string, string)[] answers = [("When", "now"), .. Answers(page, "met", "met", "met"), (Number(page), "9")];
        await manager.SubmitAsync(page, "#observe", [("Site", other), ("Person", stranger), .. answers]);
        await manager.SubmitAsync(page, "#observe", [("Person", boss), .. answers]);
        Assert.Empty(await SeenAsync(stranger));
        Assert.Empty(await SeenAsync(boss));
        await manager.SubmitAsync(page, "#observe", answers);
        Assert.Single(await SeenAsync(person));

        foreach (var role in new[] { Role.Staff, Role.Ops })
        {
            using var visitor = await organisation.SignedInAsync(role, site, role == Role.Staff ? person : null);
            Assert.Equal(403, await visitor.StatusAsync("/observe"));
            Assert.Null((await visitor.PageAsync("/consistency")).QuerySelector("nav [href='/observe']"));
        }
    }

    private static string Alert(IHtmlDocument page) => page.QuerySelector("[role=alert]") is { } alert ? Looker.Text(alert) : "";

    private static (string, string)[] Answers(IHtmlDocument page, params string[] answers) =>
    [
        .. page.QuerySelectorAll("#basics .fcrow").Take(answers.Length)
            .Select((row, i) => (row.QuerySelector("[type=radio]")!.GetAttribute("name")!, answers[i])),
    ];

    private static string Name(IHtmlDocument page, string code) => Row(page, code).QuerySelector("[type=radio]")!.GetAttribute("name")!;

    private static string Number(IHtmlDocument page) =>
        Row(page, "wait_seconds").QuerySelector("[type=text]")!.GetAttribute("name")!;

    private static IElement Row(IHtmlDocument page, string code) =>
        page.QuerySelectorAll("#basics .fcrow").Single(r => r.QuerySelector($"[value={code}]") is not null);

    private static Task<(HttpResponseMessage Answer, IHtmlDocument Page)> LookAsync(
        Visitor visitor, IHtmlDocument page, (string, string)[] filled)
    {
        var look = page.QuerySelector("#observe [formaction]")!.GetAttribute("formaction")!;
        page.QuerySelector("#observe")!.SetAttribute("action", look);
        return visitor.SubmitAsync(page, "#observe", filled);
    }

    private async Task<(string Site, string Person, Visitor Visitor)> ManagerAsync()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        return (site, person, await organisation.SignedInAsync(Role.Manager, site));
    }

    private async Task<Guid> OwnAsync(string site, string person, string at, string channel = "counter") =>
        (Guid)(await organisation.LogAsync(Entry(at, site, channel).With("staff", person)))["id"]!;

    private Task<List<Interaction>> SeenAsync(string person) => app.QueryAsync(async db =>
    {
        var id = await db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync();
        return await db.Interactions.AsNoTracking().Where(i => i.StaffId == id && i.Source != Source.Self).ToListAsync();
    });
}
