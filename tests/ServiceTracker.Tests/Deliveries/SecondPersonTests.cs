using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Deliveries.Courier;
using static ServiceTracker.Tests.Hosting.Organisation;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>A week that was delivered and is sealed anew before its time.</summary>
public sealed class SecondPersonTests(PostgresCluster postgres) : IDisposable
{
    private const string Path = $"reports/weekly/{Week}/seal";

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-out-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Where_nobody_else_could_agree_a_reason_is_asked_for_and_recorded(Store store)
    {
        var organisation = await DeliveredAsync(store);
        await using var app = organisation.App;
        var api = organisation.Admin;
        // Nothing changed: nobody is asked for anything.
        (await api.PostAsync(Path, new { site = Site })).Is(200);
        await organisation.LogAsync(Entry("2026-11-11T10:00:00Z"));
        (await api.PostAsync(Path, new { site = Site })).IsRefused("$.reason required");
        (await api.PostAsync(Path, new { })).IsRefused("$.reason required");
        (await api.PostAsync(Path, new { site = Site, reason = new string('x', 501) })).IsRefused("$.reason invalid");
        Assert.Equal(2, (int)(await api.PostAsync(Path, new { site = Site, reason = "Payroll runs today." })).Is(201)["revision"]!);
        Assert.Equal(1, await app.QueryAsync(db => db.AuditEntries.CountAsync(
            a => a.Action == "week.seal_asked" && a.After!.Contains("Payroll runs today."))));
        // From the time of the schedule on it takes nothing.
        await organisation.LogAsync(Entry("2026-11-12T10:00:00Z"));
        await app.WatchAsync();
        app.Clock.Advance(TimeSpan.FromDays(1));
        (await api.PostAsync(Path, new { site = Site })).Is(201);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Where_two_accounts_may_a_second_person_agrees_and_never_the_one_who_asked(Store store)
    {
        var organisation = await DeliveredAsync(store);
        await using var app = organisation.App;
        var api = organisation.Admin;
        using var ops = await organisation.SignedInAsync(Role.Ops, Site);
        using var manager = await organisation.SignedInAsync(Role.Manager, Site);
        using var stranger = await organisation.SignedInAsync(Role.Ops, await organisation.SiteAsync());
        await organisation.LogAsync(Entry("2026-11-11T10:00:00Z"));
        await app.WatchAsync();
        // What is sent again is delivered all the same.
        var receipt = (await api.GetAsync("deliveries/payroll/receipts")).Is(200).Items.Single();
        (await api.PostAsync($"deliveries/payroll/receipts/{receipt!["id"]}/resend")).Is(200);
        var page = await ops.PageAsync($"/reports?week={Week}");
        (_, page) = await ops.SubmitAsync(page, "section[aria-labelledby=h-revisions] form");
        AssertSays(page.Body!, $"{Week} was delivered: a second person has to agree here.");
        Assert.Empty(page.QuerySelectorAll("section[aria-labelledby=h-revisions] form"));
        // Whoever else asks is told of the same request; a reason alone is not enough, and a program does not agree.
        var asked = (await api.PostAsync(Path, new { site = Site, reason = "I want to." })).Is(202);
        var id = (string)asked["approval"]!;
        Assert.Equal((Site, id), ((string)asked["approvals"]![0]!["site"]!, (string)asked["approvals"]![0]!["approval"]!));
        (await api.PostAsync($"{Path}/approvals/{id}")).IsProblem(409, "not_allowed_now");
        (await api.PostAsync($"{Path}/approvals/{Guid.CreateVersion7()}")).IsProblem(404, "not_found");
        Assert.Single(await app.QueryAsync(db => db.WeekSeals.ToListAsync()));
        using var own = Form(page, id);
        AssertSays((await ops.PostAsync($"/reports?handler=Approve&week={Week}", own)).Page.Body!, "A second person agrees");
        Assert.Equal(404, await stranger.StatusAsync($"/reports?week={Week}&site={Site}"));

        page = await manager.PageAsync($"/reports?week={Week}");
        AssertSays(page.QuerySelector("section[aria-labelledby=h-revisions]")!, "asks for it to be sealed anew before its time");
        (_, page) = await manager.SubmitAsync(page, "section[aria-labelledby=h-revisions] form");
        AssertSays(page.Body!, $"{Week} is sealed: revision 2.");
        Assert.Equal(2, await app.QueryAsync(db => db.WeekSeals.CountAsync()));
        Assert.Equal(1, await app.QueryAsync(db => db.AuditEntries.CountAsync(a => a.Action == "week.seal_approved")));
        (await api.PostAsync($"{Path}/approvals/{id}")).IsProblem(409, "not_allowed_now");
        await app.SendAsync();
        Assert.Equal(["1 sent 2", "2 sent 1"], await api.ReceiptsAsync("payroll"));

        // Over the API people agree with tokens of their own.
        await organisation.StaffAsync("ann", Site);
        await organisation.StaffAsync("bob", Site);
        using var ann = await app.OfPersonAsync("ann", Role.Ops);
        using var bob = await app.OfPersonAsync("bob", Role.Manager);
        await organisation.LogAsync(Entry("2026-11-12T10:00:00Z"));
        id = (string)(await ann.PostAsync(Path, new { site = Site })).Is(202)["approval"]!;
        (await ann.PostAsync($"{Path}/approvals/{id}")).IsProblem(409, "not_allowed_now");
        Assert.Equal(3, (int)(await bob.PostAsync($"{Path}/approvals/{id}")).Is(201)["revision"]!);

        // Who stands behind a token of nobody is not known: it may be whoever agrees. Somebody asks in their own name instead.
        await organisation.LogAsync(Entry("2026-11-13T10:00:00Z"));
        id = (string)(await api.PostAsync(Path, new { site = Site })).Is(202)["approval"]!;
        (await bob.PostAsync($"{Path}/approvals/{id}")).IsProblem(409, "not_allowed_now");
        using var same = Form(await manager.PageAsync($"/reports?week={Week}"), id);
        AssertSays((await manager.PostAsync($"/reports?handler=Approve&week={Week}", same)).Page.Body!, "A second person agrees");
        var named = (string)(await ann.PostAsync(Path, new { site = Site })).Is(202)["approval"]!;
        Assert.NotEqual(id, named);
        Assert.Equal(4, (int)(await bob.PostAsync($"{Path}/approvals/{named}")).Is(201)["revision"]!);
    }

    private async Task<Hosting.Organisation> DeliveredAsync(Store store)
    {
        var organisation = await NewAsync(store, postgres, null, ("Deliveries:Folders", folder));
        (await organisation.Admin.PutAsync("deliveries/payroll", new { kind = "folder", target = "." })).Is(201);
        await organisation.SealAsync();
        await organisation.App.SendAsync();
        return organisation;
    }

    private static FormUrlEncodedContent Form(AngleSharp.Html.Dom.IHtmlDocument page, string id) => new(new Dictionary<string, string>
    {
        ["id"] = id,
        ["__RequestVerificationToken"] = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
    });
}
