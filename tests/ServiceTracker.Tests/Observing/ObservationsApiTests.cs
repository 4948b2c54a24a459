using System.Globalization;
using System.Text.Json.Nodes;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Overview;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Observing;

public sealed class ObservationsApiOnSqliteTests(OnSqlite shared) : ObservationsApiTests(shared), IClassFixture<OnSqlite>;

public sealed class ObservationsApiOnPostgresTests(OnPostgres shared) : ObservationsApiTests(shared), IClassFixture<OnPostgres>;

/// <summary>Whom to observe next, and how far observers agree.</summary>
public abstract class ObservationsApiTests(SharedApp shared)
{
    private static readonly DateTime Monday = new(2026, 11, 16, 9, 0, 0, DateTimeKind.Utc);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Who_is_drawn_stays_drawn_until_somebody_is_observed_and_is_told_with_what_is_missing()
    {
        var site = await organisation.SiteAsync();
        var people = new List<string>();
        for (var n = 0; n < 6; n++) people.Add(await organisation.StaffAsync(null, site));
        await organisation.StaffAsync(null, site, activeTo: "2026-11-01");
        // Four contacts of the first one were seen, and one of the second; what nobody logged is no pair.
        var series = new Series(organisation, site);
        foreach (var (who, times) in new[] { (people[0], 4), (people[1], 1) })
        {
            for (var n = 0; n < times; n++)
                series.Add(Monday.AddMinutes(20 * n), 1, who).Add(Monday.AddMinutes(20 * n + 1), 1, who, "counter", IsObserved);
        }

        series.Add(Monday, 1, people[2], "counter", IsObserved);
        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var drawn = (await manager.GetAsync($"observations/next?site={site}")).Is(200);
        Assert.Equal((5, 5, "2026-11-20"), ((int)drawn["seen"]!, (int)drawn["missing"]!, (string)drawn["date"]!));
        Assert.Equal(2, drawn["instead"]!.AsArray().Count);
        JsonNode[] order = [drawn["observe"]!, .. drawn["instead"]!.AsArray().Select(i => i!)];
        foreach (var (person, seen) in order.Select(o => ((string)o["staff"]!, (int)o["seen"]!)))
            Assert.Equal(person == people[0] ? 4 : person == people[1] ? 1 : 0, seen);
        Assert.All(order, o => Assert.Equal(10 - (int)o["seen"]!, (int)o["missing"]!));
        Assert.Equal(drawn.Text, (await manager.GetAsync($"observations/next?site={site}")).Is(200).Text);

        // The page says the same.
        using var visitor = await organisation.SignedInAsync(Role.Manager, site);
        var next = (await visitor.PageAsync($"/observe?site={site}")).QuerySelector("#next")!;
        Assert.Equal(order.Select(o => (string)o["name"]!), next.QuerySelectorAll("a[href*=person]").Select(a => a.TextContent));
        Looker.AssertSays(next, "5 observations are missing for a verdict");

        // Each observation of the day leads to another draw: over some of them it is not always the same person.
        var first = new HashSet<string>();
        for (var n = 0; n < 8; n++)
        {
            var who = (string)(await manager.GetAsync($"observations/next?site={site}")).Is(200)["observe"]!["staff"]!;
            first.Add(who);
            await organisation.LogAsync(
                Entry($"2026-11-20T0{n}:00:00Z", site).With("staff", who).With("source", n % 2 == 0 ? "observer" : "mystery_shop"));
        }

        Assert.True(first.Count > 1, string.Join(' ', first));
    }

    [Fact]
    public async Task A_manager_asks_of_their_own_sites_and_is_not_drawn_themselves()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        using var manager = await app.AsAsync(Role.Manager, site);
        var nobody = (await manager.GetAsync($"observations/next?site={site}")).Is(200);
        Assert.Null(nobody["observe"]);
        Assert.Equal((0, 10), ((int)nobody["seen"]!, (int)nobody["missing"]!));
        (await manager.GetAsync($"observations/next?site={other}")).IsRefused("$.site unknown_reference");
        (await manager.GetAsync("observations/next")).IsRefused("$.site required");
        (await manager.GetAsync($"observations/calibration?site={other}")).IsRefused("$.site unknown_reference");

        var boss = await organisation.StaffAsync(null, site);
        using var themselves = await app.OfPersonAsync(boss, Role.Manager);
        Assert.Null((await themselves.GetAsync($"observations/next?site={site}")).Is(200)["observe"]);
        Assert.Equal(boss, (string?)(await manager.GetAsync($"observations/next?site={site}")).Is(200)["observe"]!["staff"]);
        foreach (var role in new[] { Role.Staff, Role.Ops })
        {
            using var caller = await app.AsAsync(role, site);
            (await caller.GetAsync($"observations/next?site={site}")).IsProblem(403, "forbidden");
        }
    }

    [Fact]
    public async Task Two_observers_of_the_same_contacts_are_compared_basic_by_basic_from_ten_contacts_on()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var one = await app.AsAsync(Role.Manager, site);
        using var other = await app.AsAsync(Role.Manager, site);
        for (var n = 0; n < 9; n++) await SeenByBothAsync(n, n < 2 ? "missed" : "met");
        // What one alone saw, and what the person says, is not compared.
        await SendAsync(one, 20, "met");
        await organisation.LogAsync(Entry(At(0), site).With("staff", person));
        var few = (await one.GetAsync($"observations/calibration?site={site}")).Is(200);
        Assert.Equal(9, (int)few["contacts"]!);
        var greeted = few["expectations"]!["greeted"]!;
        Assert.Equal((9, 7), ((int)greeted["contacts"]!, (int)greeted["agreed"]!));
        Assert.Null(greeted["rate"]);
        Assert.Null(greeted["ac1"]);
        Assert.Equal("Too few yet: 9 of 10 contacts.", (string?)greeted["sentence"]);

        await SeenByBothAsync(9, "met");
        var enough = (await one.GetAsync($"observations/calibration?site={site}&staff={person}&channel=counter")).Is(200);
        greeted = enough["expectations"]!["greeted"]!;
        Assert.Equal((10, 8, 0.8), ((int)greeted["contacts"]!, (int)greeted["agreed"]!, (double)greeted["rate"]!));
        Assert.Equal((0.4902, 0.9433), (Math.Round((double)greeted["wilsonLow"]!, 4), Math.Round((double)greeted["wilsonHigh"]!, 4)));
        // Met in 18 of 20 answers.
        Assert.Equal((0.8 - 0.18) / 0.82, (double)greeted["ac1"]!, 1e-9);
        Assert.Equal((0.8 - 0.82) / 0.18, (double)greeted["kappa"]!, 1e-9);
        Assert.Null(enough["expectations"]!["identity"]!["kappa"]);
        Assert.Equal(1, (double)enough["expectations"]!["identity"]!["ac1"]!);

        using var visitor = await organisation.SignedInAsync(Role.Manager, site);
        var page = await visitor.PageAsync($"/calibration?site={site}");
        Assert.Equal(
            ["greeted", "10", "80 %", "49 % to 94 %", "0.76", "-0.11"],
            page.QuerySelectorAll("#agreement tr:has(th[scope=row])").Single(r => r.FirstElementChild!.TextContent == "greeted").Children
                .Take(6).Select(c => c.TextContent));
        Assert.NotNull((await visitor.PageAsync($"/observe?site={site}")).QuerySelector("a[href^='/calibration']"));
        Assert.NotNull((await visitor.PageAsync($"/calibration?site={await organisation.SiteAsync()}")).QuerySelector(".error-summary"));
        using var staff = await app.OfPersonAsync(person);
        (await staff.GetAsync($"observations/calibration?staff={person}")).IsProblem(403, "forbidden");

        async Task SeenByBothAsync(int n, string second)
        {
            await SendAsync(one, n, "met");
            await SendAsync(other, n, second);
        }

        async Task SendAsync(Api by, int n, string answer) => (await by.PostAsync(
            "interactions", Entry(At(n), site).With("staff", person).With("source", "observer").Observed("greeted", answer))).Is(201);
    }

    private static string At(int n) =>
        Monday.AddMinutes(15 * n).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void IsObserved(JsonObject entry) => entry["source"] = "observer";
}
