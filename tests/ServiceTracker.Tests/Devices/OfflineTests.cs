using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

public sealed class OfflineOnSqliteTests(OnSqlite shared) : OfflineTests(shared), IClassFixture<OnSqlite>;

public sealed class OfflineOnPostgresTests(OnPostgres shared) : OfflineTests(shared), IClassFixture<OnPostgres>;

/// <summary>What a device kept without the network, and sends afterwards.</summary>
public abstract class OfflineTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Each_entry_is_once_of_whom_its_pin_confirmed_however_often_it_is_sent()
    {
        var (site, device, dana, ben) = await PairedAsync();
        var (danas, bens) = (device.Enter(dana, "4711"), device.Enter(ben, "0815"));
        JsonObject[] entries = [device.Entry(dana, danas), device.Entry(ben, bens), device.Entry(dana, danas)];
        app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(["stored", "stored", "stored"], await device.SendAsync(entries));
        Assert.Equal(["replayed", "replayed", "replayed"], await device.SendAsync(entries));
        // Since then the PIN is another one: what was checked stays so.
        (await organisation.Admin.PutAsync($"staff/{dana}/pin", new { pin = "1234" })).Is(204);
        Assert.Equal(["replayed", "replayed", "replayed"], await device.SendAsync(entries));
        Assert.Equal(["stored"], await device.SendAsync(device.Entry(dana, danas)));

        var stored = await StoredAsync(site);
        Assert.Equal([1, 3], stored.GroupBy(i => i.StaffId).Select(g => g.Count()).Order());
        Assert.All(stored, i => Assert.StartsWith(DeviceActor(device), i.RecordedBy, StringComparison.Ordinal));
        var first = stored.Single(i => i.Id == (Guid)entries[0]["id"]!);
        Assert.Equal(DateTime.Parse((string)entries[0]["occurredAt"]!, null, System.Globalization.DateTimeStyles.AdjustToUniversal),
            first.OccurredAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 0), (await WrongAsync(dana), await Counter.WrongAsync(app, PinTries.OfDevice(device.Id))));
        var listed = Assert.Single((await organisation.Admin.GetAsync("devices")).Is(200).Items, d => (Guid)d!["id"]! == device.Id);
        Assert.Equal((0, 0), ((int)listed!["waitingEntries"]!, (int)listed["clockDifference"]!));
    }

    [Fact]
    public async Task A_wrong_pin_is_one_try_however_many_entries_carry_it_and_a_manager_says_whose_they_are()
    {
        var (site, device, dana, ben) = await PairedAsync();
        var (wrong, nobodys) = (device.Enter(dana, "0000"), device.Enter("nobody", "0000"));
        JsonObject[] entries = [device.Entry(dana, wrong), device.Entry(dana, wrong), device.Entry("nobody", nobodys)];
        Assert.Equal(["unclaimed", "unclaimed", "unclaimed"], await device.SendAsync(entries));
        Assert.Equal(["unclaimed", "unclaimed", "unclaimed"], await device.SendAsync(entries));
        Assert.Equal(["unclaimed"], await device.SendAsync(device.Entry(dana, wrong)));
        Assert.Equal((1, 2), (await WrongAsync(dana), await Counter.WrongAsync(app, PinTries.OfDevice(device.Id))));
        Assert.Empty(await StoredAsync(site));

        using var manager = await app.AsAsync(Role.Manager, site);
        using var stranger = await app.AsAsync(Role.Manager, await organisation.SiteAsync());
        var listed = (await manager.GetAsync("unclaimed-entries")).Is(200).Items;
        Assert.Equal(["nobody", dana, dana, dana], listed.Select(u => (string)u!["staff"]!).Order(StringComparer.Ordinal));
        Assert.All(listed, u => Assert.Equal(
            ("wrong_pin", "Front desk", "phone"), ((string)u!["why"]!, (string)u["device"]!, (string)u["channel"]!)));
        Assert.Empty((await stranger.GetAsync("unclaimed-entries")).Is(200).Items);
        var (first, second) = ($"unclaimed-entries/{(Guid)entries[0]["id"]!}", $"unclaimed-entries/{(Guid)entries[2]["id"]!}");
        (await stranger.PostAsync(first, new { assignTo = dana })).IsProblem(404, "not_found");
        (await manager.PostAsync(first, new { assignTo = "nobody" })).IsRefused("$.assignTo unknown_reference");
        (await manager.PostAsync(first, new { })).IsRefused("$.assignTo required");
        (await manager.PostAsync(first, new { assignTo = ben, discard = true })).IsRefused("$.assignTo required");
        (await manager.PostAsync(first, new { discard = true })).IsRefused("$.reason required");
        (await manager.PostAsync(first, new { assignTo = ben })).Is(204);
        (await manager.PostAsync(first, new { assignTo = dana })).IsProblem(409, "not_allowed_now");
        (await manager.PostAsync(second, new { discard = true, reason = "A trial." })).Is(204);
        Assert.Equal(2, (await manager.GetAsync("unclaimed-entries")).Is(200).Items.Count);

        var stored = Assert.Single(await StoredAsync(site));
        Assert.Equal((Guid)entries[0]["id"]!, stored.Id);
        Assert.Equal(ben, (string)(await manager.GetAsync($"interactions/{stored.Id}")).Is(200)["staff"]!);
        // What became of them is not undone by a device that repeats itself.
        Assert.Equal(["replayed", "unclaimed", "unclaimed"], await device.SendAsync(entries));
        Assert.Single(await StoredAsync(site));
        var done = await app.QueryAsync(db => db.AuditEntries.Where(a => a.Subject.StartsWith("entry/") && a.SiteId == stored.SiteId)
            .OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
        Assert.Equal(["entry.assigned", "entry.discarded", .. Enumerable.Repeat("entry.unclaimed", 4)], done.Order());
    }

    [Fact]
    public async Task A_proof_is_worth_nothing_on_another_device_for_another_person_or_after_its_time()
    {
        var (site, device, dana, ben) = await PairedAsync();
        using var other = await OfflineDevice.PairedAsync(organisation, site);
        var right = device.Enter(dana, "4711");
        Assert.NotEqual(right, device.Enter(dana, "4711"));
        foreach (var proof in new[] { null, "", "nonsense", Convert.ToBase64String(new byte[256]), other.Enter(dana, "4711"),
            device.Enter(dana, "4711", other.Id) })
            Assert.Equal(["unclaimed"], await device.SendAsync(device.Entry(dana, proof)));
        Assert.Equal(["unclaimed"], await other.SendAsync(other.Entry(dana, right)));
        Assert.Equal(["unclaimed"], await device.SendAsync(device.Entry(ben, right)));
        Assert.Equal(["stored"], await device.SendAsync(device.Entry(dana, right)));
        app.Clock.Advance(DeviceProof.Lifetime + TimeSpan.FromMinutes(1));
        Assert.Equal(["unclaimed"], await device.SendAsync(device.Entry(dana, right)));
        Assert.Equal((0, 0), (await WrongAsync(dana), await Counter.WrongAsync(app, PinTries.OfDevice(device.Id))));
        var kept = await app.QueryAsync(db => db.UnclaimedEntries.Where(u => u.DeviceId == device.Id).ToListAsync());
        Assert.All(kept, u => Assert.Equal(UnclaimedGround.NoProof, u.Ground));
        Assert.All(kept, u => Assert.DoesNotContain(right, u.Content, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proofs_count_against_the_limits_of_pins_and_at_them_none_is_looked_at()
    {
        var (site, device, dana, _) = await PairedAsync();
        for (var n = 0; n < PinTries.MostOfPerson; n++)
            Assert.Equal(["unclaimed"], await device.SendAsync(device.Entry(dana, device.Enter(dana, $"{9000 + n}"))));
        Assert.Equal(["unclaimed"], await device.SendAsync(device.Entry(dana, device.Enter(dana, "4711"))));
        Assert.Equal(PinTries.MostOfPerson, await WrongAsync(dana));
        Assert.Empty(await StoredAsync(site));
        Assert.Equal(1, await app.QueryAsync(db => db.UnclaimedEntries
            .CountAsync(u => u.DeviceId == device.Id && u.Ground == UnclaimedGround.Locked)));
        // A manager acts: the next entry of the same person counts again.
        (await organisation.Admin.PostAsync($"staff/{dana}/pin/unlock")).Is(204);
        Assert.Equal(["stored"], await device.SendAsync(device.Entry(dana, device.Enter(dana, "4711"))));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_by_days_is_judged_by_the_servers_and_what_it_said_is_kept()
    {
        var (site, device, dana, _) = await PairedAsync();
        device.Ahead = TimeSpan.FromDays(3);
        var (proof, before) = (device.Enter(dana, "4711"), app.Clock.GetUtcNow().UtcDateTime);
        var entry = device.Entry(dana, proof);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["stored"], await device.SendAsync(entry));
        // Set right a little meanwhile, and then wholly: it is the same entry all the same.
        device.Ahead += TimeSpan.FromSeconds(7);
        Assert.Equal(["replayed"], await device.SendAsync(entry));
        device.Ahead = TimeSpan.Zero;
        Assert.Equal(["replayed"], await device.SendAsync(entry));
        var stored = Assert.Single(await StoredAsync(site));
        Assert.Equal(before, stored.OccurredAt, TimeSpan.FromMilliseconds(1));
        var marked = await app.QueryAsync(db => db.AuditEntries
            .SingleAsync(a => a.Action == "entry.clock_corrected" && a.Subject == $"interaction/{stored.Id}"));
        Assert.Contains("\"clockDifference\":259200", marked.After, StringComparison.Ordinal);
        Assert.Contains(((string)entry["occurredAt"]!)[..16], marked.Before, StringComparison.Ordinal);

        device.Ahead = TimeSpan.FromDays(-400);
        Assert.Equal(["stored"], await device.SendAsync(device.Entry(dana, device.Enter(dana, "4711"))));
        Assert.Equal(app.Clock.GetUtcNow().UtcDateTime, (await StoredAsync(site))[^1].OccurredAt, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task It_is_scored_by_the_baseline_of_its_day_and_asked_again_only_where_an_answer_is_missing()
    {
        var (site, device, dana, _) = await PairedAsync();
        var proof = device.Enter(dana, "4711");
        var entry = device.Entry(dana, proof);
        entry["observations"] = new JsonObject { ["greeted"] = "missed", ["identity"] = "met", ["gone_since"] = "met" };
        entry["causes"] = new JsonObject { ["greeted"] = "process", ["gone_since"] = "process" };
        var refused = (await device.AnswerAsync(entry)).Is(200).Items[0]!;
        Assert.Equal("refused", (string)refused["outcome"]!);
        Assert.Equal("$.observations.anything_else required", Assert.Single(refused["errors"]!.AsArray()
            .Select(e => $"{e!["path"]} {e["code"]}")));
        entry["observations"]!["anything_else"] = "na";
        Assert.Equal(["stored"], await device.SendAsync(entry));
        var stored = Assert.Single(await StoredAsync(site));
        Assert.Equal((1, 2), (stored.MetCount, stored.ApplicableCount));

        // What cannot be mended at the device is a manager's.
        var odd = device.Entry(dana, proof);
        odd["channel"] = "pigeon";
        Assert.Equal(["refused"], await device.SendAsync(odd));
        odd["handOver"] = true;
        Assert.Equal(["unclaimed"], await device.SendAsync(odd));
        (await organisation.Admin.PostAsync($"unclaimed-entries/{(Guid)odd["id"]!}", new { assignTo = dana }))
            .IsRefused("$.channel unknown_reference");
        // Another content under an id that is stored is told, and changes nothing.
        entry["observations"]!["greeted"] = "met";
        Assert.Equal("conflict", (string)(await device.AnswerAsync(entry)).Is(200).Items[0]!["errors"]![0]!["code"]!);
        Assert.Single(await StoredAsync(site));
    }

    [Fact]
    public async Task Only_the_devices_own_pages_are_let_in_and_a_bad_entry_spoils_no_other()
    {
        var (site, device, dana, _) = await PairedAsync();
        var proof = device.Enter(dana, "4711");
        using var stranger = app.Stranger();
        Assert.Equal("unknown_device", (await stranger.GetAsync("/kiosk/sheet")).Is(401).Code);
        (await stranger.PostAsync("/kiosk/entries", new { })).IsProblem(401, "unknown_device");
        (await device.AnswerAsync()).IsRefused("$.entries out_of_range");
        (await device.Api.PostAsync("/kiosk/entries", new { })).IsRefused("$.deviceNow required", "$.entries out_of_range");
        (await device.AnswerAsync([.. Enumerable.Range(0, 51).Select(_ => device.Entry(dana, proof))]))
            .IsRefused("$.entries out_of_range");
        (await device.Api.PostTextAsync("/kiosk/entries", "{}", "text/plain")).IsProblem(415, "unsupported_media_type");
        var good = device.Entry(dana, proof);
        var answer = (await device.AnswerAsync(
            JsonValue.Create("x"), new JsonObject { ["id"] = good["id"]!.DeepClone(), ["pin"] = "4711" }, new JsonObject(), good)).Is(200);
        Assert.Equal(["refused", "refused", "refused", "stored"], answer.Items.Select(o => (string)o!["outcome"]!));
        Assert.Single(await StoredAsync(site));

        var sheet = (await device.Api.GetAsync("/kiosk/sheet")).Is(200);
        Assert.Contains(dana, sheet["people"]!.AsArray().Select(p => (string)p!["code"]!));
        Assert.Contains("renewal", sheet["reasons"]!.AsArray().Select(p => (string)p!["code"]!));
        var phone = sheet["baselines"]![0]!["channels"]!.AsArray().Single(c => (string)c!["code"]! == "phone")!;
        Assert.Equal(["greeted", "identity", "anything_else"], phone["basics"]!.AsArray().Select(b => (string)b!["code"]!));
        Assert.Empty(sheet["tickets"]!.AsArray());

        device.Api.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        (await device.AnswerAsync(good)).IsProblem(403, "forbidden");
        device.Api.Http.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"devices/{device.Id}", null)).Is(204);
        (await device.AnswerAsync(good)).IsProblem(401, "unknown_device");
    }

    [Fact]
    public async Task On_the_page_of_devices_a_manager_gives_an_entry_to_its_person_or_discards_it()
    {
        var (site, device, dana, ben) = await PairedAsync();
        var proof = device.Enter(dana, "0000");
        JsonObject[] entries = [device.Entry(dana, proof), device.Entry(dana, proof)];
        entries[0]["occurredAt"] = app.Clock.GetUtcNow().AddHours(-1).ToString("O");
        await device.SendAsync(entries);
        using var visitor = new Visitor(app);
        await visitor.SignInAsync(await ManagerAsync(site), Password);
        var (_, page) = await visitor.GetAsync("/devices");
        Assert.Equal(2, page.QuerySelectorAll(".unclaimed").Length);
        Assert.Contains("its PIN was not right", page.QuerySelector(".unclaimed")!.TextContent, StringComparison.Ordinal);
        (_, page) = await visitor.SubmitAsync(page, ".unclaimed form[action*=Assign]", ("to", ben));
        Assert.Contains("stored as theirs", page.Body!.TextContent, StringComparison.Ordinal);
        (_, page) = await visitor.SubmitAsync(page, ".unclaimed form[action*=Discard]", ("reason", " "));
        Assert.Contains("Say why", page.Body!.TextContent, StringComparison.Ordinal);
        (_, page) = await visitor.SubmitAsync(page, ".unclaimed form[action*=Discard]", ("reason", "A trial."));
        Assert.Empty(page.QuerySelectorAll(".unclaimed"));
        Assert.Single(await StoredAsync(site));
    }

    private const string Password = "basics-come-first";

    private async Task<string> ManagerAsync(string site)
    {
        var email = $"{site}@offline.test";
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<Infrastructure.Persistence.ServiceTrackerDb>();
            var id = await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync();
            return await services.GetRequiredService<Infrastructure.Access.Accounts>().CreateAsync(
                Application.Access.Actor.CommandLine, email, Password, email, Role.Manager, [id], null, CancellationToken.None);
        });
        return email;
    }

    private async Task<(string Site, OfflineDevice Device, string Dana, string Ben)> PairedAsync()
    {
        var site = await organisation.SiteAsync();
        return (site, await OfflineDevice.PairedAsync(organisation, site),
            await Counter.PersonAsync(organisation, site, "4711"), await Counter.PersonAsync(organisation, site, "0815"));
    }

    private static string DeviceActor(OfflineDevice device) => $"device:{device.Id:N}/";

    private async Task<int> WrongAsync(string code) => await Counter.WrongAsync(app, await Counter.SubjectAsync(app, code));

    private Task<List<Interaction>> StoredAsync(string site) => app.QueryAsync(async db =>
    {
        var id = await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync();
        return await db.Interactions.AsNoTracking().Where(i => i.SiteId == id).OrderBy(i => i.OccurredAt).ToListAsync();
    });
}
