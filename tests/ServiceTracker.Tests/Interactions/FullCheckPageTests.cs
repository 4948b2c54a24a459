using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Interactions;

public sealed class FullCheckPageOnSqliteTests(OnSqlite shared) : FullCheckPageTests(shared), IClassFixture<OnSqlite>;

public sealed class FullCheckPageOnPostgresTests(OnPostgres shared) : FullCheckPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>The log page in a browser without script.</summary>
public abstract class FullCheckPageTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_full_check_asks_every_basic_without_a_default_and_has_no_quick_way()
    {
        var (site, person, visitor) = await SignedInAsync(oneIn: 1);
        using var its = visitor;
        var (_, page) = await visitor.GetAsync($"/log?site={site}&person={person}&channel=counter");
        Assert.Null(page.QuerySelector("[data-allmet]"));
        var counter = page.QuerySelector(".fullcheck [data-channel=counter]")!;
        Assert.Equal(4, counter.QuerySelectorAll(".fcrow").Length);
        Assert.Empty(counter.QuerySelectorAll("[checked]"));
        Assert.Contains("Every entry here asks for each basic.", counter.TextContent, StringComparison.Ordinal);

        // Nothing answered, and by the button that is not there.
        var (_, refused) = await visitor.SubmitAsync(page, "#log", ("Reason", "renewal"), ("How", "full"));
        Assert.Contains("4 basics are not answered yet", Alert(refused), StringComparison.Ordinal);
        (_, refused) = await visitor.SubmitAsync(page, "#log", ("Reason", "renewal"), ("How", "all_met"));
        Assert.Contains("This one is a full check", Alert(refused), StringComparison.Ordinal);
        (_, refused) = await visitor.SubmitAsync(page, "#log", ("Reason", "renewal"), ("How", "all_met"), ("Draws", ""));
        Assert.Contains("This one is a full check", Alert(refused), StringComparison.Ordinal);
        (_, refused) = await visitor.SubmitAsync(
            page, "#log",
            [("Reason", "renewal"), ("How", "full"), .. Answers(page, "met", "missed", "na"), (Field(page, "wait_seconds"), "1,500")]);
        Assert.Contains("may be read in two ways", Alert(refused), StringComparison.Ordinal);
        Assert.Equal(3, refused.QuerySelectorAll(".fullcheck [data-channel=counter] [checked]").Length);
        Assert.Empty(await StoredAsync(person));

        var (_, saved) = await visitor.SubmitAsync(
            refused, "#log", [("Why", "busy"), ("How", "full"), (Field(refused, "wait_seconds"), "42,5")]);
        Assert.NotNull(saved.QuerySelector("[data-toast]"));
        var stored = Assert.Single(await StoredAsync(person));
        Assert.Equal((CheckKind.Full, 42.5, 2, 3), (stored.Check, stored.Measures![0], stored.MetCount, stored.ApplicableCount));
        Assert.Equal(
            1, await app.QueryAsync(db => db.MissCauses.CountAsync(c => c.InteractionId == stored.Id && c.Cause == Cause.Process)));

        // Sent twice it is one entry; taken back, it is owed again.
        await visitor.SubmitAsync(refused, "#log", [("Why", "busy"), ("How", "full"), (Field(refused, "wait_seconds"), "42,5")]);
        Assert.Single(await StoredAsync(person));
        await visitor.SubmitAsync(saved, "#undo");
        Assert.Empty(await StoredAsync(person));
        Assert.Equal(0, await app.QueryAsync(db => db.UsedTickets.CountAsync(t => t.StaffId == stored.StaffId)));
    }

    [Fact]
    public async Task Each_channel_has_its_own_draw_on_the_page_and_a_form_that_was_overtaken_is_not_a_way_around_it()
    {
        var (site, person, visitor) = await SignedInAsync(oneIn: 2);
        using var its = visitor;
        for (var n = 0; ; n++)
        {
            Assert.InRange(n, 0, 60);
            var (_, page) = await visitor.GetAsync($"/log?site={site}&person={person}&channel=counter");
            Assert.Single(page.QuerySelectorAll("[name=Draws]"));
            if (!IsFull(page))
            {
                // The same form in another tab.
                var before = (await StoredAsync(person)).Count;
                await visitor.SubmitAsync(
                    page, "#log", ("Reason", "renewal"), ("How", "all_met"), ("Id", Guid.CreateVersion7().ToString()));
                var (_, next) = await visitor.GetAsync($"/log?site={site}&person={person}&channel=counter");
                var (_, other) = await visitor.SubmitAsync(page, "#log", ("Reason", "renewal"), ("How", "all_met"));
                if (!IsFull(next)) Assert.Equal(before + 2, (await StoredAsync(person)).Count);
                else
                {
                    Assert.Contains("This one is now a full check", Alert(other), StringComparison.Ordinal);
                    Assert.Equal(before + 1, (await StoredAsync(person)).Count);
                    Assert.Equal("renewal", other.QuerySelector<IHtmlInputElement>("[name=Reason]:checked")!.Value);
                    break;
                }
            }
            else
            {
                (string, string)[] answers = [.. Answers(page, "met", "met", "met"), (Field(page, "wait_seconds"), "9")];
                await visitor.SubmitAsync(page, "#log", [("Reason", "renewal"), ("How", "full"), .. answers]);
            }
        }

        var used = await app.QueryAsync(db => db.UsedTickets.CountAsync(t => t.StaffId == db.Staff.Single(s => s.Code == person).Id));
        Assert.Equal((await StoredAsync(person)).Count, used);
    }

    private static bool IsFull(IHtmlDocument page) => page.QuerySelector(".fullcheck [data-channel=counter]") is not null;

    private static string Alert(IHtmlDocument page) => page.QuerySelector("[role=alert]")?.TextContent ?? "";

    private static (string, string)[] Answers(IHtmlDocument page, params string[] answers) =>
    [
        .. page.QuerySelectorAll(".fullcheck [data-channel=counter] .fcrow").Take(answers.Length)
            .Select((row, i) => (row.QuerySelector("[type=radio]")!.GetAttribute("name")!, answers[i])),
    ];

    private static string Field(IHtmlDocument page, string code) =>
        page.QuerySelectorAll(".fullcheck [data-channel=counter] .fcrow").Single(r => r.QuerySelector($"[value={code}]") is not null)
            .QuerySelector("[type=text]")!.GetAttribute("name")!;

    private async Task<(string Site, string Person, Visitor Visitor)> SignedInAsync(int oneIn)
    {
        var site = await organisation.SiteAsync(fullCheckOneIn: oneIn);
        var person = await organisation.StaffAsync(null, site);
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, $"{person}@example.org", "a long enough password", null, Role.Admin, null, null, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync($"{person}@example.org", "a long enough password");
        return (site, person, visitor);
    }

    private Task<List<Interaction>> StoredAsync(string person) => app.QueryAsync(async db =>
    {
        var id = await db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync();
        return await db.Interactions.AsNoTracking().Where(i => i.StaffId == id).ToListAsync();
    });
}
