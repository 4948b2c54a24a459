using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Figures;

/// <summary>Rollups say what the rows say, at every moment and whatever happens to them. The tests bring them up to date
/// themselves.</summary>
public sealed class RollupTests(PostgresCluster postgres) : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static readonly string[] Counted = [
        "interactions", "scored", "allBasicsMet", "criticalMissed", "standOuts", "standOutsOnBasics", "held", "excused", "excluded"];

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-rollups-").FullName;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_interaction_is_in_every_figure_from_its_answer_on_and_a_drain_changes_no_byte(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        for (var n = 1; n <= 12; n++)
        {
            await organisation.LogAsync(
                Entry($"2026-11-17T10:00:{n:00}Z").With("staff", "dvolkov").With("csat", 4)
                    .Observed("greeted", n % 4 == 0 ? "missed" : "met"));
            var (answered, met) = (n.ToString(Invariant), (n - n / 4).ToString(Invariant));
            Assert.Equal([answered, answered, met], (await RowAsync("consistency", "harbour"))[7..10]);
            Assert.Equal(["greeted", answered, met], (await RowAsync("basics", "greeted"))[7..10]);
            Assert.Equal(n, (int)(await organisation.Admin.GetAsync("reports/weekly/2026-W47")).Is(200)["interactions"]!);
            var line = Assert.Single(
                (await organisation.Admin.GetAsync("consistency?by=staff,channel&from=2026-11-16&to=2026-11-22")).Is(200).Items)!;
            Assert.Equal((n, n, n - n / 4), ((int)line["interactions"]!, (int)line["scored"]!, (int)line["allBasicsMet"]!));
            if (n % 5 == 0) Assert.Equal(5, await DrainAsync(app));
        }

        var before = await FiguresAsync(app, organisation.Admin);
        Assert.Equal(2, await DrainAsync(app));
        Assert.Equal(0, await DrainAsync(app));
        Assert.Equal(before, await FiguresAsync(app, organisation.Admin));
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);

        async Task<string[]> RowAsync(string file, string of) =>
            Assert.Single(
                (await organisation.Admin.GetAsync($"reports/weekly/2026-W47/{file}.csv")).Is(200).Text.Split("\r\n"), l =>
                    l.Contains($",{of},", StringComparison.Ordinal)).Split(',');
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Figures_from_rollups_are_figures_counted_from_rows(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var sites = await FiguresFromRows.TwoSitesAsync(organisation);
        var random = new Random(20261120);
        for (var part = 0; part < 3; part++)
        {
            await LogBatchAsync(organisation.Admin, [.. Enumerable.Range(0, 150).Select(_ => FiguresFromRows.RandomEntry(random, sites))]);
            await FiguresFromRows.AreShownAsync(app, organisation.Admin);
            if (part < 2) Assert.Equal(150, await DrainAsync(app));
        }

        Assert.Equal(0, (await RecountAsync(app)).Different);
        Assert.Equal(150, await DrainAsync(app));
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);
        var report = await RecountAsync(app);
        Assert.Equal((450, 0), (report.Interactions, report.Different));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task What_is_asked_of_all_sites_is_the_sum_of_what_is_asked_of_each(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var sites = await FiguresFromRows.TwoSitesAsync(organisation);
        var random = new Random(47);
        for (var part = 0; part < 2; part++)
        {
            // The first portion is in the rollups, the second one waits.
            await LogBatchAsync(organisation.Admin, [.. Enumerable.Range(0, 200).Select(_ => FiguresFromRows.RandomEntry(random, sites))]);
            if (part == 0) Assert.Equal(200, await DrainAsync(app));
        }

        var compared = 0;
        foreach (var by in new[] { "channel", "hourOfWeek", "site", "channel,hourOfWeek", "expectation" })
        {
            // Whole weeks, weeks with days before and after them, no whole week, one day.
            foreach (var (from,
                to) in new[] { ("2026-11-02", "2026-11-22"),
                ("2026-11-04", "2026-11-20"), ("2026-11-14", "2026-11-18"), ("2026-11-19", "2026-11-19") })
            {
                var ofEach = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
                foreach (var site in sites) await AddAsync(ofEach, $"by={by}&from={from}&to={to}&site={site}");
                var ofAll = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
                await AddAsync(ofAll, $"by={by}&from={from}&to={to}");
                Assert.Equal(ofEach, ofAll);
                compared += ofAll.Count;
            }
        }

        Assert.True(compared > 100, $"Only {compared} lines.");

        async Task AddAsync(SortedDictionary<string, long[]> sums, string asked)
        {
            foreach (var line in (await organisation.Admin.GetAsync("consistency?" + asked)).Is(200).Items)
            {
                var key = $"{line!["site"]} {line["channel"]} {line["hourOfWeek"]} {line["expectation"]}";
                long[] numbers = [.. Counted.Select(n => (long?)line[n] ?? 0)];
                sums[key] = sums.TryGetValue(key, out var before) ? [.. before.Zip(numbers, (a, b) => a + b)] : numbers;
            }
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Excluded_held_and_excused_interactions_are_right_in_both_viewpoints(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var ids = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            var entry = Entry($"2026-11-17T10:00:{n:00}Z").With("staff", "dvolkov").Observed("greeted", n == 0 ? "met" : "missed")
                .Observed("wait_seconds", n == 4 ? 61 : 30);
            ids.Add(Guid.Parse((string)(await organisation.LogAsync(entry))["id"]!));
        }

        Assert.Equal(5, await DrainAsync(app));
        // Bits: greeted 0, identity 1, wait_seconds 2, anything_else 3. The first stays as it is.
        await CorrectAsync(ids[1], i => i.State = InteractionState.Excluded);
        await CorrectAsync(ids[2], i => i.Held = 0b0001);
        await CorrectAsync(ids[3], i => i.Held = 0b0001);
        await CorrectAsync(ids[4], i => i.Excused = 0b0101);
        for (var drained = false; ; drained = true)
        {
            // The process: 4 counted, of which the first alone was all met. The person: all four were, as far as they may be judged.
            // Basics: greeted only the first; wait_seconds three times, 30 seconds each.
            Assert.StartsWith("4,4,1,,,,,,0,2,2,1,0,0,0,0", await ProcessAsync(), StringComparison.Ordinal);
            Assert.Equal("4,4,4,,,,,,0,2,2,1,0,0,0,0,,", await LineAsync("consistency", 7));
            Assert.Equal("1,1,0", (await LineAsync("basics", 8, "greeted"))[..5]);
            Assert.Equal("3,3,0", (await LineAsync("basics", 8, "wait_seconds"))[..5]);
            Assert.Equal("4,4,0", (await LineAsync("basics", 8, "anything_else"))[..5]);
            await FiguresFromRows.AreShownAsync(app, organisation.Admin);
            Assert.Equal(0, (await RecountAsync(app)).Different);
            if (drained) break;
            Assert.Equal(8, await DrainAsync(app));
        }

        // Ruled that it stands, then counted again: as if nothing had been.
        await CorrectAsync(ids[3], i => i.Held = 0);
        await CorrectAsync(ids[1], i => i.State = InteractionState.Counted);
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);
        await DrainAsync(app);
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);
        Assert.Equal("5,5,3,,,,,,0,1,2,0,0,0,0,0,,", await LineAsync("consistency", 7));
        Assert.Equal(0, (await RecountAsync(app)).Different);

        Task CorrectAsync(Guid id, Action<Interaction> change) => app.InScopeAsync(async services =>
        {
            var interactions = services.GetRequiredService<ServiceTrackerDb>().Interactions.Where(i => i.Id == id);
            Assert.IsType<Result<Guid>.Ok>(await services.GetRequiredService<ChangeInteraction>().RunAsync(
                Actor.CommandLine, interactions, (before, _) =>
                {
                    change(before.Interaction);
                    return new IntendedChange("interaction.corrected", null) { After = before };
                },
                CancellationToken.None));
        });

        async Task<string> LineAsync(string file, int from, string of = "dvolkov") => string.Join(
            ',', Assert.Single(
                (await organisation.Admin.GetAsync($"reports/weekly/2026-W47/{file}.csv")).Is(200).Text.Split("\r\n"), l =>
                    l.Contains($",{of},", StringComparison.Ordinal)).Split(',')[from..]);

        async Task<string> ProcessAsync()
        {
            var tally = Assert.Single(
                (await app.InScopeAsync(s =>
                    s.GetRequiredService<ConsistencyQuery>().WeekAsync(Actor.CommandLine, Week, null, CancellationToken.None)))
                        .By(Breakdown.Channel)).Tally;
            return string.Join(
                ',', tally.Interactions, tally.Scored, tally.AllBasicsMet, "", "", "", "", "", tally.CriticalMissed, tally.Held,
                tally.Excused, tally.Excluded, tally.StandOuts,
                tally.StandOutsOnBasics, tally.CsatCount, tally.CsatSum);
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_recount_finds_no_difference_at_any_moment_while_entries_are_made_taken_back_and_drained(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var sites = await FiguresFromRows.TwoSitesAsync(organisation);
        await organisation.LogAsync(Entry());
        var self = Actor.CommandLine with { Id = await app.QueryAsync(db => db.Interactions.Select(i => i.RecordedBy).SingleAsync()) };

        var (logged, undone) = (1, 0);
        var work = Task.WhenAll(Enumerable.Range(0, 6).Select(w => Task.Run(() => WorkAsync(new Random(w), sites[w % 2]))));
        var drains = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!work.IsCompleted)
            {
                if (await DrainAsync(app) == 0) await Task.Delay(5);
            }
        })));
        var found = new List<long>();
        do
        {
            var recount = await RecountAsync(app);
            found.Add(recount.Different + recount.Contacts);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        while (!work.IsCompleted);
        await Task.WhenAll(work, drains);

        Assert.All(found, different => Assert.Equal(0, different));
        Assert.True(found.Count > 1, $"Only {found.Count} recounts while the work went on.");
        var report = await RecountAsync(app);
        Assert.Equal((logged - undone, 0), (report.Interactions, report.Different));
        while (await DrainAsync(app) > 0)
        {
        }

        Assert.Equal(0, (await RecountAsync(app)).Different);
        // What happens to be evidence on the same contact counts once.
        Assert.Equal(
            await app.QueryAsync(db => db.Interactions.LongCountAsync(i => i.State == Domain.Interactions.InteractionState.Counted)),
            await app.QueryAsync(db => db.StaffWeeks.SumAsync(w => w.Interactions)));
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);

        async Task WorkAsync(Random random, string site)
        {
            for (var n = 0; n < 24; n++)
            {
                if (n % 6 == 0)
                {
                    await LogBatchAsync(
                        organisation.Admin, [.. Enumerable.Range(0, 20).Select(_ => FiguresFromRows.RandomEntry(random, site))]);
                    Interlocked.Add(ref logged, 20);
                    continue;
                }

                var id = Guid.Parse((string)(await organisation.LogAsync(FiguresFromRows.RandomEntry(random, site)))["id"]!);
                Interlocked.Increment(ref logged);
                if (random.Next(2) == 0) continue;
                Assert.IsType<Result<Guid>.Ok>(await app.InScopeAsync(s =>
                    s.GetRequiredService<UndoInteraction>().RunAsync(self, id, CancellationToken.None)));
                Interlocked.Increment(ref undone);
            }
        }
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Two_taps_on_undo_take_an_entry_out_once(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry());
        var self = Actor.CommandLine with { Id = await app.QueryAsync(db => db.Interactions.Select(i => i.RecordedBy).SingleAsync()) };
        for (var n = 0; n < 5; n++)
        {
            var id = Guid.Parse((string)(await organisation.LogAsync(Entry().With("note", "a slip")))["id"]!);
            var results = await Task.WhenAll(
                Enumerable.Range(0, 4)
                    .Select(_ =>
                        Task.Run(() =>
                            app.InScopeAsync(s => s.GetRequiredService<UndoInteraction>().RunAsync(self, id, CancellationToken.None)))));
            Assert.Single(results, r => r is Result<Guid>.Ok);
            Assert.Equal(3, results.Count(r => r is Result<Guid>.NotFound));
        }

        await DrainAsync(app);
        var report = await RecountAsync(app);
        Assert.Equal((1, 0), (report.Interactions, report.Different));
        Assert.Equal(1, await app.QueryAsync(db => db.StaffWeeks.SumAsync(w => w.Interactions)));
        Assert.Equal(5, await app.QueryAsync(db => db.AuditEntries.CountAsync(a => a.Action == "interaction.undone")));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Each_line_that_was_changed_removed_or_invented_is_found_and_put_right(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var sites = await FiguresFromRows.TwoSitesAsync(organisation);
        var random = new Random(1);
        await LogBatchAsync(organisation.Admin, [.. Enumerable.Range(0, 100).Select(_ => FiguresFromRows.RandomEntry(random, sites))]);
        await DrainAsync(app);
        // What waits is part of what is right.
        await LogBatchAsync(organisation.Admin, [.. Enumerable.Range(0, 20).Select(_ => FiguresFromRows.RandomEntry(random, sites))]);
        var right = await LinesAsync(app);

        foreach (var (what, damage) in Damages.Concat(StrayLines))
        {
            await app.InScopeAsync(s => damage(s.GetRequiredService<ServiceTrackerDb>()));
            var damaged = await LinesAsync(app);
            Assert.NotEqual(right, damaged);
            Assert.Equal((what, 1), (what, (await RecountAsync(app)).Different));
            Assert.Equal(damaged, await LinesAsync(app));

            var repaired = await RecountAsync(app, repair: true);
            Assert.Equal((what, 1, true), (what, repaired.Different, repaired.Repaired));
            Assert.Equal(right, await LinesAsync(app));
            Assert.Equal((what, 0), (what, (await RecountAsync(app)).Different));
        }

        Assert.Equal(20, await DrainAsync(app));
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_doctor_names_what_differs_and_puts_it_right_when_asked_to(Store store)
    {
        var connection = store == Store.Sqlite ? $"Data Source={Path.Combine(folder, "service.db")}" : await postgres.CreateDatabaseAsync();
        string right;
        await using (var app = await NewAppAsync(store, connection))
        {
            var organisation = await SetUpAsync(app);
            var sites = await FiguresFromRows.TwoSitesAsync(organisation);
            var random = new Random(2);
            await LogBatchAsync(organisation.Admin, [.. Enumerable.Range(0, 100).Select(_ => FiguresFromRows.RandomEntry(random, sites))]);
            await DrainAsync(app);
            right = await LinesAsync(app);
            foreach (var (_, damage) in Damages) await app.InScopeAsync(s => damage(s.GetRequiredService<ServiceTrackerDb>()));
        }

        for (var again = 0; again < 2; again++)
        {
            var compared = await new BuiltProgram(folder, connection).RunAsync(null, "doctor", "--recount", "--compare");
            Assert.Equal(1, compared.Status);
            Assert.Matches(
                $"FAIL  Rollups: 100 interactions counted again, [0-9]+ lines compared, {Damages.Length} are different; " +
                $"doctor --recount puts them right\n", compared.Output);
        }

        var repaired = await new BuiltProgram(folder, connection).RunAsync(null, "doctor", "--recount");
        Assert.Equal(0, repaired.Status);
        Assert.Matches(
            $"ok    Rollups: 100 interactions counted again, [0-9]+ lines compared, {Damages.Length} were different and are put right\n",
            repaired.Output);
        var healthy = await new BuiltProgram(folder, connection).RunAsync(null, "doctor", "--recount", "--compare");
        Assert.Equal(0, healthy.Status);
        Assert.Contains(" lines compared, all equal\n", healthy.Output, StringComparison.Ordinal);
        await using (var app = await NewAppAsync(store, connection)) Assert.Equal(right, await LinesAsync(app));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Who_asks_for_figures_reads_nothing_that_waits_of_other_sites_and_not_more_than_is_taken_in_at_once(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var site = await organisation.SiteAsync();
        await organisation.LogAsync(Entry(site: site));
        using var manager = await app.AsAsync(Role.Manager, site);
        await WaitAsync(1);
        // Nothing in it can be read.
        Assert.Single((await manager.GetAsync("consistency")).Is(200).Items);
        Assert.Single((await manager.GetAsync("interactions")).Is(200).Items);
        await Assert.ThrowsAnyAsync<IOException>(SettleAsync);
        await WaitAsync(RollupUpdate.MostAtOnce);
        await SettleAsync();

        Task SettleAsync() => app.InScopeAsync(s =>
            s.GetRequiredService<RollupUpdate>().SettleAsync(Actor.CommandLine, CancellationToken.None));
        Task WaitAsync(int count) => app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<ServiceTrackerDb>();
            var other = await db.Sites.Where(x => x.Code == Hosting.Organisation.Site).Select(x => x.Id).SingleAsync();
            db.RollupQueue.Add(new RollupQueueEntry { SiteId = other, Id = Guid.CreateVersion7(), Count = count, Packed = [2] });
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task Two_servers_that_drain_one_queue_at_once_count_nothing_twice()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var first = await NewAppAsync(Store.Postgres, connection);
        var organisation = await SetUpAsync(first);
        var sites = await FiguresFromRows.TwoSitesAsync(organisation);
        await using var second = await NewAppAsync(Store.Postgres, connection);
        using var other = await second.AdminAsync();
        var random = new Random(3);
        var taken = 0;
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                new[] { organisation.Admin, other }.Select(api =>
                    LogBatchAsync(api, [.. Enumerable.Range(0, 200).Select(_ => FiguresFromRows.RandomEntry(random, sites))])));
            var takenNow = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => DrainAsync(n % 2 == 0 ? first : second))));
            Assert.Contains(0, takenNow);
            taken += takenNow.Sum();
        }

        taken += await DrainAsync(second);
        Assert.Equal(2000, taken);
        var report = await RecountAsync(first);
        Assert.Equal((2000, 0), (report.Interactions, report.Different));
        Assert.Equal(2000, await second.QueryAsync(db => db.OrgWeeks.SumAsync(w => w.Interactions)));
        await FiguresFromRows.AreShownAsync(second, other);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_rollups_of_an_import_are_there_at_its_commit(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry("2026-11-17T09:00:00Z"));
        await DrainAsync(app);
        var file = "external_id,occurred_at,site,channel,staff,basic:greeted,basic:identity,measure:wait_seconds\n"
            + string.Concat(
                Enumerable.Range(0, 40)
                    .Select(n =>
                        $"{n},2026-11-{10 + n % 8}T10:{n:00}:00Z,harbour,counter,{(n % 2 == 0 ? "dvolkov" : "")}," +
                        $"{(n % 3 == 0 ? "missed" : "met")},met,{n}\n"));
        Assert.Equal(
            40, (int)(await organisation.Admin.PostTextAsync("imports?format=csv&onError=reject", file, "text/csv")).Is(200)["stored"]!);

        Assert.Equal(0, await app.QueryAsync(db => db.RollupQueue.CountAsync()));
        var report = await RecountAsync(app);
        Assert.Equal((41, 0), (report.Interactions, report.Different));
        Assert.Equal(41, await app.QueryAsync(db => db.StaffWeeks.SumAsync(w => w.Interactions)));
        Assert.Equal(41, await app.QueryAsync(db => db.SiteDayHours.SumAsync(w => w.Interactions)));
        await FiguresFromRows.AreShownAsync(app, organisation.Admin);

        // Refused as a whole, it leaves nothing; sent again, it adds nothing.
        (await organisation.Admin.PostTextAsync(
            "imports?format=csv", file.Replace("\n0,", "\nnew,", StringComparison.Ordinal) + "x,never,harbour,counter,,met,met,1\n",
            "text/csv")).Is(422);
        Assert.Equal(40, (int)(await organisation.Admin.PostTextAsync("imports?format=csv", file, "text/csv")).Is(200)["duplicates"]!);
        report = await RecountAsync(app);
        Assert.Equal((41, 0), (report.Interactions, report.Different));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_long_queue_is_taken_in_portions_and_in_any_order(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var sites = await FiguresFromRows.TwoSitesAsync(organisation);
        foreach (var site in sites) await organisation.LogAsync(Entry(site: site).Observed("greeted", "missed"));
        await organisation.LogAsync(Entry());
        await DrainAsync(app);
        var empty = await LinesAsync(app);
        var templates = await app.QueryAsync(db =>
            db.Interactions.AsNoTracking().Where(i => !i.AllBasicsMet).OrderBy(i => i.SiteId).ToListAsync());
        var best = await app.QueryAsync(db => db.Interactions.AsNoTracking().SingleAsync(i => i.AllBasicsMet));

        // 30,000 at each of two sites: the first portion is full, and the second one is the rest.
        await QueueAsync([.. templates.SelectMany(t => Enumerable.Repeat(t, 30_000)).Select(RollupDelta.Adding)]);
        Assert.Equal(RollupUpdate.MostAtOnce, await DrainAsync(app));
        Assert.Equal(10_000, await DrainAsync(app));
        Assert.Equal(60_003, await app.QueryAsync(db => db.StaffWeeks.SumAsync(w => w.Interactions)));
        Assert.Equal(
            [30_001, 30_002],
            (await app.QueryAsync(db => db.StaffWeeks.GroupBy(w => w.SiteId).Select(g => g.Sum(w => w.Interactions)).ToListAsync()))
                .Order());
        await QueueAsync([.. templates.SelectMany(t => Enumerable.Repeat(t, 30_000)).Select(RollupDelta.TakingOut)]);
        while (await DrainAsync(app) > 0)
        {
        }

        Assert.Equal(empty, await LinesAsync(app));

        // The line of the phone holds nothing. One is put in and another one taken out, which only the next portion puts in.
        Interaction OnPhone(Interaction i) => new()
        {
            SiteId = i.SiteId,
            Id = i.Id,
            ChannelId = i.ChannelId + 1,
            Baseline = i.Baseline,
            OccurredAt = i.OccurredAt,
            RecordedAt = i.RecordedAt,
            RecordedBy = i.RecordedBy,
            BusinessDate = i.BusinessDate,
            HourOfWeek = i.HourOfWeek,
            Met = i.Met,
            Na = i.Na,
            Measures = i.Measures,
            RequestHash = i.RequestHash,
        };
        await QueueAsync([RollupDelta.Adding(OnPhone(templates[0]))]);
        await DrainAsync(app);
        var one = await LinesAsync(app);
        await QueueAsync([RollupDelta.TakingOut(OnPhone(templates[0]))]);
        await DrainAsync(app);
        Assert.Equal(empty, await LinesAsync(app));
        await QueueAsync([RollupDelta.TakingOut(OnPhone(best)), RollupDelta.Adding(OnPhone(templates[0]))]);
        Assert.Equal(2, await DrainAsync(app));
        await QueueAsync([RollupDelta.Adding(OnPhone(best))]);
        Assert.Equal(1, await DrainAsync(app));
        Assert.Equal(one, await LinesAsync(app));

        Task QueueAsync(IReadOnlyList<RollupDelta> deltas) => app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<ServiceTrackerDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            foreach (var some in deltas.Chunk(2_000))
                await services.GetRequiredService<IInteractionStore>()
                    .QueueAsync(db, RollupQueueEntry.Pack(some, TestApp.DefaultNow.UtcDateTime), CancellationToken.None);
            await transaction.CommitAsync();
        });
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static IsoWeek Week => IsoWeek.Of(new DateOnly(2026, 11, 20));

    /// <summary>Every table's first line changed, its last one removed, and one invented.</summary>
    private static (string What, Func<ServiceTrackerDb, Task> Do)[] Damages =>
    [
        ("staff_week changed", db => ChangeAsync(
            db, db.StaffWeeks.OrderBy(w => w.SiteId).ThenBy(w => w.WeekStart), w => w.ScoreSumPerson++)),
        ("staff_week removed", db => RemoveAsync(db, db.StaffWeeks.OrderByDescending(w => w.SiteId).ThenByDescending(w => w.WeekStart))),
        ("staff_week invented", db => InventAsync(
            db, new StaffWeek { SiteId = 1, WeekStart = Week.Monday, StaffId = 77, ChannelId = 1, Baseline = 1, Interactions = 1 })),
        ("site_day_hour changed", db => ChangeAsync(
            db, db.SiteDayHours.OrderBy(h => h.SiteId).ThenBy(h => h.BusinessDate), h => h.AllBasicsMet++)),
        ("site_day_hour removed", db => RemoveAsync(
            db, db.SiteDayHours.OrderByDescending(h => h.SiteId).ThenByDescending(h => h.BusinessDate))),
        ("site_day_hour invented", db => InventAsync(
            db, new SiteDayHour { SiteId = 77, BusinessDate = Week.Monday, HourOfWeek = 1, Interactions = 1 })),
        ("org_week changed", db => ChangeAsync(db, db.OrgWeeks.OrderBy(w => w.WeekStart), w => w.ScoreSquaresHigh--)),
        ("org_week removed", db => RemoveAsync(db, db.OrgWeeks.OrderByDescending(w => w.WeekStart))),
        ("org_week invented", db => InventAsync(db, new OrgWeek { WeekStart = Week.Monday, ChannelId = 77, Baseline = 1, Excluded = 1 })),
        ("org_hour_of_week changed", db => ChangeAsync(
            db, db.OrgHoursOfWeek.OrderBy(h => h.WeekStart).ThenBy(h => h.HourOfWeek), h => h.Scored = -1)),
        ("org_hour_of_week removed", db => RemoveAsync(
            db, db.OrgHoursOfWeek.OrderByDescending(h => h.WeekStart).ThenByDescending(h => h.HourOfWeek))),
        ("org_hour_of_week invented", db => InventAsync(
            db, new OrgHourOfWeek { WeekStart = new DateOnly(2026, 6, 1), HourOfWeek = 1, Interactions = 1 })),
    ];

    /// <summary>Finer damage: single numbers of arrays, lines of weeks and days that cannot be.</summary>
    private static (string What, Func<ServiceTrackerDb, Task> Do)[] StrayLines =>
    [
        ("a basic", db => ChangeAsync(
            db, db.StaffWeeks.OrderBy(w => w.SiteId).ThenBy(w => w.WeekStart), w => w.Basics = [.. w.Basics[..^1], w.Basics[^1] + 1])),
        ("a measure", db => ChangeAsync(
            db, db.OrgWeeks.Where(w => w.Measures.Length > 0).OrderBy(w => w.WeekStart), w =>
                w.Measures = [w.Measures[0] + 1, .. w.Measures[1..]])),
        ("long before the first interaction", db => InventAsync(
            db, new OrgWeek { WeekStart = new DateOnly(2020, 1, 6), ChannelId = 1, Baseline = 1, Interactions = 1 })),
        ("after the last one", db => InventAsync(
            db, new SiteDayHour { SiteId = 1, BusinessDate = new DateOnly(2027, 1, 3), HourOfWeek = 5, AllBasicsMet = 1 })),
        ("a week that begins on a Tuesday", db => InventAsync(
            db, new StaffWeek { SiteId = 1, WeekStart = Week.Monday.AddDays(1), ChannelId = 1, Baseline = 1, Interactions = 1 })),
        ("an hour of a week that begins on a Sunday", db => InventAsync(
            db, new OrgHourOfWeek { WeekStart = Week.Sunday, HourOfWeek = 1, Interactions = 1 })),
    ];

    private static async Task ChangeAsync<T>(ServiceTrackerDb db, IQueryable<T> lines, Action<T> change)
        where T : class
    {
        change(await lines.FirstAsync());
        Assert.Equal(1, await db.SaveChangesAsync());
    }

    private static async Task RemoveAsync<T>(ServiceTrackerDb db, IQueryable<T> lines)
        where T : class
    {
        db.Remove(await lines.FirstAsync());
        await db.SaveChangesAsync();
    }

    private static async Task InventAsync(ServiceTrackerDb db, object line)
    {
        db.Add(line);
        await db.SaveChangesAsync();
    }

    private static async Task LogBatchAsync(Api api, JsonObject[] entries) =>
        Assert.All(
            (await api.PostAsync("interactions/batch", new JsonArray([.. entries]))).Is(200).Items, i =>
                Assert.Equal(201, (int)i!["status"]!));

    private static async Task<int> DrainAsync(TestApp app) =>
        (await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None))).Deltas;

    private static Task<RecountReport> RecountAsync(TestApp app, bool repair = false) =>
        app.InScopeAsync(s => s.GetRequiredService<RollupRecount>().RunAsync(repair, null, CancellationToken.None));

    private static Task<string> LinesAsync(TestApp app) => app.QueryAsync(async db => JsonSerializer.Serialize(new
    {
        StaffWeeks = (await db.StaffWeeks.AsNoTracking().ToListAsync()).OrderBy(w => w.Key.ToString(), StringComparer.Ordinal),
        Hours = (await db.SiteDayHours.AsNoTracking().ToListAsync()).OrderBy(h => h.Key.ToString(), StringComparer.Ordinal),
        Weeks = (await db.OrgWeeks.AsNoTracking().ToListAsync()).OrderBy(w => w.Key.ToString(), StringComparer.Ordinal),
        HoursOfWeek = (await db.OrgHoursOfWeek.AsNoTracking().ToListAsync()).OrderBy(h => h.Key.ToString(), StringComparer.Ordinal),
    }));

    /// <summary>Everything that is shown of 2026-W47: the files, the list of weeks, what the API answers, every breakdown, and charts of a
    /// site, a channel and a person.</summary>
    private static async Task<List<string>> FiguresAsync(TestApp app, Api api)
    {
        var shown = new List<string>();
        foreach (var path in new[] { "/2026-W47/consistency.csv", "/2026-W47/basics.csv", "/2026-W47/interactions.csv", "/2026-W47", "" })
            shown.Add((await api.GetAsync("reports/weekly" + path)).Is(200).Text);
        foreach (var asked in new[]
        {
            "?by=site", "?by=team", "?by=staff", "?by=channel", "?by=expectation", "?by=reason", "?by=hourOfWeek", "?by=site,staff,channel",
            "?by=staff,expectation", "?by=channel,hourOfWeek",
            "?by=site&from=2026-11-16&to=2026-11-22", "?by=staff&from=2026-11-17&to=2026-11-17", "/chart?measure=allBasicsMet",
            "/chart?measure=allBasicsMet&period=day",
            "/chart?measure=allBasicsMet&staff=dvolkov", "/chart?measure=basicsScore&period=day", "/chart?measure=expectation:greeted",
            "/funnel", "/funnel?by=channel", "/variance", "/falters", "/agreement",
        })
            shown.Add((await api.GetAsync("consistency" + asked)).Is(200).Text);
        await app.InScopeAsync(async services =>
        {
            var consistency = services.GetRequiredService<ConsistencyQuery>();
            var week = await consistency.WeekAsync(Actor.CommandLine, Week, null, CancellationToken.None);
            foreach (var by in Enumerable.Range(0, 16))
                shown.Add(JsonSerializer.Serialize(week.By((Breakdown)by).OrderBy(u => u.Unit.ToString(), StringComparer.Ordinal), Plain));
            foreach (var unit in new[] { default, new Unit(SiteId: 1), new Unit(ChannelId: 1), new Unit(StaffId: 1) })
                shown.Add(JsonSerializer.Serialize(
                    await consistency.ReadingAsync(Actor.CommandLine, Week, 26, unit, CancellationToken.None), Plain));
        });
        return shown;
    }

    private async Task<TestApp> NewAppAsync(Store store, string? connection = null) =>
        (connection is null
            ? await TestApp.NewAsync(store, postgres)
            : await TestApp.NewAsync(store, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", connection)))
        .WithoutRollupJob();
}
