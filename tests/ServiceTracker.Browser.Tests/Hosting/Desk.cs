using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceTracker.Browser.Tests.Pages;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>
/// A site that logs by hand: two channels, eight reasons, two basics everywhere, one more at the counter and two more on the phone. Every
/// test takes an adviser of its own, so that tests keep apart.
/// </summary>
public sealed class Desk(PostgresCluster postgres) : IAsyncLifetime
{
    public const string Site = "harbour";

    /// <summary>The reasons in the order of their tiles and keys.</summary>
    public static readonly IReadOnlyList<(string Code, string Name, string Icon)> Reasons =
    [
        ("new", "New request", "new"), ("renewal", "Renewal", "renew"), ("payment", "Payment", "pay"),
        ("problem", "Report a problem", "problem"),
        ("progress", "Chase progress", "chase"), ("details", "Change of details", "change"), ("complaint", "Complaint", "complain"),
        ("other", "Something else", "other"),
    ];

    private Running? app;
    private Organisation? organisation;

    public Running App => app ?? throw new InvalidOperationException("Not started.");

    /// <summary>Everything that a script or a test changes goes by this clock.</summary>
    public FakeTimeProvider Clock => App.App.Clock;

    public async ValueTask InitializeAsync()
    {
        app = await Running.StartAsync(Store.Sqlite, postgres);
        organisation = new Organisation(app.App, await app.AdminAsync());
        await organisation.ChannelAsync("counter");
        await organisation.ChannelAsync("phone");
        await organisation.SiteAsync(Site);
        foreach (var (code, name, icon) in Reasons) (await organisation.Admin.PutAsync($"reasons/{code}", new { name, icon })).Is(201);
        await organisation.BaselineAsync(
            "2020-01-01",
            Organisation.Check("greeted"), Organisation.Check("identity", weight: 3, critical: true),
            Organisation.Check("price", channels: "counter"),
            Organisation.Check("name_given", channels: "phone"), Organisation.Check("call_back", channels: "phone"));
    }

    /// <summary>Somebody new who serves at the site and signs in as staff.</summary>
    public Task<Adviser> NewAdviserAsync() => NewAdviserAsync(Site);

    /// <summary>The same at a site where every entry is a full check.</summary>
    public async Task<Adviser> NewCheckedAdviserAsync() =>
        await NewAdviserAsync(await organisation!.SiteAsync(fullCheckOneIn: 1));

    private async Task<Adviser> NewAdviserAsync(string site)
    {
        var code = await organisation!.StaffAsync(organisation.NewCode("adviser"), site);
        var email = code + "@desk.test";
        await App.AccountAsync(email, Role.Staff, code, site, code);
        return new Adviser(this, code, email);
    }

    public async ValueTask DisposeAsync()
    {
        organisation?.Admin.Dispose();
        if (app is not null) await app.DisposeAsync();
    }
}

/// <summary>Somebody who logs at the <see cref="Desk"/>.</summary>
public sealed record Adviser(Desk Desk, string Code, string Email)
{
    /// <summary>The log page of this adviser, open in a browser of its own.</summary>
    public async Task<LogPage> LogAsync(Chromium chromium, int width = 1280, bool script = true)
    {
        var page = new LogPage(await Desk.App.PageOfAsync(chromium, Email, width, script: script));
        await page.OpenAsync();
        return page;
    }

    /// <summary>What the store holds of this adviser, in the order of logging.</summary>
    public Task<List<Interaction>> StoredAsync() => Desk.App.App.QueryAsync(async db =>
    {
        var id = await db.Staff.Where(s => s.Code == Code).Select(s => s.Id).SingleAsync();
        return await db.Interactions.AsNoTracking().Where(i => i.StaffId == id).OrderBy(i => i.RecordedAt).ThenBy(i => i.Id).ToListAsync();
    });
}
