using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

public sealed class KioskOnSqliteTests(OnSqlite shared) : KioskTests(shared), IClassFixture<OnSqlite>;

public sealed class KioskOnPostgresTests(OnPostgres shared) : KioskTests(shared), IClassFixture<OnPostgres>;

/// <summary>Logging at a device by name and PIN, in a browser without script.</summary>
public abstract class KioskTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Name_and_pin_lead_to_the_log_whose_entry_is_theirs_and_can_be_taken_back()
    {
        var (site, visitor, _) = await PairedAsync();
        var (dana, ben) = (await Counter.PersonAsync(organisation, site, "4711"), await Counter.PersonAsync(organisation, site, "0815"));
        var (_, names) = await visitor.GetAsync("/kiosk");
        Assert.Equal([dana, ben], names.QuerySelectorAll(".name b").Select(b => b.TextContent));

        var log = await EnterAsync(visitor, dana, "4711");
        Assert.Contains($"– {dana}", log.QuerySelector("[data-allmet]")!.TextContent, StringComparison.Ordinal);
        var (_, saved) = await SaveAsync(visitor, log);
        Assert.Contains($"Saved for {dana}", saved.QuerySelector("[data-toast]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(saved.QuerySelectorAll(".recent li"));
        Assert.Empty(saved.QuerySelectorAll(".recent a"));
        var stored = Assert.Single(await StoredAsync(dana));
        Assert.StartsWith("device:", stored.RecordedBy, StringComparison.Ordinal);

        // Ben sees nothing of it, and both are ready without a PIN now.
        var other = await EnterAsync(visitor, ben, "0815");
        Assert.Empty(other.QuerySelectorAll(".recent li"));
        (_, names) = await visitor.GetAsync("/kiosk");
        Assert.All(
            names.QuerySelectorAll(".name"), n => Assert.StartsWith("/kiosk/log?", n.GetAttribute("href"), StringComparison.Ordinal));

        var (_, back) = await visitor.SubmitAsync(saved, "#undo");
        Assert.Contains("Taken back", back.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await StoredAsync(dana));
    }

    [Fact]
    public async Task An_entry_is_of_whom_its_form_names_although_another_tab_was_given_to_somebody_else()
    {
        var (site, visitor, _) = await PairedAsync();
        var (dana, ben) = (await Counter.PersonAsync(organisation, site, "4711"), await Counter.PersonAsync(organisation, site, "0815"));
        var danas = await EnterAsync(visitor, dana, "4711");
        await EnterAsync(visitor, ben, "0815");
        var (_, saved) = await SaveAsync(visitor, danas, ("Person", ben));
        Assert.Contains($"Saved for {dana}", saved.QuerySelector("[data-toast]")!.TextContent, StringComparison.Ordinal);
        Assert.Single(await StoredAsync(dana));
        Assert.Empty(await StoredAsync(ben));
    }

    [Fact]
    public async Task A_form_that_was_made_elsewhere_or_by_hand_saves_nothing_and_says_so()
    {
        var (site, visitor, _) = await PairedAsync();
        var dana = await Counter.PersonAsync(organisation, site, "4711");
        var log = await EnterAsync(visitor, dana, "4711");
        foreach (var ticket in new[] { "", "x", log.QuerySelector<IHtmlInputElement>("[name=Ticket]")!.Value + "A" })
        {
            var (_, page) = await SaveAsync(visitor, log, ("Ticket", ticket));
            Assert.Contains("Nothing was saved by it", page.Body!.TextContent, StringComparison.Ordinal);
        }

        Assert.Empty(await StoredAsync(dana));
    }

    [Fact]
    public async Task Nobody_touching_it_locks_it_and_what_was_answered_is_saved_once_the_pin_is_right()
    {
        var (site, visitor, _) = await PairedAsync();
        var dana = await Counter.PersonAsync(organisation, site, "4711");
        var log = await EnterAsync(visitor, dana, "4711");
        app.Clock.Advance(TimeSpan.FromSeconds(89));
        (_, log) = await visitor.GetAsync($"/kiosk/log?person={dana}");
        Assert.NotNull(log.QuerySelector("#log"));
        app.Clock.Advance(TimeSpan.FromSeconds(91));

        var (_, refused) = await SaveAsync(visitor, log, ("Note", "Kept."));
        Assert.Contains("Your answers are still here", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Kept.", refused.QuerySelector<IHtmlTextAreaElement>("[name=Note]")!.Value);
        Assert.Equal("renewal", refused.QuerySelector<IHtmlInputElement>("[name=Reason]:checked")!.Value);
        var (sent, _) = await visitor.GetAsync($"/kiosk/log?person={dana}");
        Assert.Equal("/kiosk/pin", sent.RequestMessage!.RequestUri!.AbsolutePath);
        (_, refused) = await SaveAsync(visitor, refused, ("Pin", "0000"));
        var words = refused.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("This PIN is not right. Your answers are still here", words, StringComparison.Ordinal);
        Assert.Empty(await StoredAsync(dana));
        await SaveAsync(visitor, refused, ("Pin", "4711"));
        Assert.Single(await StoredAsync(dana));

        // A site may wait longer.
        var slow = new { name = site, zone = "Europe/London", idleLock = 600, fullCheckOneIn = 0 };
        (await organisation.Admin.PutAsync($"sites/{site}", slow)).Is(200);
        app.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.NotNull((await visitor.GetAsync($"/kiosk/log?person={dana}")).Page.QuerySelector("#log"));
        (await organisation.Admin.PutAsync($"sites/{site}", new { name = site, zone = "Europe/London", idleLock = 5 }))
            .IsRefused("$.idleLock invalid");

        // By hand at once, for everybody.
        var (_, names) = await visitor.GetAsync("/kiosk");
        await visitor.SubmitAsync(names, "#lock");
        Assert.Null((await visitor.GetAsync($"/kiosk/log?person={dana}")).Page.QuerySelector("#log"));
    }

    [Fact]
    public async Task What_others_do_on_a_device_does_not_keep_it_open_for_who_went_away()
    {
        var (site, visitor, _) = await PairedAsync();
        var (dana, ben) = (await Counter.PersonAsync(organisation, site, "4711"), await Counter.PersonAsync(organisation, site, "0815"));
        await EnterAsync(visitor, dana, "4711");
        await EnterAsync(visitor, ben, "0815");
        for (var times = 0; times < 4; times++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            Assert.NotNull((await visitor.GetAsync($"/kiosk/log?person={ben}")).Page.QuerySelector("#log"));
        }

        Assert.Null((await visitor.GetAsync($"/kiosk/log?person={dana}")).Page.QuerySelector("#log"));
        Assert.NotNull((await visitor.GetAsync($"/kiosk/log?person={ben}")).Page.QuerySelector("#log"));
    }

    [Fact]
    public async Task A_revoked_device_is_out_at_its_next_request_whatever_that_is()
    {
        var (site, visitor, device) = await PairedAsync();
        var dana = await Counter.PersonAsync(organisation, site, "4711");
        var log = await EnterAsync(visitor, dana, "4711");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"devices/{device}", null)).Is(204);
        var (_, page) = await SaveAsync(visitor, log);
        Assert.Equal("Pair this device", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(await StoredAsync(dana));
        Assert.Equal("Pair this device", (await visitor.GetAsync("/kiosk")).Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_new_pin_a_last_day_and_another_site_keep_people_out()
    {
        var (site, visitor, _) = await PairedAsync();
        var (dana, gone) = (await Counter.PersonAsync(organisation, site, "4711"), await Counter.PersonAsync(organisation, site, "0815"));
        var elsewhere = await Counter.PersonAsync(organisation, await organisation.SiteAsync(), "4711");
        var log = await EnterAsync(visitor, dana, "4711");
        (await organisation.Admin.PutAsync($"staff/{dana}/pin", new { pin = "2222" })).Is(204);
        var (_, refused) = await SaveAsync(visitor, log);
        Assert.Contains("enter your PIN", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        await EnterAsync(visitor, gone, "0815");
        (await organisation.Admin.PutAsync($"staff/{gone}", new { name = gone, site, activeTo = "2026-11-01" })).Is(200);
        Assert.Null((await visitor.GetAsync($"/kiosk/log?person={gone}")).Page.QuerySelector("#log"));
        foreach (var name in new[] { gone, elsewhere, "nobody" })
        {
            var page = await EnterAsync(visitor, name, "4711");
            Assert.Equal("This PIN is not right.", page.QuerySelector("[role=alert]")!.TextContent);
        }


        Assert.Empty(await StoredAsync(dana));
    }

    private async Task<(string Site, Visitor Visitor, Guid Device)> PairedAsync()
    {
        var site = await organisation.SiteAsync();
        var made = (await organisation.Admin.PostAsync("devices", new { site, name = "Front desk" })).Is(201);
        var visitor = new Visitor(app);
        var (_, page) = await visitor.GetAsync(new Uri((string)made["pairingUrl"]!).PathAndQuery);
        var (_, names) = await visitor.SubmitAsync(page, "form");
        Assert.Equal("Who is at the desk?", names.QuerySelector("h1")!.TextContent);
        return (site, visitor, (Guid)made["id"]!);
    }

    private static async Task<IHtmlDocument> EnterAsync(Visitor visitor, string person, string pin)
    {
        var (_, page) = await visitor.GetAsync($"/kiosk/pin?person={person}");
        return (await visitor.SubmitAsync(page, "#pin", ("Pin", pin))).Page;
    }

    private static Task<(HttpResponseMessage Answer, IHtmlDocument Page)> SaveAsync(
        Visitor visitor, IHtmlDocument log, params (string Name, string Value)[] more) =>
        visitor.SubmitAsync(log, "#log", [("Reason", "renewal"), ("How", "all_met"), .. more]);

    private Task<List<Interaction>> StoredAsync(string person) => app.QueryAsync(async db =>
    {
        var id = await db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync();
        return await db.Interactions.AsNoTracking().Where(i => i.StaffId == id).ToListAsync();
    });
}
