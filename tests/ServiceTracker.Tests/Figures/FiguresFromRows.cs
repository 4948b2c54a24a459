using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

/// <summary>Counts figures from the stored interactions one by one, and compares what the program says.</summary>
internal static class FiguresFromRows
{
    private static readonly Breakdown[] Breakdowns =
    [
        Breakdown.None, Breakdown.Site, Breakdown.Team, Breakdown.Staff, Breakdown.Channel, Breakdown.Staff | Breakdown.Channel,
        Breakdown.Site | Breakdown.Team | Breakdown.Staff | Breakdown.Channel,
    ];

    /// <summary>Fails unless every figure of every week is what the rows give, by person from the person's viewpoint and else from the
    /// process's.</summary>
    public static Task AreShownAsync(TestApp app, Api api) => app.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<ServiceTrackerDb>();
        var master = await services.GetRequiredService<MasterDataCache>().GetAsync(db, CancellationToken.None);
        await services.GetRequiredService<RollupUpdate>().SettleAsync(Actor.CommandLine, CancellationToken.None);
        // Evidence that counts by another row is in no figure of its own.
        var rows = await db.Interactions.AsNoTracking().Where(i => i.State != InteractionState.SameContact).ToListAsync();
        var consistency = services.GetRequiredService<ConsistencyQuery>();
        foreach (var week in rows.Select(WeekOf).Distinct())
        {
            var figures = await consistency.WeekAsync(Actor.CommandLine, week, null, CancellationToken.None);
            foreach (var by in Breakdowns) AreSame(by, week, rows, figures.By(by), master);
            foreach (var by in Breakdowns[1..5]) await AreAnsweredAsync(api, by, week, rows, master);
            Assert.Equal(BasicsOf(rows.Where(i => WeekOf(i) == week), week, master), await BasicsFileAsync(api, week));
        }

        var weeks = (await api.GetAsync("reports/weekly"))
            .Is(200).Items.ToDictionary(w => (string)w!["week"]!, w => (int)w!["interactions"]!);
        Assert.Equivalent(rows.GroupBy(WeekOf).ToDictionary(g => g.Key.ToString(), g => g.Count()), weeks, strict: true);
    });

    /// <summary>Something that happened at one of the sites, between the 2nd and the 19th of November 2026.</summary>
    public static JsonObject RandomEntry(Random random, params string[] sites)
    {
        var channel = random.Next(3) == 0 ? "phone" : "counter";
        var entry = Hosting.Organisation.Entry(
            new DateTime(2026, 11, 2, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(18 * 24 * 60))
                .ToString("yyyy-MM-ddTHH:mm:00Z", CultureInfo.InvariantCulture),
            sites[random.Next(sites.Length)], channel);
        foreach (var basic in new[] { "greeted", "identity", "anything_else" })
            entry.Observed(basic, random.Next(10) switch { 0 or 1 => "missed", 2 => "na", _ => "met" });
        if (channel == "counter") entry.Observed("wait_seconds", random.Next(6) == 0 ? "na" : random.Next(12_000) / 100.0);
        if (random.Next(3) > 0) entry.With("staff", random.Next(2) == 0 ? "dvolkov" : "amehta");
        if (random.Next(3) == 0) entry.With("csat", 1 + random.Next(5));
        if (random.Next(4) == 0) entry.With("standOuts", new JsonArray(new JsonObject { ["kind"] = "personal" }));
        // Of nobody in particular only: evidence beside a person's own log is brought together before it is read, which is tried elsewhere.
        if (entry["staff"] is null && random.Next(3) == 0) entry.With("source", "mystery_shop");
        return random.Next(2) == 0 ? entry.With("team", "red") : entry;
    }

    /// <summary>Two sites with a red team each, and a second person.</summary>
    public static async Task<string[]> TwoSitesAsync(Hosting.Organisation organisation)
    {
        await organisation.SiteAsync("mill", "America/New_York", "04:00");
        string[] sites = [Hosting.Organisation.Site, "mill"];
        foreach (var site in sites) await organisation.TeamAsync(site, "red");
        await organisation.StaffAsync("amehta", "mill");
        return sites;
    }

    private static void AreSame(Breakdown by, IsoWeek week, List<Interaction> rows, IReadOnlyList<UnitWeek> shown, MasterData master)
    {
        var viewpoint = by.HasFlag(Breakdown.Staff) ? Viewpoint.Person : Viewpoint.Process;
        var expected = rows.Where(i => WeekOf(i) == week).GroupBy(i => UnitOf(i, by)).ToDictionary(g => g.Key);
        Assert.Equal(expected.Keys.ToHashSet(), shown.Select(u => u.Unit).ToHashSet());
        Assert.Equal(expected.Count, shown.Count);
        foreach (var unit in shown)
        {
            var tally = new ConsistencyTally(viewpoint);
            foreach (var i in expected[unit.Unit]) tally.Add(ObservationPattern.Of(i, master.Baselines[i.Baseline]), 1);
            Assert.Equivalent(tally, unit.Tally, strict: true);
            foreach (var point in unit.Chart.Points)
            {
                var scores = rows.Where(i => WeekOf(i) == point.Week && i.State == InteractionState.Counted && UnitOf(i, by) == unit.Unit)
                    .Select(i => ObservationPattern.Of(i, master.Baselines[i.Baseline]).Score(viewpoint)).ToList();
                Assert.Equal(
                    (unit.Unit, point.Week, scores.Count(s => s.IsScored), scores.Count(s => s.AllBasicsMet)),
                    (unit.Unit, point.Week, (int)point.N, (int)point.K));
            }
        }
    }

    // The API by one dimension: the same figures under the codes.
    private static async Task AreAnsweredAsync(Api api, Breakdown by, IsoWeek week, List<Interaction> rows, MasterData master)
    {
        var viewpoint = by == Breakdown.Staff ? Viewpoint.Person : Viewpoint.Process;
        var expected = rows.Where(i => WeekOf(i) == week).GroupBy(i => UnitOf(i, by)).Select(g =>
        {
            var tally = new ConsistencyTally(viewpoint);
            foreach (var i in g) tally.Add(ObservationPattern.Of(i, master.Baselines[i.Baseline]), 1);
            var codes = (
                g.Key.SiteId is { } s ? master.Sites[s].Code : null, g.Key.SiteId is { } of ? master.Team(of, g.Key.TeamId)?.Code : null,
                master.Staff.Find(g.Key.StaffId)?.Code, master.Channels.Find(g.Key.ChannelId)?.Code);
            return (
                codes, tally.Interactions, tally.Scored, tally.AllBasicsMet, tally.CriticalMissed, tally.Held, tally.Excused,
                tally.Excluded, tally.StandOutsOnBasics).ToString();
        });
        var name = by.ToString().ToLowerInvariant();
        var answered = (await api.GetAsync($"consistency?by={name}&from={week.Monday:yyyy-MM-dd}&to={week.Sunday:yyyy-MM-dd}"))
            .Is(200).Items.Select(l =>
        {
            var codes = ((string?)l!["site"], (string?)l["team"], (string?)l["staff"], (string?)l["channel"]);
            return (
                codes, (long)l["interactions"]!, (long)l["scored"]!, (long)l["allBasicsMet"]!, (long)l["criticalMissed"]!, (long)l["held"]!,
                (long)l["excused"]!, (long)l["excluded"]!, (long)l["standOutsOnBasics"]!).ToString();
        });
        Assert.Equal(expected.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    private static List<string> BasicsOf(IEnumerable<Interaction> rows, IsoWeek week, MasterData master)
    {
        var lines = new List<string>();
        foreach (var group in rows.Where(i => i.State == InteractionState.Counted).GroupBy(i => UnitOf(i, (Breakdown)15)))
        {
            foreach (var code in master.Baselines.Values.SelectMany(b => b.Expectations).Select(e => e.Code).Distinct())
            {
                // The person's viewpoint: what is held or excused is not applicable.
                var asked = group.Select(i => (Row: i, Basic: master.Baselines[i.Baseline].Find(code)))
                    .Where(x => x.Basic is not null && ((x.Row.Na | x.Row.Held | x.Row.Excused) & x.Basic.Mask) == 0).ToList();
                if (asked.Count == 0) continue;
                var met = asked.Count(x => (x.Row.Met & x.Basic!.Mask) != 0);
                var values = asked.Where(x => x.Basic!.Kind == ExpectationKind.Measure)
                    .Select(x => (decimal)x.Row.ValueOf(master.Baselines[x.Row.Baseline], x.Basic!)!.Value).ToList();
                var mean = values.Count < MinimumSample.Default ? "" : Math.Round(values.Average(), 4, MidpointRounding.AwayFromZero)
                    .ToString("0.0000", CultureInfo.InvariantCulture);
                lines.Add(string.Join(
                    ',', "basics-1", week, week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    master.Sites[group.Key.SiteId!.Value].Code,
                    master.Team(group.Key.SiteId.Value, group.Key.TeamId)?.Code, master.Staff.Find(group.Key.StaffId)?.Code,
                    master.Channels[group.Key.ChannelId!.Value].Code,
                    code, asked.Count, met, asked.Count - met, mean));
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    // Without rate, interval and standard deviation, which follow from the counts and are tested by themselves.
    private static async Task<List<string>> BasicsFileAsync(Api api, IsoWeek week) =>
        [.. (await api.GetAsync($"reports/weekly/{week}/basics.csv"))
            .Is(200).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(l => l.Split(',')).Select(c => string.Join(',', [.. c[..11], c[14]])).Order(StringComparer.Ordinal)];

    private static IsoWeek WeekOf(Interaction i) => IsoWeek.Of(i.BusinessDate);

    private static Unit UnitOf(Interaction i, Breakdown by) => new(
        by.HasFlag(Breakdown.Site) || by.HasFlag(Breakdown.Team) ? i.SiteId : null,
        by.HasFlag(Breakdown.Team) ? i.TeamId : null,
        by.HasFlag(Breakdown.Staff) ? i.StaffId : null,
        by.HasFlag(Breakdown.Channel) ? i.ChannelId : null);
}
