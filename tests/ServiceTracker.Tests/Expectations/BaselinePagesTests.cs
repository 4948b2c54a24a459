using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Expectations;

/// <summary>
/// Baselines as they are drafted, compared and deleted on their pages. They hold for the whole organisation, so each test has a program of
/// its own.
/// </summary>
public sealed class BaselinePagesTests(PostgresCluster postgres)
{
    private const string Password = "consistent-basics-first";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_copy_of_any_baseline_keeps_everything_but_name_and_date(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        await PublishAsync(api, "2026-01-01", 0.87, Check("greeted", 3, true), Measure("wait", 60));
        // Published, and not in force before tomorrow: the next draft goes on from this one.
        await PublishAsync(api, "2026-11-21", 0.92, Check("greeted", 4), Check("smiled"));
        (await api.PostAsync("baselines", Input("2027-01-01", 0.5, Check("drafted")))).Is(201);
        using var visitor = await SignedInAsync(app, Role.Manager);

        var (_, form) = await visitor.GetAsync("/baselines/new");
        Assert.Equal("2", form.QuerySelector<IHtmlInputElement>("input[name='Input.From']:checked")!.Value);
        Assert.Equal(["3", "2", "1"], form.QuerySelectorAll<IHtmlInputElement>("input[name='Input.From']").Select(i => i.Value).Take(3));
        foreach (var (copied, number) in new[] { (1, 4), (2, 5), (3, 6) })
        {
            var (answer, _) = await visitor.SubmitAsync(
                form, "main form", ("Input.From", $"{copied}"), ("Input.Name", "Another"), ("Input.EffectiveFrom", "2027-02-03"));
            Assert.Equal($"/baselines/{number}/edit", answer.RequestMessage!.RequestUri!.AbsolutePath);
            var original = (await api.GetAsync($"baselines/{copied}")).Is(200);
            var copy = (await api.GetAsync($"baselines/{number}")).Is(200);
            Assert.Equal((double)original["targetConsistency"]!, (double)copy["targetConsistency"]!);
            Assert.True(JsonNode.DeepEquals(original["expectations"], copy["expectations"]), copy.Text);
            Assert.Equal(
                ("Another", "2027-02-03", "draft"), ((string?)copy["name"], (string?)copy["effectiveFrom"], (string?)copy["status"]));
        }

        var (_, asked) = await visitor.GetAsync("/baselines/new?from=1");
        Assert.Equal("1", asked.QuerySelector<IHtmlInputElement>("input[name='Input.From']:checked")!.Value);
        Assert.Equal("Basics, next edition", asked.QuerySelector<IHtmlInputElement>("input[name='Input.Name']")!.Value);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Before_publishing_stands_what_differs_from_the_baseline_it_takes_over_from(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        using var visitor = await SignedInAsync(app, Role.Admin);
        await PublishAsync(api, "2026-01-01", 0.9, Check("greeted", 1), Check("gone"), Check("identity"), Measure("wait", 60));
        await PublishAsync(api, "2027-06-01", 0.99, Check("much_later"));
        var reworded = new JsonObject { ["code"] = "identity", ["question"] = "Identity checked?", ["promise"] = "We keep identity." };
        var draft = Input("2027-01-01", 0.95, Check("greeted", 3, true), reworded, Measure("wait", 45), Check("new_one"));
        (await api.PostAsync("baselines", draft)).Is(201);

        var (_, page) = await visitor.GetAsync("/baselines/3/publish");
        Assert.Equal("/baselines/1", page.QuerySelector("section[aria-labelledby=differs-h] .sec-head a")!.GetAttribute("href"));
        Assert.Equal(
            [
                "Target every applicable basic met | 90% | 95%", "gone? removed | gone? | –", "greeted? weight | 1 | 3",
                "greeted? critical | no | yes", "Identity checked? question | identity? | Identity checked?",
                "wait? target | at most 60 | at most 45", "new_one? added | – | new_one?",
            ],
            page.QuerySelectorAll<IHtmlTableRowElement>("#differences tbody tr")
                .Select(r => string.Join(" | ", r.Cells.Select(c => c.TextContent.Trim()))));

        var unchanged = Input("2027-01-01", 0.9, Check("greeted", 1), Check("gone"), Check("identity"), Measure("wait", 60));
        (await api.PutAsync("baselines/3", unchanged)).Is(200);
        var (_, same) = await visitor.GetAsync("/baselines/3/publish");
        Assert.Contains("Nothing: the same basics and the same target.", same.Body!.TextContent, StringComparison.Ordinal);
        (await api.PutAsync("baselines/3", Input("2025-01-01", 0.9, Check("greeted")))).Is(200);
        var (_, first) = await visitor.GetAsync("/baselines/3/publish");
        Assert.Contains("this is the first", first.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_draft_is_deleted_after_asking_and_its_number_is_not_given_again(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        await PublishAsync(api, "2026-01-01", 0.9, Check("greeted"));
        (await api.PostAsync("baselines", Input("2027-01-01", 0.9, Check("second")))).Is(201);
        using var visitor = await SignedInAsync(app, Role.Manager);

        var (_, page) = await visitor.GetAsync("/baselines/2");
        Assert.False(page.QuerySelector("#delete")!.HasAttribute("open"));
        Assert.Contains("goes for good", page.QuerySelector("#delete")!.TextContent, StringComparison.Ordinal);

        // Somebody else changed it in the meantime.
        (await api.PutAsync("baselines/2", Input("2027-01-01", 0.9, Check("changed")))).Is(200);
        var (_, refused) = await visitor.SubmitAsync(page, "#delete form");
        Assert.Contains("Look at it again", refused.Body!.TextContent, StringComparison.Ordinal);
        (await api.GetAsync("baselines/2")).Is(200);

        var (answer, list) = await visitor.SubmitAsync(refused, "#delete form");
        Assert.Equal("/baselines", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("Draft 2 is deleted.", list.Body!.TextContent, StringComparison.Ordinal);
        (await api.GetAsync("baselines/2")).IsProblem(404, "not_found");
        var audited = await app.QueryAsync(db => db.AuditEntries.AsNoTracking().SingleAsync(a => a.Action == "baseline.deleted"));
        Assert.Equal(("baseline/2", null), (audited.Subject, audited.After));
        Assert.Contains("\"changed\"", audited.Before, StringComparison.Ordinal);
        Assert.Equal(3, (int)(await api.PostAsync("baselines", Input("2027-01-01", 0.9, Check("third")))).Is(201)["number"]!);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Neither_a_published_baseline_nor_anything_by_staff_is_deleted(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();
        await PublishAsync(api, "2026-01-01", 0.9, Check("greeted"));
        (await api.PostAsync("baselines", Input("2027-01-01", 0.9, Check("second")))).Is(201);
        using var manager = await SignedInAsync(app, Role.Manager);
        var (_, draft) = await manager.GetAsync("/baselines/2");
        var (_, published) = await manager.GetAsync("/baselines/1");
        Assert.Null(published.QuerySelector("#delete"));

        // The draft is published while its page stands open.
        (await api.PostAsync("baselines/2/publish")).Is(200);
        var (_, refused) = await manager.SubmitAsync(draft, "#delete form");
        Assert.Contains("published: interactions are scored by it", refused.Body!.TextContent, StringComparison.Ordinal);

        (await api.PostAsync("baselines", Input("2027-01-01", 0.9, Check("third")))).Is(201);
        using var staff = await SignedInAsync(app, Role.Staff);
        var (_, seen) = await staff.GetAsync("/baselines/3");
        Assert.Null(seen.QuerySelector("#delete"));
        // A manager's form with the staff account's own token.
        var (_, managers) = await manager.GetAsync("/baselines/3");
        const string Token = "__RequestVerificationToken";
        var own = seen.QuerySelector<IHtmlInputElement>($"input[name={Token}]")!.Value;
        var (_, forbidden) = await staff.SubmitAsync(managers, "#delete form", (Token, own));
        Assert.Contains("Baselines are made by a manager.", forbidden.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, (await api.GetAsync("baselines")).Is(200).Items.Count);
    }

    private static object Input(string effectiveFrom, double targetConsistency, params object[] expectations) =>
        new { name = "Basics", effectiveFrom, targetConsistency, expectations };

    private static async Task PublishAsync(Api api, string effectiveFrom, double target, params object[] expectations)
    {
        var draft = (await api.PostAsync("baselines", Input(effectiveFrom, target, expectations))).Is(201);
        (await api.PostAsync($"baselines/{(int)draft["number"]!}/publish")).Is(200);
    }

    private static async Task<Visitor> SignedInAsync(TestApp app, Role role)
    {
        var email = $"{role}@example.org".ToLowerInvariant();
        await app.InScopeAsync(async services => Assert.IsType<Application.Result<Account>.Ok>(await services.GetRequiredService<Accounts>()
            .CreateAsync(Actor.CommandLine, email, Password, null, role, null, null, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }
}
