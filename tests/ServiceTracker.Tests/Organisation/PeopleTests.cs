using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Organisation;

public sealed class PeopleOnSqliteTests(OnSqlite shared) : PeopleTests(shared), IClassFixture<OnSqlite>;

public sealed class PeopleOnPostgresTests(OnPostgres shared) : PeopleTests(shared), IClassFixture<OnPostgres>;

/// <summary>People who come back, codes that go round, and two who turn out to be one.</summary>
public abstract class PeopleTests(SharedApp shared)
{
    private const string Password = "a long enough one";

    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task Somebody_who_comes_back_keeps_the_first_period_of_service()
    {
        var site = await organisation.SiteAsync();
        var code = await organisation.StaffAsync(null, site, "2026-01-10", "2026-03-31");
        var back = await SaveAsync(code, new { name = code, site, activeFrom = "2026-09-01", activeTo = (string?)null });
        Assert.Equal("2026-01-10..2026-03-31 2026-09-01..", PeriodsOf(back));
        Assert.Equal(("2026-09-01", null), ((string?)back["activeFrom"], (string?)back["activeTo"]));
        // The same once more changes nothing; the last period's dates can be corrected.
        Assert.Equal(
            "2026-01-10..2026-03-31 2026-09-01..", PeriodsOf(await SaveAsync(code, new { name = code, site, activeFrom = "2026-09-01" })));
        Assert.Equal(
            "2026-01-10..2026-03-31 2026-09-02..2026-10-31",
            PeriodsOf(await SaveAsync(code, new { name = code, site, activeFrom = "2026-09-02", activeTo = "2026-10-31" })));

        foreach (var (date,
            status) in new[] { ("2026-02-11", 201),
            ("2026-05-05", 422), ("2026-09-02", 201), ("2026-11-05", 422), ("2026-03-31", 201), ("2026-04-01", 422) })
        {
            var logged = (await api.PostAsync("interactions", Entry($"{date}T10:00:00Z", site).With("staff", code))).Is(status);
            if (status == 422) logged.IsRefused("$.staff not_active");
            var row = "external_id,occurred_at,site,staff,channel,basic:greeted\r\n" +
                $"{code}{date},{date}T11:00:00Z,{site},{code},phone,met\r\n";
            (await api.PostTextAsync("imports?format=csv", row, "text/csv")).Is(status == 201 ? 200 : 422);
        }
    }

    [Fact]
    public async Task Periods_are_replaced_as_a_whole_and_what_is_read_can_be_saved()
    {
        var site = await organisation.SiteAsync();
        var code = organisation.NewCode("person");
        var periods =
            new[] { new { from = (string?)null, to = (string?)"2024-06-30" },
                new { from = (string?)"2025-01-01", to = (string?)"2025-12-31" },
                new { from = (string?)"2026-02-01", to = (string?)null } };
        (await api.PutAsync($"staff/{code}", new { name = code, site, periods })).Is(201);
        var read = await api.GetAsync($"staff/{code}");
        Assert.Equal("..2024-06-30 2025-01-01..2025-12-31 2026-02-01..", PeriodsOf(read));

        var again = read.Json.AsObject();
        again.Remove("code");
        Assert.Equal(PeriodsOf(read), PeriodsOf(await SaveAsync(code, again)));
        Assert.Equal(
            "2026-01-01..2026-01-31 2026-03-01..",
            PeriodsOf(await SaveAsync(
                code,
                new
                {
                    name = code,
                    site,
                    periods = new object[] { new { from = "2026-01-01", to = "2026-01-31" }, new { from = "2026-03-01" } }
                })));
        Assert.Equal(
            "2026-01-01..",
            PeriodsOf(await SaveAsync(code, new { name = code, site, periods = new object[] { new { from = "2026-01-01" } } })));
    }

    [Theory]
    [InlineData("""{"periods":[]}""", "$.periods invalid")]
    [InlineData("""{"periods":[{"from":"2026-02-01","to":"2026-01-01"}]}""", "$.periods[0].to invalid")]
    [InlineData("""{"periods":[{"from":"2026-01-01","to":"2026-03-31"},{"from":"2026-03-31"}]}""", "$.periods[1].from invalid")]
    [InlineData("""{"periods":[{"from":"2026-01-01"},{"from":"2026-03-31"}]}""", "$.periods[1].from invalid")]
    [InlineData(
        """{"periods":[{"from":"2026-06-01","to":"2026-06-30"},{"from":"2026-01-01","to":"2026-03-31"}]}""", "$.periods[1].from invalid")]
    [InlineData("""{"periods":[{"from":"2026-01-01","to":"2026-03-31"},{"to":"2026-12-31"}]}""", "$.periods[1].from invalid")]
    [InlineData("""{"periods":[{"from":"2026-01-01"}],"activeFrom":"2026-01-02"}""", "$.activeFrom invalid")]
    [InlineData("""{"activeFrom":"2025-12-31"}""", "$.activeFrom invalid")]
    [InlineData("""{"activeFrom":"2025-12-31","activeTo":"2025-12-01"}""", "$.activeTo invalid", "$.activeFrom invalid")]
    public async Task Periods_that_cannot_be_are_refused_by_field(string dates, params string[] errors)
    {
        var site = await organisation.SiteAsync();
        var code = await organisation.StaffAsync(null, site, "2025-01-01", "2025-12-31");
        await SaveAsync(code, new { name = code, site, activeFrom = "2026-01-01" });
        var body = JsonNode.Parse(dates)!.AsObject();
        (body["name"], body["site"]) = (code, site);
        (await api.PutAsync($"staff/{code}", body)).IsRefused(errors);
        Assert.Equal("2025-01-01..2025-12-31 2026-01-01..", PeriodsOf(await api.GetAsync($"staff/{code}")));
    }

    [Fact]
    public async Task Another_name_on_the_code_of_somebody_who_has_left_is_asked_about()
    {
        var site = await organisation.SiteAsync();
        var code = organisation.NewCode("ab");
        (await api.PutAsync($"staff/{code}", new { name = "Anna Berg", site, activeTo = "2026-06-30" })).Is(201);
        var logged = await organisation.LogAsync(Entry("2026-06-10T10:00:00Z", site).With("staff", code));

        (await api.PutAsync($"staff/{code}", new { name = "Axel Brandt", site, activeFrom = "2026-07-01" })).IsProblem(409, "conflict");
        Assert.Equal(
            ("Anna Berg", "..2026-06-30"),
            ((string?)(await api.GetAsync($"staff/{code}"))["name"], PeriodsOf(await api.GetAsync($"staff/{code}"))));
        (await api.PutAsync($"staff/{code}?confirm=yes", new { name = "Anna Holm", site, activeTo = "2026-06-30" }))
            .IsRefused("$.confirm invalid");
        // Everything else about a leaver is corrected without a question.
        await SaveAsync(code, new { name = "Anna Berg", site, role = "Clerk", activeTo = "2026-06-29" });

        using var visitor = new Visitor(organisation.App);
        await SignInAsync(visitor, null);
        var (_, form) = await visitor.GetAsync($"/staff/edit?code={code}");
        var (_, refused) = await visitor.SubmitAsync(form, "main form", ("Input.Name", "Anna Holm"), ("Input.Site", site));
        Assert.Contains("has left", refused.Body!.TextContent, StringComparison.Ordinal);
        await visitor.SubmitAsync(form, "main form", ("Input.Name", "Anna Holm"), ("Input.Site", site), ("Input.IsSamePerson", "true"));
        Assert.Equal("Anna Holm", (string?)(await api.GetAsync($"staff/{code}"))["name"]);
        Assert.Equal(
            "Anna Berg",
            (string?)(await api.PutAsync($"staff/{code}?confirm=rename", new { name = "Anna Berg", site, activeTo = "2026-06-29" }))
                .Is(200)["name"]);
        Assert.Equal(code, (string?)(await api.GetAsync($"interactions/{(string?)logged["id"]}"))["staff"]);
    }

    [Fact]
    public async Task A_changed_code_leads_to_the_same_person_for_ever_and_is_nobody_elses()
    {
        var site = await organisation.SiteAsync();
        var (old, other) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var code = organisation.NewCode("new");
        var entry = Entry(site: site).With("staff", old).With("externalId", "receipt 1");
        var logged = await organisation.LogAsync(entry);

        Assert.Equal(code, (string?)(await api.PostAsync($"staff/{old}/rename", new { code })).Is(200)["code"]);
        Assert.Equal(code, (string?)(await api.GetAsync($"interactions/{(string?)logged["id"]}"))["staff"]);
        Assert.Equal((string?)logged["id"], (string?)(await api.PostAsync("interactions", entry)).Is(200)["id"]);
        Assert.Equal(code, (string?)(await organisation.LogAsync(Entry(site: site).With("staff", old)))["staff"]);
        Assert.Equal([$"{code} 2"], await ByStaffAsync(site));
        Assert.Equal(
            [$"{code} 2"], (await api.GetAsync($"consistency?by=staff&site={site}&staff={old}")).Is(200).Items.Select(l =>
                $"{l!["staff"]} {l["interactions"]}"));

        (await api.PutAsync($"staff/{old}", new { name = "Somebody new", site })).IsProblem(409, "conflict");
        (await api.PostAsync($"staff/{other}/rename", new { code = old })).IsProblem(409, "conflict");
        (await api.PostAsync($"staff/{other}/rename", new { code })).IsProblem(409, "conflict");
        (await api.PostAsync($"staff/{other}/rename", new { code = " " })).IsRefused("$.code invalid");
        (await api.PostAsync("staff/nobody-at-all/rename", new { code = "x" })).IsProblem(404, "not_found");
        // Back again, by either code.
        Assert.Equal(old, (string?)(await api.PostAsync($"staff/{old}/rename", new { code = old })).Is(200)["code"]);
        Assert.Equal(old, (string?)(await api.GetAsync($"staff/{code}")).Is(200)["code"]);
    }

    [Fact]
    public async Task On_the_page_a_code_is_changed_and_two_are_joined_after_it_was_said_what_comes_of_it()
    {
        var site = await organisation.SiteAsync();
        var (goes, stays) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        for (var n = 0; n < 3; n++) await organisation.LogAsync(Entry(site: site).With("staff", goes));
        using var visitor = new Visitor(organisation.App);
        await SignInAsync(visitor, null);

        var (_, page) = await visitor.GetAsync($"/staff/code?code={goes}");
        var (_, taken) = await visitor.SubmitAsync(page, "#rename", ("Input.Code", stays));
        Assert.Contains($"Somebody else has or had the code “{stays}”", taken.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(stays, taken.QuerySelector("#Input_Code")!.GetAttribute("value"));
        var (_, empty) = await visitor.SubmitAsync(taken, "#rename", ("Input.Code", " "));
        Assert.NotNull(empty.QuerySelector("#Input_Code-error"));
        var code = organisation.NewCode("renamed");
        var (_, list) = await visitor.SubmitAsync(empty, "#rename", ("Input.Code", code));
        Assert.Contains($"{goes} leads to the same person", list.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(code, (string?)(await api.GetAsync($"staff/{goes}"))["code"]);

        // Who saw an older state is asked again, with the newer one before them.
        var (_, preview) = await visitor.GetAsync($"/staff/code?code={code}&into={stays}");
        Assert.Contains("3 interactions move", preview.QuerySelector("#merge")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("cannot be undone", preview.QuerySelector("#merge")!.TextContent, StringComparison.Ordinal);
        await SaveAsync(code, new { name = "Meanwhile", site });
        var (_, stale) = await visitor.SubmitAsync(preview, "#merge");
        Assert.Contains("Somebody else changed this", stale.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(code, (string?)(await api.GetAsync($"staff/{code}"))["code"]);
        var (_, joined) = await visitor.SubmitAsync(stale, "#merge");
        Assert.Contains("are one person now", joined.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(stays, (string?)(await api.GetAsync($"staff/{goes}"))["code"]);
        Assert.Equal([$"{stays} 3"], await ByStaffAsync(site));

        var (_, same) = await visitor.GetAsync($"/staff/code?code={stays}&into={stays}");
        Assert.Null(same.QuerySelector("#merge"));
        Assert.Contains("are the same person already", same.QuerySelector("#Into-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await visitor.GetAsync("/staff/code?code=nobody-at-all")).Answer.StatusCode);
    }

    [Fact]
    public async Task Two_who_are_one_person_are_joined_with_all_that_is_theirs()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (here, there) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (goes, stays, other) = (
            await organisation.StaffAsync(null, here, "2025-01-01", "2026-10-31"), await organisation.StaffAsync(null, there, "2026-11-01"),
                await organisation.StaffAsync(null, here));
        var earlier = organisation.NewCode("earlier");
        (await api.PostAsync($"staff/{goes}/rename", new { code = earlier })).Is(200);
        (goes, earlier) = (earlier, goes);
        string[] basics = ["greeted", "identity", "anything_else"];
        var series = new Series(organisation, here);
        var elsewhere = new Series(organisation, there);
        for (var n = 0; n < 60; n++)
        {
            var day = new DateTime(2026, 10, 1, random.Next(8, 18), 0, 0).AddDays(random.Next(30));
            (random.Next(2) == 0 ? series : elsewhere)
                .Add(
                    day, 1 + random.Next(3), random.Next(3) > 0 ? goes : n % 2 == 0 ? other : null, "phone",
                    random.Next(2) == 0 ? [] : [basics[random.Next(3)]]);
        }

        elsewhere.Add(new DateTime(2026, 11, 10, 9, 0, 0), 5, stays);
        await series.StoreAsync(rolledUp: true);
        await elsewhere.StoreAsync();
        var retried = Entry("2026-10-20T08:00:00Z", here).With("staff", earlier).With("externalId", "receipt 2");
        var logged = await organisation.LogAsync(retried);
        using var account = new Visitor(organisation.App);
        var email = await SignInAsync(account, goes);
        var before = await CountsAsync(here, there, goes, earlier, stays);

        Assert.Equal("2025-01-01..", PeriodsOf((await api.PostAsync($"staff/{goes}/merge", new { into = stays })).Is(200)));
        Assert.Equal(before, await CountsAsync(here, there, stays));
        await FiguresFromRows.AreShownAsync(organisation.App, api);
        await series.RollUpAsync();
        await FiguresFromRows.AreShownAsync(organisation.App, api);
        Assert.Equal(before, await CountsAsync(here, there, stays));

        // Both codes lead to the one who stays: retries are recognised, and nobody else can have them.
        foreach (var code in new[] { goes, earlier })
        {
            Assert.Equal(stays, (string?)(await api.GetAsync($"staff/{code}")).Is(200)["code"]);
            (await api.PutAsync($"staff/{code}", new { name = "Somebody new", site = here })).IsProblem(409, "conflict");
        }

        Assert.Equal((string?)logged["id"], (string?)(await api.PostAsync("interactions", retried)).Is(200)["id"]);
        Assert.Equal(stays, (string?)(await api.GetAsync($"interactions/{(string?)logged["id"]}"))["staff"]);
        (await api.PostAsync($"staff/{goes}/merge", new { into = stays })).IsRefused("$.into invalid");
        (await api.PostAsync($"staff/{stays}/merge", new { into = "nobody-at-all" })).IsRefused("$.into unknown_reference");
        var (owner, audited) = await organisation.App.QueryAsync(async db => (
            await db.Users.Where(u => u.Email == email).Join(db.Staff, u => u.StaffId, s => s.Id, (u, s) => s.Code).SingleAsync(),
            await db.AuditEntries.CountAsync(a => a.Action == "staff.merged" && a.Subject == "staff/" + stays)));
        Assert.Equal((stays, 1), (owner, audited));
    }

    [Fact]
    public async Task A_manager_changes_codes_and_joins_people_only_where_all_their_sites_are_seen()
    {
        var (here, there) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (one, two, far, travels) = (
            await organisation.StaffAsync(null, here), await organisation.StaffAsync(null, here),
                await organisation.StaffAsync(null, there), await organisation.StaffAsync(null, here));
        await organisation.LogAsync(Entry(site: there).With("staff", travels));
        using var manager = await organisation.App.AsAsync(Role.Manager, here);
        using var staff = await organisation.App.AsAsync(Role.Staff, here);

        (await manager.PostAsync($"staff/{far}/rename", new { code = "x" })).IsProblem(404, "not_found");
        (await manager.PostAsync($"staff/{far}/merge", new { into = one })).IsProblem(404, "not_found");
        (await manager.PostAsync($"staff/{one}/merge", new { into = far })).IsRefused("$.into unknown_reference");
        (await manager.PostAsync($"staff/{travels}/rename", new { code = "x" })).IsProblem(403, "forbidden");
        (await manager.PostAsync($"staff/{one}/merge", new { into = travels })).IsProblem(403, "forbidden");
        (await manager.PostAsync($"staff/{travels}/merge", new { into = one })).IsProblem(403, "forbidden");
        (await staff.PostAsync($"staff/{one}/merge", new { into = two })).IsProblem(403, "forbidden");
        (await manager.PostAsync($"staff/{one}/merge", new { into = two })).Is(200);
    }

    [Fact]
    public async Task A_later_promotion_changes_no_past_figure_by_role()
    {
        var site = await organisation.SiteAsync();
        var (one, other) = (organisation.NewCode("person"), organisation.NewCode("person"));
        await SaveNewAsync(one, "Teller");
        await SaveNewAsync(other, "Clerk");
        var series = new Series(organisation, site);
        for (var hour = 8; hour < 16; hour++)
        {
            var at = new DateTime(2026, 11, 9, hour, 15, 0);
            series.Add(at, 20, one, "counter", hour == 12 ? ["anything_else"] : []).Add(at, 20, other);
        }

        await series.StoreAsync();
        Assert.Equal(["Teller 12 20 0"], await FaltersAsync());
        (await api.PutAsync($"staff/{one}", new { name = one, site, role = "Branch manager" })).Is(200);
        Assert.Equal(["Teller 12 20 0"], await FaltersAsync());
        await series.Add(new DateTime(2026, 11, 10, 12, 15, 0), 20, one, "counter", "anything_else").StoreAsync();
        Assert.Equal(["Branch manager 12 20 0", "Teller 12 20 0"], await FaltersAsync());

        async Task SaveNewAsync(string code, string role) => (await api.PutAsync($"staff/{code}", new { name = code, site, role })).Is(201);
        async Task<IEnumerable<string>> FaltersAsync() => (await api.GetAsync($"consistency/falters?site={site}")).Is(200).Items
            .Where(c => (string?)c!["expectation"] == "anything_else").Select(c => $"{c!["role"]} {c["hour"]} {c["applicable"]} {c["met"]}")
            .Order(StringComparer.Ordinal);
    }

    private static string PeriodsOf(Answer answer) =>
        string.Join(' ', answer["periods"]!.AsArray().Select(p => string.Create(CultureInfo.InvariantCulture, $"{p!["from"]}..{p["to"]}")));

    private async Task<Answer> SaveAsync(string code, object input) => (await api.PutAsync($"staff/{code}", input)).Is(200);

    private async Task<IEnumerable<string>> ByStaffAsync(string site) =>
        (await api.GetAsync($"consistency?by=staff&site={site}")).Is(200).Items.Select(l => $"{l!["staff"]} {l["interactions"]}");

    // Interactions and all-met of some people over the two sites.
    private async Task<(int, int)> CountsAsync(string here, string there, params string[] people)
    {
        var sum = (Interactions: 0, Met: 0);
        foreach (var site in new[] { here, there })
        {
            foreach (var line in (await api.GetAsync($"consistency?by=staff&site={site}&from=2026-10-01&to=2026-11-20"))
                .Is(200).Items.Where(l => people.Contains((string?)l!["staff"])))
                sum = (sum.Interactions + (int)line!["interactions"]!, sum.Met + (int)line["allBasicsMet"]!);
        }

        return sum;
    }

    private async Task<string> SignInAsync(Visitor visitor, string? staff)
    {
        var email = organisation.NewCode("account") + "@example.org";
        await organisation.App.InScopeAsync(async services =>
        {
            var id = staff is null
                ? (int?)null
                : await organisation.App.QueryAsync(db => db.Staff.Where(s => s.Code == staff).Select(s => s.Id).SingleAsync());
            Assert.IsType<Application.Result<Account>.Ok>(await services.GetRequiredService<Accounts>()
                .CreateAsync(
                    Actor.CommandLine, email, Password, null, staff is null ? Role.Admin : Role.Staff, null, id, CancellationToken.None));
        });
        await visitor.SignInAsync(email, Password);
        return email;
    }
}
