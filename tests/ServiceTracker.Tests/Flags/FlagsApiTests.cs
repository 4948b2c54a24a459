using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Flags;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

public sealed class FlagsApiOnSqliteTests(OnSqlite shared) : FlagsApiTests(shared), IClassFixture<OnSqlite>;

public sealed class FlagsApiOnPostgresTests(OnPostgres shared) : FlagsApiTests(shared), IClassFixture<OnPostgres>;

public abstract class FlagsApiTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task A_flag_is_read_as_it_was_raised_and_with_what_was_done_about_it()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var by = Guid.CreateVersion7();
        var id = await new RaisedFlag
        {
            Kind = FlagKind.Basic,
            Site = site,
            Staff = person,
            Expectation = "greeted",
            DetectedAt = new(2026, 11, 18, 10, 30, 0, DateTimeKind.Utc),
        }.StoreAsync(app);
        await app.QueryAsync(db => db.Flags.Where(f => f.Id == id).ExecuteUpdateAsync(f => f.SetProperty(x => x.DetectedBy, by)));

        const string behind = "&from=2026-11-09&to=2026-11-18&missed=greeted";
        var listed = (await api.GetAsync($"flags?site={site}")).Is(200).Items.Single()!;
        var expected = JsonNode.Parse(
            $$"""
            {"id":"{{id}}","kind":"basic","label":"provisional","site":"{{site}}","staff":"{{person}}","channel":"counter",
             "expectation":"greeted","detectedAt":"2026-11-18T10:30:00+00:00","detectedBy":"{{by}}","status":"new","finding":null,
             "owner":null,"lookAgainOn":null,"supported":true,"linked":[],
             "sentence":"All basics were met in 31 of 50 interactions since 9 November; 45 are usual.","version":1,
             "links":{"self":"/api/v1/flags/{{id}}","page":"/flags/{{id}}",
              "interactions":"/api/v1/interactions?site={{site}}&staff={{person}}&channel=counter{{behind}}"}
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, listed), listed.ToJsonString());
        (await api.GetAsync((string)listed["links"]!["interactions"]!)).Is(200);

        var read = (await api.GetAsync($"flags/{id}")).Is(200);
        Assert.Equal("\"1\"", read.ETag);
        Assert.Empty(read["history"]!.AsArray());
        var evidence = read["evidence"]!;
        Assert.Equal(
            ("2026-09-14", "2026-11-18", "2026-11-09", 1, 100, 0.6, 0.9, 6.0, 1234.5, 1100.0, 1.0, 0.02),
            ((string?)evidence["from"], (string?)evidence["to"], (string?)evidence["since"], (int)evidence["baseline"]!,
                (int)evidence["n"]!, (double)evidence["observedRate"]!, (double)evidence["usualRate"]!, (double)evidence["oddsRatio"]!,
                (double)evidence["statistic"]!, (double)evidence["threshold"]!, (double)evidence["budget"]!,
                (double)evidence["dayToDayVariation"]!));
        Assert.Equal("""{"date":"2026-11-09","n":10,"missed":4}""", evidence["points"]![56]!.ToJsonString());
        Assert.Equal("""{"expectation":"greeted","n":100,"missed":30,"usual":0.02}""", evidence["basics"]![0]!.ToJsonString());
        Assert.Equal(304, (await api.SendAsync(HttpMethod.Get, $"flags/{id}", null, ifNoneMatch: "\"1\"")).Status);

        // Somebody who becomes one with somebody else takes along what is said about them.
        var stays = await organisation.StaffAsync(null, site);
        (await api.PostAsync($"staff/{person}/merge", new { into = stays })).Is(200);
        Assert.Equal(stays, (string?)(await api.GetAsync($"flags/{id}")).Is(200)["staff"]);
    }

    [Fact]
    public async Task The_work_on_a_flag_goes_step_by_step_to_the_end_and_begins_again()
    {
        var id = await new RaisedFlag().StoreAsync(app);
        var path = $"flags/{id}/transitions";
        var notNow = (await api.PostAsync(path, new { to = "watching", lookAgainOn = "2026-12-01" })).IsProblem(409, "not_allowed_now");
        Assert.Equal(["looking", "acting", "closed"], notNow["steps"]!.AsArray().Select(s => (string?)s));
        (await api.PostAsync(path, new { to = "new" })).IsProblem(409, "not_allowed_now");

        (await api.PostAsync(path, new { to = "acting" })).IsRefused("$.action required", "$.finding required");
        (await api.PostAsync(path, new { to = "acting", finding = "weather", action = " " })).IsRefused("$.finding invalid");
        (await api.PostAsync(path, new { to = "closed", reason = "" })).IsRefused("$.reason required");
        (await api.PostAsync(path, new { })).IsRefused("$.to required");
        (await api.PostAsync(path, new { to = "done" })).IsRefused("$.to invalid");
        (await api.PostAsync(path, new { to = "looking", why = "?" })).Is(422);
        var note = new string('x', FlagTransitionInput.MaxText + 1);
        (await api.PostAsync(path, new { to = "looking", note })).IsRefused("$.note invalid");
        Assert.Equal(1, (int)(await api.GetAsync($"flags/{id}")).Is(200)["version"]!);

        var looking = (await api.PostAsync(path, new { to = "looking", owner = "lena@shop.test", note = "Asked the team" })).Is(200);
        Assert.Equal(("looking", "lena@shop.test", 2, "\"2\""), State(looking));
        (await api.PostAsync(path, new { to = "looking" })).IsProblem(409, "not_allowed_now");
        (await api.PostAsync(path, new { to = "acting", finding = "channel", action = "New script" })).Is(200);
        foreach (var day in new[] { "2026-11-19", "2027-11-22" })
            (await api.PostAsync(path, new { to = "watching", lookAgainOn = day })).IsRefused("$.lookAgainOn out_of_range");
        (await api.PostAsync(path, new { to = "watching" })).IsRefused("$.lookAgainOn required");
        var watching = (await api.PostAsync(path, new { to = "watching", lookAgainOn = "2026-11-20" })).Is(200);
        Assert.Equal(("2026-11-20", "channel"), ((string?)watching["lookAgainOn"], (string?)watching["finding"]));
        (await api.PostAsync(path, new { to = "watching", lookAgainOn = "2026-12-04" })).Is(200);
        var closed = (await api.PostAsync(path, new { to = "closed", reason = "Back to usual" })).Is(200);
        Assert.Equal(("closed", "channel", null), ((string?)closed["status"], (string?)closed["finding"], (string?)closed["lookAgainOn"]));
        Assert.DoesNotContain($"{id}", (await api.GetAsync("flags?limit=1000")).Is(200).Text, StringComparison.Ordinal);
        (await api.PostAsync(path, new { to = "acting", finding = "channel", action = "x" })).IsProblem(409, "not_allowed_now");
        var reopened = (await api.PostAsync(path, new { to = "looking" })).Is(200);
        Assert.Equal(("looking", "lena@shop.test", 7, "\"7\""), State(reopened));

        var history = reopened["history"]!.AsArray();
        Assert.Equal(
            ["new looking", "looking acting", "acting watching", "watching watching", "watching closed", "closed looking"],
            history.Select(h => $"{h!["from"]} {h["to"]}"));
        var acting = JsonNode.Parse(
            """
            {"at":"2026-11-20T12:00:00+00:00","by":"test Admin","from":"looking","to":"acting","finding":"channel","action":"New script",
             "note":null,"reason":null,"lookAgainOn":null,"confirmed":false}
            """);
        Assert.True(JsonNode.DeepEquals(acting, history[1]), history[1]!.ToJsonString());
        Assert.Equal(("Asked the team", "Back to usual"), ((string?)history[0]!["note"], (string?)history[4]!["reason"]));

        var audit = (await api.GetAsync($"audit?subject=flag/{id}")).Is(200).Items;
        Assert.Equal(
            ["flag.acting", "flag.closed", "flag.looking", "flag.looking", "flag.watching", "flag.watching"],
            audit.Select(a => (string?)a!["action"]).Order(StringComparer.Ordinal));
        var line = await app.QueryAsync(db => db.AuditEntries.SingleAsync(a => a.Subject == $"flag/{id}" && a.Action == "flag.closed"));
        Assert.Contains("\"status\":\"watching\"", line.Before, StringComparison.Ordinal);
        Assert.Contains("Back to usual", line.After, StringComparison.Ordinal);

        static (string?, string?, int, string?) State(Answer flag) =>
            ((string?)flag["status"], (string?)flag["owner"], (int)flag["version"]!, flag.ETag);
    }

    [Fact]
    public async Task Data_that_confirm_close_a_flag_without_a_reason_and_no_longer_once_it_was_opened_again()
    {
        var id = await new RaisedFlag { Status = FlagStatus.Watching }.StoreAsync(app);
        await app.QueryAsync(async db =>
        {
            var flag = await db.Flags.SingleAsync(f => f.Id == id);
            db.FlagEvents.Add(new FlagEvent
            {
                SiteId = flag.SiteId,
                FlagId = id,
                Position = 1,
                At = TestApp.DefaultNow.UtcDateTime,
                By = FlagEvent.Program,
                ByName = FlagEvent.Program,
                From = FlagStatus.Watching,
                To = FlagStatus.Watching,
                Confirmed = true,
            });
            return await db.SaveChangesAsync();
        });
        var closed = (await api.PostAsync($"flags/{id}/transitions", new { to = "closed" })).Is(200);
        Assert.True((bool)closed["history"]![1]!["confirmed"]!);
        (await api.PostAsync($"flags/{id}/transitions", new { to = "looking" })).Is(200);
        (await api.PostAsync($"flags/{id}/transitions", new { to = "closed" })).IsRefused("$.reason required");
    }

    [Fact]
    public async Task A_step_is_about_the_version_that_was_read_where_it_says_so_and_of_two_at_once_each_is_kept()
    {
        var id = await new RaisedFlag { Status = FlagStatus.Watching }.StoreAsync(app);
        var again = new { to = "watching", lookAgainOn = "2026-12-01" };
        foreach (var wrong in new[] { "\"2\"", "W/\"1\"", "1" }) (await SendAsync(wrong)).IsProblem(412, "stale");
        (await SendAsync("\"1\"")).Is(200);
        (await SendAsync("\"1\"")).IsProblem(412, "stale");
        (await SendAsync("*")).Is(200);
        var none = await api.PostAsync($"flags/{Guid.CreateVersion7()}/transitions", again);
        none.IsProblem(404, "not_found");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => (await SendAsync(null)).Is(200)));
        var read = (await api.GetAsync($"flags/{id}")).Is(200);
        Assert.Equal((9, 8), ((int)read["version"]!, read["history"]!.AsArray().Count));

        Task<Answer> SendAsync(string? ifMatch) =>
            api.SendAsync(HttpMethod.Post, $"flags/{id}/transitions", JsonContent.Create(again), ifMatch);
    }

    [Fact]
    public async Task A_list_has_what_is_open_or_asked_for_the_latest_first_and_page_by_page()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var channel = await organisation.ChannelAsync();
        var whole = await new RaisedFlag { Site = site, Channel = channel, DetectedAt = At(16) }.StoreAsync(app);
        var part = await new RaisedFlag { Site = site, Channel = channel, Staff = person, PartOf = whole, DetectedAt = At(15) }
            .StoreAsync(app);
        var gone = await new RaisedFlag { Site = site, Supported = false, DetectedAt = At(14) }.StoreAsync(app);
        var done = await new RaisedFlag { Site = site, Status = FlagStatus.Closed, DetectedAt = At(13) }.StoreAsync(app);
        var own = await new RaisedFlag { Site = site, Staff = person, Kind = FlagKind.Basic, Expectation = "greeted", DetectedAt = At(12) }
            .StoreAsync(app);
        var note = await new RaisedFlag { Site = site, Kind = FlagKind.LoggingGap, Channel = null, DetectedAt = At(17) }.StoreAsync(app);

        await Lists("", whole, own);
        await Lists("&status=open", whole, own);
        await Lists("&status=all", whole, part, gone, done, own);
        await Lists("&status=closed", done);
        await Lists("&status=all&kind=basic", own);
        await Lists($"&status=all&staff={person}", part, own);
        await Lists($"&status=all&channel={channel}", whole, part);
        await Lists("&status=all&expectation=greeted", own);
        await Lists("&status=all&since=2026-11-14", whole, part, gone);
        const string wrong = "flags?status=shut&kind=loggingGap&site=none&staff=none&channel=none&expectation=none";
        (await api.GetAsync("flags?since=today")).IsRefused("$.since invalid");
        (await api.GetAsync(wrong + "&after=x&limit=0")).IsRefused(
            "$.status invalid", "$.kind invalid", "$.site unknown_reference", "$.staff unknown_reference", "$.channel unknown_reference",
            "$.expectation unknown_reference", "$.after invalid", "$.limit out_of_range");

        var all = (await api.GetAsync($"flags?site={site}&status=all")).Is(200).Items;
        Assert.Equal([$"{part}"], all[0]!["linked"]!.AsArray().Select(l => (string?)l));
        Assert.Equal([$"{whole}"], all[1]!["linked"]!.AsArray().Select(l => (string?)l));
        Assert.False((bool)all[2]!["supported"]!);

        var paged = new List<string?>();
        for (string? path = $"flags?site={site}&status=all&limit=2"; path is not null;)
        {
            var page = (await api.GetAsync(path)).Is(200);
            paged.AddRange(page.Items.Select(i => (string?)i!["id"]));
            path = (string?)page["next"];
        }

        Assert.Equal([$"{whole}", $"{part}", $"{gone}", $"{done}", $"{own}"], paged);

        var notes = (await api.GetAsync($"notes?site={site}")).Is(200).Items;
        Assert.Equal([($"{note}", "loggingGap")], notes.Select(n => ((string?)n!["id"], (string?)n["kind"])));
        (await api.GetAsync("notes?kind=lower")).IsRefused("$.kind invalid");
        (await api.PostAsync($"flags/{note}/transitions", new { to = "looking" })).IsProblem(409, "not_allowed_now");
        (await api.PostAsync($"flags/{note}/transitions", new { to = "closed" })).Is(200);
        Assert.Empty((await api.GetAsync($"notes?site={site}")).Is(200).Items);

        async Task Lists(string query, params Guid[] ids) => Assert.Equal(
            ids.Select(i => $"{i}"), (await api.GetAsync($"flags?site={site}{query}")).Is(200).Items.Select(i => (string?)i!["id"]));

        static DateTime At(int day) => new(2026, 11, day, 10, 0, 0, DateTimeKind.Utc);
    }

    [Fact]
    public async Task Each_sees_the_flags_that_are_theirs_and_strangers_are_told_that_there_are_none()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (own, colleague) = (await organisation.StaffAsync(null, mine), await organisation.StaffAsync(null, mine));
        var channel = await new RaisedFlag { Site = mine }.StoreAsync(app);
        var aboutMe = await new RaisedFlag { Site = mine, Staff = own, PartOf = channel }.StoreAsync(app);
        var aboutOthers = await new RaisedFlag { Site = mine, Staff = colleague }.StoreAsync(app);
        var note = await new RaisedFlag { Site = mine, Staff = own, Kind = FlagKind.EvidenceGap }.StoreAsync(app);
        var elsewhere = await new RaisedFlag { Site = theirs }.StoreAsync(app);

        using var manager = await app.AsAsync(Role.Manager, mine);
        using var ops = await app.AsAsync(Role.Ops, mine);
        foreach (var one in new[] { manager, ops })
        {
            Assert.Equal(
                new[] { channel, aboutMe, aboutOthers }.Select(i => $"{i}").Order(),
                (await one.GetAsync("flags?status=all")).Is(200).Items.Select(i => (string?)i!["id"]).Order());
            (await one.GetAsync($"flags/{elsewhere}")).IsProblem(404, "not_found");
        }

        (await manager.PostAsync($"flags/{elsewhere}/transitions", new { to = "looking" })).IsProblem(404, "not_found");
        Assert.Equal($"{note}", (string?)(await manager.GetAsync("notes")).Is(200).Items.Single()!["id"]);
        (await ops.GetAsync($"flags/{note}")).IsProblem(404, "not_found");
        (await ops.PostAsync($"flags/{channel}/transitions", new { to = "looking" })).IsProblem(403, "forbidden");

        // A staff token belongs to nobody; an account does.
        using var staff = await app.AsAsync(Role.Staff, mine);
        Assert.Empty((await staff.GetAsync("flags?status=all")).Is(200).Items);
        var (site, person) = await app.QueryAsync(async db => (
            await db.Sites.Where(s => s.Code == mine).Select(s => s.Id).SingleAsync(),
            await db.Staff.Where(s => s.Code == own).Select(s => s.Id).SingleAsync()));
        var actor = new Actor("user:9", "Own", Role.Staff, [site], person);
        await app.InScopeAsync(async services =>
        {
            var (list, one) = (services.GetRequiredService<FlagListQuery>(), services.GetRequiredService<FlagDetailsQuery>());
            var page = await list.FlagsAsync(actor, new FlagFilter { Status = "all" }, null, 10, CancellationToken.None);
            var seen = Assert.Single(Assert.IsType<Application.Result<Application.ListPage<FlagDetails>>.Ok>(page).Value.Items);
            Assert.Equal(aboutMe, seen.Flag.Id);
            Assert.Empty(seen.Linked);
            Assert.Empty((await one.FindAsync(actor, aboutMe, CancellationToken.None))!.Linked);
            foreach (var id in new[] { channel, aboutOthers, note, elsewhere })
                Assert.Null(await one.FindAsync(actor, id, CancellationToken.None));
            Assert.IsType<Application.Result<Flag>.Forbidden>(
                await services.GetRequiredService<WorkOnFlag>().RunAsync(
                    actor, aboutMe, new FlagTransitionInput("looking"), null, CancellationToken.None));
        });
        (await staff.GetAsync("notes")).IsProblem(403, "forbidden");
    }
}
