using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Overview;

public sealed class RegisterPageOnSqliteTests(OnSqlite shared) : RegisterPageTests(shared), IClassFixture<OnSqlite>;

public sealed class RegisterPageOnPostgresTests(OnPostgres shared) : RegisterPageTests(shared), IClassFixture<OnPostgres>;

/// <summary>What the register of basics says. The clock stands on Friday of 2026-W47, so the last whole week is W46.</summary>
public abstract class RegisterPageTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Where_a_basic_is_steadily_met_the_bar_can_be_raised_and_it_says_what_that_would_have_done()
    {
        var shop = await BuiltShop.CreateAsync(organisation);
        await new Series(organisation, shop.Site)
            .Add(new(2026, 11, 12, 11, 0, 0), 2, shop.Staff[0], "counter", e => e.Observed("wait_seconds", 50)).StoreAsync(rolledUp: true);
        using var manager = await organisation.SignedInAsync(Role.Manager, shop.Site);
        var page = await manager.PageAsync("/basics");
        var raise = page.QuerySelector("#raise")!;

        AssertSays(
            raise,
            "wait_seconds Met in 100 % of 626 over 26 weeks, steadily above its share of the target (97.4 %). "
            + "Its target could be 42 s instead of 60: in the last weeks that would have been met in 98 % of 98 instead of 100 %, "
            + "and 2 fewer interactions would have had all basics met.");
        AssertSays(
            raise,
            "It could be made critical: in the last weeks it was missed in 0 of 194, and 0 interactions "
            + "more would have counted as failed.");
        Assert.DoesNotContain("identity", raise.Text(), StringComparison.Ordinal);
        Assert.NotNull(raise.QuerySelector("a[href^='/baselines/new?from=']"));
        AssertSays(page.QuerySelector("#b-identity td:last-child")!, "89 % of 194");
        var missed = page.QuerySelector("#b-identity td:last-child a")!.GetAttribute("href")!;
        Assert.StartsWith(
            $"/interactions?site={shop.Site}&from=2026-10-19&to=2026-11-15&missed=identity", missed, StringComparison.Ordinal);
        Assert.Equal(
            $"/basics/identity?site={shop.Site}&week=2026-W46", page.QuerySelector("#b-identity th a")!.GetAttribute("href"));

        var young = await BuiltShop.CreateAsync(organisation, weeks: 8);
        using var beginner = await organisation.SignedInAsync(Role.Manager, young.Site);
        AssertSays(
            (await beginner.PageAsync("/basics")).QuerySelector("#raise")!,
            "No basic has been steadily above its share of the target, 97.4 %, for 26 weeks.");
    }

    [Fact]
    public async Task Overdue_reviews_come_first_and_are_named_and_each_basic_has_its_promise_evidence_and_owner()
    {
        var (site, other) = (await organisation.SiteAsync(), await BuiltShop.CreateAsync(organisation));
        await organisation.BaselineAsync(
            "2026-11-20", Reviewed("greeted", "2027-01-01"), Reviewed("identity", "2026-11-19"),
            Hosting.Organisation.StandardExpectations[2], Reviewed("anything_else", "2026-10-01"));
        using var manager = await organisation.SignedInAsync(Role.Manager, site);
        var page = await manager.PageAsync("/basics");

        AssertSays(page.QuerySelector("#overdue")!, "2 reviews are overdue: anything_else, identity.");
        Assert.Equal(
            ["b-anything_else", "b-identity", "b-greeted", "b-wait_seconds"],
            page.QuerySelectorAll(".register tbody tr").Select(r => r.Id));
        Assert.Equal(
            ["Overdue since 1 Oct 2026, 50 days", "Overdue since yesterday, 19 Nov 2026", "1 Jan 2027", "no date"],
            page.QuerySelectorAll(".register tbody td:nth-of-type(3)").Select(c => c.Text()));
        var row = page.QuerySelector("#b-greeted")!;
        foreach (var words in new[] { "We keep greeted.", "Forty said so.", "Dana Volkov" }) AssertSays(row, words);
        AssertSays(page.QuerySelector("#b-wait_seconds")!, "at most 60 s");

        // Of another site there is no number here: nothing is logged at this one.
        Assert.All(page.QuerySelectorAll(".register td:last-child"), c => Assert.Equal("Not enough yet", c.Text()));
        Assert.DoesNotContain(other.Site, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(404, await manager.StatusAsync($"/basics?site={other.Site}"));
        Assert.NotNull(page.QuerySelector("nav a[href='/basics'][aria-current=page]"));
        using var ops = await organisation.SignedInAsync(Role.Ops, site);
        Assert.Null((await ops.PageAsync("/basics")).QuerySelector("a[href^='/baselines/new']"));
        Assert.Null((await ops.PageAsync("/overview")).QuerySelector("nav a[href='/basics']"));
        using var staff = await organisation.SignedInAsync(Role.Staff, other.Site, other.Staff[0]);
        Assert.Equal(403, await staff.StatusAsync("/basics"));

        static object Reviewed(string code, string reviewDate) => new
        {
            code,
            question = $"{code}?",
            promise = $"We keep {code}.",
            kind = "check",
            weight = 1,
            channels = new[] { "*" },
            evidence = "Forty said so.",
            owner = "Dana Volkov",
            reviewDate,
        };
    }
}
