using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

public sealed class PinOnSqliteTests(OnSqlite shared, PostgresCluster postgres) : PinTests(shared, postgres), IClassFixture<OnSqlite>;

public sealed class PinOnPostgresTests(OnPostgres shared, PostgresCluster postgres) : PinTests(shared, postgres), IClassFixture<OnPostgres>;

/// <summary>How often a wrong PIN is looked at, whatever happens in between.</summary>
public abstract class PinTests(SharedApp shared, PostgresCluster postgres)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Of_fifty_wrong_ones_at_once_twenty_are_looked_at_and_then_the_right_one_is_refused_until_a_manager_acts()
    {
        var site = await organisation.SiteAsync();
        var (device, _) = await Counter.PairedAsync(organisation, site);
        var person = await Counter.PersonAsync(organisation, site, "4711");

        var tried = await Counter.AtOnceAsync(50, n => Counter.EnterAsync(app.Services, device, person, $"{n:D4}"));
        Assert.Equal(PinTries.MostOfPerson, tried.Count(o => o is PinOutcome.Wrong));
        Assert.Equal(50 - PinTries.MostOfPerson, tried.Count(o => o is PinOutcome.PersonLocked));
        Assert.Equal(PinTries.MostOfPerson, await Counter.WrongAsync(app, await Counter.SubjectAsync(app, person)));
        // What was not looked at does not count on the device.
        Assert.Equal(PinTries.MostOfPerson, await Counter.WrongAsync(app, PinTries.OfDevice(device)));
        Assert.IsType<PinOutcome.PersonLocked>(await Counter.EnterAsync(app.Services, device, person, "4711"));

        using var manager = await app.AsAsync(Role.Manager, site);
        (await manager.PostAsync($"staff/{person}/pin/unlock")).Is(204);
        Assert.IsType<PinOutcome.Right>(await Counter.EnterAsync(app.Services, device, person, "4711"));
    }

    [Fact]
    public async Task Fifty_on_one_day_are_all_that_a_device_gets_also_on_later_days()
    {
        var site = await organisation.SiteAsync();
        var (device, _) = await Counter.PairedAsync(organisation, site);
        var people = new List<string>();
        for (var n = 0; n < 4; n++) people.Add(await Counter.PersonAsync(organisation, site, "4711"));

        var tried = await Counter.AtOnceAsync(68, n => Counter.EnterAsync(app.Services, device, people[n % 4], "0000"));
        Assert.Equal(PinTries.MostOfDevice, tried.Count(o => o is PinOutcome.Wrong));
        Assert.Equal(68 - PinTries.MostOfDevice, tried.Count(o => o is PinOutcome.DeviceLocked));
        app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.IsType<PinOutcome.DeviceLocked>(await Counter.EnterAsync(app.Services, device, people[0], "4711"));

        var listed = Assert.Single((await organisation.Admin.GetAsync("devices")).Is(200).Items, d => (Guid)d!["id"]! == device)!;
        Assert.Equal((50, true), ((int)listed["wrongPins"]!, (bool)listed["locked"]!));
        using var manager = await app.AsAsync(Role.Manager, site);
        (await manager.PostAsync($"devices/{device}/unlock")).Is(204);
        Assert.IsType<PinOutcome.Right>(await Counter.EnterAsync(app.Services, device, people[0], "4711"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_and_on_a_restart_and_a_second_server_give_no_new_tries()
    {
        await using var first = await TestApp.NewAsync(app.Store, postgres);
        var here = await Hosting.Organisation.SetUpAsync(first);
        var (device, _) = await Counter.PairedAsync(here, Hosting.Organisation.Site);
        var people = new List<string>();
        for (var n = 0; n < 3; n++) people.Add(await Counter.PersonAsync(here, Hosting.Organisation.Site, "4711"));
        // On SQLite one program serves a file at a time, so the second one is there by its services alone.
        await using var second = first.WithWebHostBuilder(_ => { });
        var servers = new[] { first.Services, first.Store == Store.Sqlite ? first.Services : second.Services };

        foreach (var person in people)
        {
            var wrong = 0;
            for (var n = 0; n < 30; n++)
            {
                // A day ahead, two days back, and so on: never to a later day than the first step came to.
                first.Clock.AdjustTime(TestApp.DefaultNow.AddDays(n % 3 - 1));
                if (await Counter.EnterAsync(servers[n % 2], device, person, "0000") is PinOutcome.Wrong) wrong++;
            }

            Assert.True(wrong <= PinTries.MostOfPerson, $"{wrong} wrong ones were looked at.");
        }

        Assert.Equal(PinTries.MostOfDevice, await Counter.WrongAsync(first, PinTries.OfDevice(device)));
        Assert.IsType<PinOutcome.DeviceLocked>(await Counter.EnterAsync(servers[1], device, people[0], "4711"));
    }

    [Fact]
    public async Task A_name_that_nobody_has_here_is_answered_as_one_that_somebody_has()
    {
        var (site, elsewhere) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (known, device) = (await Counter.PersonAsync(organisation, site, "4711"), (await Counter.PairedAsync(organisation, site)).Id);
        var (other, withoutPin) = (await Counter.PersonAsync(organisation, elsewhere, "4711"), await organisation.StaffAsync(null, site));
        var said = new List<string[]>();
        foreach (var name in new[] { known, other, withoutPin, "nobody-of-this-name" })
        {
            var words = new List<string>();
            for (var n = 0; n < 22; n++) words.Add((await Counter.EnterAsync(app.Services, device, name, "0000")).Words!);
            said.Add([.. words]);
            (await organisation.Admin.PostAsync($"devices/{device}/unlock")).Is(204);
        }

        Assert.All(said, words => Assert.Equal(said[0], words));
        Assert.Equal(PinTries.MostOfPerson, said[0].Count(w => w == new PinOutcome.Wrong().Words));
        // Not even the right one of somebody who serves elsewhere.
        Assert.IsNotType<PinOutcome.Right>(await Counter.EnterAsync(app.Services, device, other, "4711"));
    }

    [Fact]
    public async Task A_stolen_table_of_pins_is_worth_nothing_without_the_keys_and_a_row_is_no_other_persons()
    {
        var site = await organisation.SiteAsync();
        var (one, two) = (await Counter.PersonAsync(organisation, site, "4711"), await Counter.PersonAsync(organisation, site, "0815"));
        var ids = await app.QueryAsync(db => db.Staff.Where(s => s.Code == one || s.Code == two).OrderBy(s => s.Code == two)
            .Select(s => s.Id).ToListAsync());
        var kept = await app.QueryAsync(db =>
            db.StaffPins.AsNoTracking().Where(p => ids.Contains(p.StaffId)).ToDictionaryAsync(p => p.StaffId));
        var hashes = app.Services.GetRequiredService<PinHashes>();
        Assert.True(hashes.IsRight(kept[ids[0]], "4711"));
        Assert.False(hashes.IsRight(kept[ids[0]], "0815"));

        await using var thief = await TestApp.NewAsync(Store.Sqlite, postgres);
        await Hosting.Organisation.SetUpAsync(thief);
        Assert.False(thief.Services.GetRequiredService<PinHashes>().IsRight(kept[ids[0]], "4711"));
        kept[ids[0]].SealedHash = kept[ids[1]].SealedHash;
        Assert.False(hashes.IsRight(kept[ids[0]], "0815"));
    }

    [Fact]
    public async Task A_pin_is_set_by_its_person_or_a_manager_of_their_site_and_by_nobody_else()
    {
        var (site, elsewhere) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (device, _) = await Counter.PairedAsync(organisation, site);
        var (person, colleague) = (await Counter.PersonAsync(organisation, site, "4711"), await organisation.StaffAsync(null, site));
        using var manager = await app.AsAsync(Role.Manager, site);
        using var stranger = await app.AsAsync(Role.Manager, elsewhere);
        using var own = app.WithToken(await OwnTokenAsync(person, site));
        (await stranger.PutAsync($"staff/{person}/pin", new { pin = "1234" })).IsProblem(404, "not_found");
        (await stranger.PostAsync($"staff/{person}/pin/unlock")).IsProblem(404, "not_found");
        (await own.PutAsync($"staff/{colleague}/pin", new { pin = "1234" })).IsProblem(404, "not_found");
        foreach (var bad in new[] { null, "", "123", "1234567", "12a4", "１２３４", " 1234" })
            (await manager.PutAsync($"staff/{person}/pin", new { pin = bad })).IsRefused("$.pin invalid");

        for (var n = 0; n < PinTries.MostOfPerson; n++) await Counter.EnterAsync(app.Services, device, person, "0000");
        // A new PIN of one's own gives no new tries; a manager's does.
        (await own.PutAsync($"staff/{person}/pin", new { pin = "222222" })).Is(204);
        Assert.IsType<PinOutcome.PersonLocked>(await Counter.EnterAsync(app.Services, device, person, "222222"));
        (await manager.PutAsync($"staff/{person}/pin", new { pin = "333333" })).Is(204);
        Assert.IsType<PinOutcome.Right>(await Counter.EnterAsync(app.Services, device, person, "333333"));

        (await manager.SendAsync(HttpMethod.Delete, $"staff/{person}/pin", null)).Is(204);
        (await manager.SendAsync(HttpMethod.Delete, $"staff/{person}/pin", null)).IsProblem(404, "not_found");
        Assert.IsType<PinOutcome.Wrong>(await Counter.EnterAsync(app.Services, device, person, "333333"));
        var done = await app.QueryAsync(db => db.AuditEntries.Where(a => a.Subject == $"staff/{person}" && a.Action.StartsWith("pin."))
            .Select(a => a.Action).Distinct().ToListAsync());
        Assert.Equal(["pin.refused", "pin.removed", "pin.set"], done.Order());
    }

    private Task<string> OwnTokenAsync(string person, string site) => app.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<Infrastructure.Persistence.ServiceTrackerDb>();
        var (siteId, staffId) = (
            await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync(),
            await db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync());
        return await services.GetRequiredService<ApiTokens>()
            .CreateAsync(Actor.CommandLine, "own", Role.Staff, [siteId], staffId, TokenScopes.All, CancellationToken.None);
    });
}
