using System.Text.Json.Nodes;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

public sealed class ComparisonApiOnSqliteTests(OnSqlite shared) : ComparisonApiTests(shared), IClassFixture<OnSqlite>;

public sealed class ComparisonApiOnPostgresTests(OnPostgres shared) : ComparisonApiTests(shared), IClassFixture<OnPostgres>;

/// <summary>People, channels, sites, hours and sources of evidence compared. What is usual is learnt from all sites that a caller sees, so
/// each test asks as a manager of its own.</summary>
public abstract class ComparisonApiTests(SharedApp shared)
{
    private static readonly DateTime Monday = new(2026, 11, 2, 10, 0, 0);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Who_is_clearly_low_is_named_in_the_funnel_and_nobody_else()
    {
        var site = await organisation.SiteAsync();
        var people = await PeopleAsync(site, 12);
        var series = new Series(organisation, site);
        for (var i = 0; i < 12; i++) series.Add(Monday.AddDays(i % 5), (i == 7 ? 30 : 52 + i % 4, 60), people[i]);
        series.Add(Monday, (3, 9), await organisation.StaffAsync(null, site));
        // Nothing of what the last one did can be scored: there are interactions and no rate.
        var unscored = await organisation.StaffAsync(null, site);
        await series.Add(
            Monday, 2, unscored, "counter", e =>
                e.With(
                    "observations",
                    new JsonObject { ["greeted"] = "na", ["identity"] = "na", ["wait_seconds"] = "na", ["anything_else"] = "na" }))
            .StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);

        var funnel = (await manager.GetAsync($"consistency/funnel?site={site}")).Is(200);
        Assert.Equal("staff", (string?)funnel["by"]);
        Assert.InRange((double)funnel["centre"]!, 0.85, 0.92);
        Assert.Equal([people[7]], funnel.Items.Where(l => (bool)l!["named"]!).Select(l => (string)l!["code"]!));
        // In the order of the codes, never of the rates.
        Assert.Equal(
            funnel.Items.Select(l => (string)l!["code"]!).Order(StringComparer.Ordinal), funnel.Items.Select(l => (string)l!["code"]!));
        var low = Line(funnel, people[7]);
        Assert.Equal((60, 30, 0.5), ((int)low["n"]!, (int)low["met"]!, (double)low["rate"]!));
        Assert.True((double)low["low"]! > 0.5);
        Assert.InRange((double)low["shrunken"]!, 0.5, 0.8);
        Assert.EndsWith(
            "This is lower than chance and the usual differences between people explain.", (string)low["sentence"]!,
            StringComparison.Ordinal);
        Assert.EndsWith("This is within the usual differences.", (string)Line(funnel, people[0])["sentence"]!, StringComparison.Ordinal);

        Assert.Equal(
            (0, "Not enough yet: 0 interactions."), ((int)Line(funnel, unscored)["n"]!, (string?)Line(funnel, unscored)["sentence"]));

        // Below ten there is neither rate nor verdict, only the counts.
        var few = funnel.Items.Single(l => (int)l!["n"]! == 9)!;
        Assert.All(new[] { "rate", "expected", "shrunken", "low", "high" }, f => Assert.Null(few[f]));
        Assert.False((bool)few["named"]!);

        // One person alone is judged as among all, not by a round of one.
        var alone = (await manager.GetAsync($"consistency/funnel?site={site}&staff={people[7]}")).Is(200);
        Assert.True(JsonNode.DeepEquals(low, Assert.Single(alone.Items)), alone.Text);
        Assert.False((bool)Assert.Single((await manager.GetAsync($"consistency/funnel?staff={people[5]}")).Is(200).Items)!["named"]!);
    }

    [Fact]
    public async Task Who_works_the_hard_channel_and_the_bad_week_is_not_named_for_them_and_one_real_difference_is()
    {
        var site = await organisation.SiteAsync();
        var people = await PeopleAsync(site, 10);
        var series = new Series(organisation, site);
        // Two people are on the phone only, where half is met; week 46 is bad for all, and the third works nothing but that week.
        for (var week = 0; week < 4; week++)
        {
            for (var i = 0; i < 10; i++)
            {
                if (i == 2 && week != 1) continue;
                var met = (i < 2 ? 20 : 36) - (week == 1 ? 12 : 0) - (i == 7 ? 14 : 0) + (i + week) % 3;
                series.Add(Monday.AddDays(7 * week - 7), (met, 40), people[i], i < 2 ? "phone" : "counter");
            }
        }

        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var funnel = (await manager.GetAsync($"consistency/funnel?site={site}&from=2026-10-26&to=2026-11-22")).Is(200);

        Assert.Equal([people[7]], funnel.Items.Where(l => (bool)l!["named"]!).Select(l => (string)l!["code"]!));
        var hard = Line(funnel, people[0]);
        Assert.InRange((double)hard["expected"]!, 0.40, 0.50);
        Assert.InRange((double)Line(funnel, people[2])["expected"]!, 0.50, 0.66);
        Assert.False((bool)hard["outside"]!);
    }

    [Fact]
    public async Task Who_takes_only_the_hard_reason_is_not_named_for_it_and_one_real_difference_is_named_alone()
    {
        var site = await organisation.SiteAsync();
        var people = await PeopleAsync(site, 10);
        var series = new Series(organisation, site);
        // Half is met of what is about a renewal and nine tenths of the rest. The first takes renewals only, four others a few; the last
        // one is far below on the easy work that all share.
        for (var week = 0; week < 3; week++)
        {
            for (var i = 0; i < 10; i++)
            {
                var renewals = i == 0 ? 40 : i < 5 ? 10 : 0;
                var (hard, rest) = (renewals / 2 + week % 2, 40 - renewals);
                Renewals(series, Monday.AddDays(7 * week - 7), (renewals == 0 ? 0 : hard, renewals), people[i]);
                var met = rest * 9 / 10 - (rest == 0 ? 0 : (i + week) % 2) - (i == 9 ? 18 : 0);
                series.Add(Monday.AddDays(7 * week - 7), (met, rest), people[i]);
            }
        }

        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        foreach (var only in new[] { "", $"&site={site}" })
        {
            var funnel = (await manager.GetAsync($"consistency/funnel?from=2026-10-26&to=2026-11-15{only}")).Is(200);
            Assert.Equal([people[9]], funnel.Items.Where(l => (bool)l!["named"]!).Select(l => (string)l!["code"]!));
            Assert.InRange((double)Line(funnel, people[0])["expected"]!, 0.45, 0.60);
            Assert.False((bool)Line(funnel, people[0])["outside"]!);
            Assert.Equal((120, 61), ((int)Line(funnel, people[0])["n"]!, (int)Line(funnel, people[0])["met"]!));
        }

        static void Renewals(Series series, DateTime at, (int K, int N) counts, string staff)
        {
            series.Add(at, counts.K, staff, "counter", e => e.With("reason", "renewal"));
            series.Add(at, counts.N - counts.K, staff, "counter", e => e.With("reason", "renewal"), "greeted");
        }
    }

    [Fact]
    public async Task Among_equals_nobody_is_named_and_nothing_is_claimed()
    {
        var site = await organisation.SiteAsync();
        var people = await PeopleAsync(site, 10);
        var series = new Series(organisation, site);
        for (var i = 0; i < 200; i++)
        {
            // Every person, channel, hour and day alike: one in ten misses.
            var at = new DateTime(2026, 11, 2, 9, 0, 0).AddDays(i / 10 % 5).AddHours(i % 8);
            series.Add(at, (i % 10 == i / 10 % 10 ? 0 : 2, 2), people[i % 10], (i / 10 + i / 100) % 2 == 0 ? "counter" : "phone");
        }

        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        foreach (var by in new[] { "staff", "channel", "site" })
            Assert.DoesNotContain((await manager.GetAsync($"consistency/funnel?by={by}")).Is(200).Items, l => (bool)l!["named"]!);
        foreach (var measure in new[] { "allBasicsMet", "basicsScore" })
        {
            var variance = (await manager.GetAsync($"consistency/variance?measure={measure}")).Is(200);
            Assert.Equal(400, (int)variance["interactions"]!);
            Assert.All(new[] { "person", "channel", "system" }, part => Assert.Equal(0, (double)variance[part]!["share"]!));
            Assert.Equal(1, (double)variance["chance"]!);
            Assert.Equal("No difference between people or channels is more than chance.", (string?)variance["sentence"]);
            Assert.All(
                variance["channelGaps"]!.AsArray(), g =>
                    Assert.EndsWith(
                        "no other than on the other channels, as far as can be told.", (string)g!["sentence"]!, StringComparison.Ordinal));
            Assert.Equal(2, variance["channelGaps"]!.AsArray().Count);
        }

        Assert.Empty((await manager.GetAsync("consistency/falters")).Is(200).Items);
    }

    [Fact]
    public async Task A_channel_on_which_the_same_people_deliver_less_is_told_and_carries_the_variance()
    {
        var site = await organisation.SiteAsync();
        var people = await PeopleAsync(site, 6);
        var series = new Series(organisation, site);
        for (var i = 0; i < 30; i++)
            series.Add(Monday.AddDays(i / 6), (8, 8), people[i % 6]).Add(Monday.AddDays(i / 6), (4, 8), people[i % 6], "phone");
        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);

        var variance = (await manager.GetAsync($"consistency/variance?site={site}")).Is(200);
        var (person, channel, system) = (
            (double)variance["person"]!["share"]!, (double)variance["channel"]!["share"]!, (double)variance["system"]!["share"]!);
        Assert.Equal((0.0, 0.0), (person, system));
        Assert.InRange(channel, 0.3, 0.7);
        Assert.Equal(1, channel + (double)variance["chance"]!, 1e-9);
        Assert.Contains("go with the channel", (string)variance["sentence"]!, StringComparison.Ordinal);
        var phone = variance["channelGaps"]!.AsArray().Single(g => (string?)g!["channel"] == "phone")!;
        Assert.Equal((240, 120, -0.5), ((int)phone["scored"]!, (int)phone["allBasicsMet"]!, (double)phone["difference"]!));
        Assert.True((bool)phone["withinPeople"]!);
        Assert.Equal("Met in 50 % of 240, 50 points less often than on the other channels by the same people.", (string?)phone["sentence"]);

        // Of one channel alone there is nothing to compare with.
        var alone = (await manager.GetAsync($"consistency/variance?site={site}&channel=phone")).Is(200);
        Assert.Equal("There is no other channel to compare with.", (string?)alone["channelGaps"]![0]!["sentence"]);
        Assert.Equal(
            "Not enough yet to tell differences from chance.",
            (string?)(await manager.GetAsync($"consistency/variance?site={site}&from=2026-01-01&to=2026-01-31")).Is(200)["sentence"]);

        // The channels' own funnel: with two there is a spread between them, so neither is outside.
        var funnel = (await manager.GetAsync($"consistency/funnel?by=channel&site={site}")).Is(200);
        Assert.Equal((0.75, "channel"), ((double)funnel["centre"]!, (string?)funnel["by"]));
        Assert.DoesNotContain(funnel.Items, l => (bool)l!["named"]!);
        Assert.Equal(
            [("counter", 240, 1.0), ("phone", 240, 0.5)],
            funnel.Items.Select(l => ((string)l!["code"]!, (int)l["n"]!, (double)l["rate"]!)));
    }

    [Fact]
    public async Task A_weakness_at_lunchtime_is_found_with_its_role_hour_and_basic()
    {
        var site = await organisation.SiteAsync(organisation.NewCode("lunch"), "Europe/Berlin");
        var (teller, clerk) = (await StaffAsync("Teller"), await StaffAsync("Clerk"));
        var series = new Series(organisation, site);
        for (var day = 0; day < 5; day++)
        {
            for (var hour = 8; hour < 16; hour++)
            {
                var at = new DateTime(2026, 11, 9, hour, 15, 0).AddDays(day);
                // 11 UTC is 12 in Berlin.
                var lunch = hour == 11;
                series.Add(at, 5, teller).Add(at, 1, teller, "counter", "greeted")
                    .Add(at, lunch ? 5 : 0, teller, "counter", "anything_else").Add(at, 6, clerk);
            }
        }

        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var cell = Assert.Single(
            (await manager.GetAsync($"consistency/falters?site={site}")).Is(200).Items, c =>
                (string?)c!["expectation"] == "anything_else")!;
        Assert.Equal(("Teller", 12, 55, 30), ((string)cell["role"]!, (int)cell["hour"]!, (int)cell["applicable"]!, (int)cell["met"]!));
        Assert.Equal((30 / 55.0, 1.0), ((double)cell["rate"]!, (double)cell["expected"]!));
        Assert.InRange((double)cell["pValue"]!, 0, 1e-9);
        Assert.Equal("anything_else: met in 55 % of 55 from 12 to 13 h by Teller, elsewhere in 100 %.", (string?)cell["sentence"]);
        Assert.Empty((await manager.GetAsync($"consistency/falters?site={site}&staff={clerk}")).Is(200).Items);

        async Task<string> StaffAsync(string role)
        {
            var code = organisation.NewCode("person");
            (await organisation.Admin.PutAsync($"staff/{code}", new { name = code, site, role })).Is(201);
            return code;
        }
    }

    [Fact]
    public async Task Own_logs_are_paired_with_others_evidence_of_the_same_site_person_channel_and_time()
    {
        var site = await organisation.SiteAsync();
        var (one, two) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var at = new DateTime(2026, 11, 10, 10, 0, 0);
        var series = new Series(organisation, site);
        for (var i = 0; i < 20; i++)
        {
            // Own: always met. The observer, up to five minutes earlier or later: "greeted" missed in 8 of 20.
            series.Add(at.AddMinutes(30 * i), 1, one);
            Other(at.AddMinutes(30 * i + i % 11 - 5), one, "counter", i < 8 ? ["greeted"] : []);
        }

        // No pairs: six minutes apart, another channel, another person, nobody named, another site, no self log.
        var day = at.AddDays(1);
        series.Add(day, 1, one).Add(day.AddHours(1), 1, one, "phone").Add(day.AddHours(2), 1, one).Add(day.AddHours(3), 1)
            .Add(day.AddHours(4), 1, two, "counter", e => e["source"] = "system");
        Other(day.AddMinutes(6), one, "counter");
        Other(day.AddHours(1), one, "counter");
        Other(day.AddHours(2), two, "counter");
        Other(day.AddHours(3), null, "counter");
        Other(day.AddHours(4), two, "counter");
        await new Series(organisation, await organisation.SiteAsync()).Add(day.AddHours(2), 1, two).StoreAsync();
        await series.StoreAsync();

        using var manager = await app.AsAsync(Role.Manager, site);
        var found = await AgreementAsync();
        Assert.Equal(20, (int)found["pairs"]!);
        var all = found["allBasics"]!;
        Assert.Equal((20, 0.6, 0.4), ((int)all["pairs"]!, (double)all["agreement"]!, (double)all["difference"]!));
        Assert.Equal(2 * Math.Pow(0.5, 8), (double)all["mcNemarP"]!, 1e-12); // eight of eight on one side
        Assert.Equal("Both say the same in 60 % of 20 interactions; own logs say met 40 points more often.", (string?)all["sentence"]);
        Assert.Equal(["anything_else", "greeted", "identity", "wait_seconds"], found["expectations"]!.AsObject().Select(e => e.Key));
        Assert.Equal(0.6, (double)found["expectations"]!["greeted"]!["agreement"]!);
        Assert.Equal(1.0, (double)found["expectations"]!["identity"]!["agreement"]!);

        // The nearest two make the pair, each is used once, and midnight does not part them.
        Other(at.AddMinutes(1), one, "counter", "identity");
        series.Add(new DateTime(2026, 11, 12, 23, 58, 0), 1, one, "phone", "identity");
        Other(new DateTime(2026, 11, 13, 0, 2, 0), one, "phone", "identity");
        await series.StoreAsync();
        found = await AgreementAsync();
        Assert.Equal(21, (int)found["pairs"]!);
        // i = 0: the observer at −5 minutes ("greeted" missed) gives way to the one at +1 ("identity" missed).
        Assert.Equal(
            (21, 14 / 21.0), ((int)found["expectations"]!["greeted"]!["pairs"]!, (double)found["expectations"]!["greeted"]!["agreement"]!));
        Assert.Equal(20 / 21.0, (double)found["expectations"]!["identity"]!["agreement"]!, 1e-12);

        async Task<Answer> AgreementAsync() => (await manager.GetAsync($"consistency/agreement?site={site}")).Is(200);
        void Other(DateTime when, string? staff, string channel, params string[] missed) =>
            series.Add(when, 1, staff, channel, e => e["source"] = "observer", missed);
    }

    [Fact]
    public async Task Quick_logs_are_held_against_full_checks()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var series = new Series(organisation, site);
        series.Add(Monday, 60, person).Add(Monday, 14, person, "counter", e => e["check"] = "full")
            .Add(Monday, 6, person, "counter", e => e["check"] = "full", "greeted")
            .Add(Monday.AddHours(1), 9, null, "counter", e => e["source"] = "mystery_shop", "greeted");
        await series.StoreAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var agreement = (await manager.GetAsync($"consistency/agreement?site={site}&staff={person}")).Is(200);
        Assert.Equal(0, (int)agreement["pairs"]!);
        Assert.Null(agreement["allBasics"]);
        var logging = agreement["logging"]!;
        Assert.Equal(
            (20, 14, 60, 60), ((int)logging["full"]!, (int)logging["fullMet"]!, (int)logging["quick"]!, (int)logging["quickMet"]!));
        Assert.Equal(0.3, (double)logging["difference"]!, 1e-12);
        Assert.True((bool)logging["straightLined"]!);
        Assert.Equal(
            "100 % of 60 quick logs and 70 % of 20 full checks say all met: quick logs never show a miss.", (string?)logging["sentence"]);

        await series.Add(Monday.AddHours(2), 20, person, "counter", "greeted").StoreAsync();
        logging = (await manager.GetAsync($"consistency/agreement?site={site}")).Is(200)["logging"]!;
        Assert.Equal(
            (20, 14, 80, 60), ((int)logging["full"]!, (int)logging["fullMet"]!, (int)logging["quick"]!, (int)logging["quickMet"]!));
        Assert.EndsWith("no more apart than chance explains.", (string)logging["sentence"]!, StringComparison.Ordinal);
    }

    private static JsonNode Line(Answer funnel, string code) => funnel.Items.Single(l => (string?)l!["code"] == code)!;

    private async Task<string[]> PeopleAsync(string site, int count)
    {
        var people = new string[count];
        for (var i = 0; i < count; i++) people[i] = await organisation.StaffAsync(null, site);
        return people;
    }
}
