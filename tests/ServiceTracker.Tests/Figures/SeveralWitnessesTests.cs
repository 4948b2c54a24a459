using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Figures;

public sealed class SeveralWitnessesOnSqliteTests(OnSqlite shared) : SeveralWitnessesTests(shared), IClassFixture<OnSqlite>;

public sealed class SeveralWitnessesOnPostgresTests(OnPostgres shared) : SeveralWitnessesTests(shared), IClassFixture<OnPostgres>;

/// <summary>Several pieces of evidence on one contact are one interaction in every figure, whichever came first and however.</summary>
public abstract class SeveralWitnessesTests(SharedApp shared)
{
    private const string Header =
        "external_id,occurred_at,site,staff,channel,source,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else\n";

    private static readonly DateTime Monday = new(2026, 11, 16, 9, 0, 0, DateTimeKind.Utc);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Theory]
    [InlineData("one by one")]
    [InlineData("the other way round")]
    [InlineData("as a batch")]
    [InlineData("observers imported first")]
    [InlineData("observers imported last")]
    public async Task An_observed_contact_counts_once_by_what_the_observer_saw(string way)
    {
        var site = await organisation.SiteAsync();
        var self = Enumerable.Range(0, 12).Select(n => Entry(site, Monday.AddMinutes(10 * n))).ToList();
        var observed = Enumerable.Range(0, 6).Select(n =>
            Entry(site, Monday.AddMinutes(10 * n).AddSeconds(30), "observer").Observed("greeted", n < 3 ? "missed" : "met")).ToList();
        switch (way)
        {
            case "as a batch":
                (await api.PostAsync("interactions/batch", new JsonArray([.. observed, .. self]))).Is(200);
                break;
            case "observers imported first":
                await ImportAsync(observed);
                await ImportAsync(self);
                break;
            case "observers imported last":
                foreach (var entry in self) await organisation.LogAsync(entry);
                await ImportAsync(observed);
                break;
            default:
                List<JsonObject> all = [.. self, .. observed];
                if (way == "the other way round") all.Reverse();
                foreach (var entry in all) await organisation.LogAsync(entry);
                break;
        }

        await CountsAsync(site, 12, 12, 9);
        Assert.Equal(18, (await api.GetAsync($"interactions?site={site}")).Is(200).Items.Count);
        Assert.Equal(6, (await api.GetAsync($"interactions?site={site}&state=same_contact")).Is(200).Items.Count);
        await RecountedAsync();

        using var manager = await app.AsAsync(Role.Manager, site);
        var agreement = (await manager.GetAsync($"consistency/agreement?site={site}")).Is(200);
        Assert.Equal(6, (int)agreement["pairs"]!);
        foreach (var by in new[] { "day", "week" })
        {
            var chart = (await api.GetAsync($"consistency/chart?site={site}&staff=dvolkov&period={by}&from=2026-11-16&to=2026-11-22"))
                .Is(200);
            Assert.Contains("0.75", chart.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_better_source_did_not_answer_is_taken_from_the_other_and_each_keeps_its_own_words()
    {
        var site = await organisation.SiteAsync();
        var self = await LogAsync(Entry(site, Monday).Observed("anything_else", "missed"));
        var observer = await LogAsync(
            Entry(site, Monday.AddMinutes(4), "observer").Observed("anything_else", "na").Observed("wait_seconds", "na"));
        await CountsAsync(site, 1, 1, 0);

        var one = (await api.GetAsync($"interactions/{observer}")).Is(200);
        Assert.Equal(
            ("na", "na", true, "counted"),
            ((string?)one["observations"]!["anything_else"], (string?)one["observations"]![
                "wait_seconds"], (bool)one["allBasicsMet"]!, (string?)one["state"]));
        Assert.Equal(observer, (string?)one["contact"]!["counts"]);
        Assert.Equal([self, observer], one["contact"]!["evidence"]!.AsArray().Select(e => (string?)e!["id"]));
        // What counts is told beside it: five of six, by whichever of them is read.
        var other = (await api.GetAsync($"interactions/{self}")).Is(200);
        foreach (var read in new[] { one, other })
            Assert.Equal((false, false), ((bool)read["contact"]!["allBasicsMet"]!, (bool)read["contact"]!["criticalMissed"]!));
        Assert.Equal((decimal?)other["contact"]!["basicsScore"], (decimal?)one["contact"]!["basicsScore"]);
        Assert.Equal(("missed", "same_contact"), ((string?)other["observations"]!["anything_else"], (string?)other["state"]));

        // The list and the weekly file show what counts.
        var listed = (await api.GetAsync($"interactions?site={site}&state=counted")).Is(200).Items.Single()!;
        Assert.Equal((decimal?)listed["basicsScore"], (decimal?)one["contact"]!["basicsScore"]);
        Assert.Equal(
            ("missed", "42"), ((string?)listed["observations"]!["anything_else"], listed["observations"]!["wait_seconds"]!.ToJsonString()));
    }

    [Fact]
    public async Task Taking_one_witness_back_leaves_the_others_to_count()
    {
        var site = await organisation.SiteAsync();
        var self = await LogAsync(Entry(site, Monday).Observed("anything_else", "missed"));
        var observer = await LogAsync(
            Entry(site, Monday.AddMinutes(1), "observer").Observed("greeted", "missed").Observed("anything_else", "na"));
        var customer = await LogAsync(Entry(site, Monday.AddMinutes(2), "customer").With("csat", 2));
        await CountsAsync(site, 1, 1, 0);
        await UndoAsync(observer);
        await CountsAsync(site, 1, 1, 1);
        Assert.Equal("counted", (string?)(await api.GetAsync($"interactions/{customer}")).Is(200)["state"]);
        await UndoAsync(customer);
        await CountsAsync(site, 1, 1, 0);
        Assert.Null((await api.GetAsync($"interactions/{self}")).Is(200)["contact"]);
        var again = await LogAsync(Entry(site, Monday.AddMinutes(1), "observer"));
        await CountsAsync(site, 1, 1, 1);
        await UndoAsync(self);
        await CountsAsync(site, 1, 1, 1);
        Assert.Null((await api.GetAsync($"interactions/{again}")).Is(200)["contact"]);
        await RecountedAsync();
    }

    [Fact]
    public async Task A_witness_who_says_something_else_afterwards_is_brought_together_with_the_others_anew()
    {
        var site = await organisation.SiteAsync();
        var self = await LogAsync(Entry(site, Monday).Observed("anything_else", "missed"));
        var observer = await LogAsync(
            Entry(site, Monday.AddMinutes(1), "observer").Observed("anything_else", "na").With("note", "seen from the door"));
        await CountsAsync(site, 1, 1, 0);
        // What the observer now says of the last basic takes the place of what was taken over from the log.
        await SaysAsync(observer, (met, na) => (met | 0b1000, na & ~0b1000L));
        await CountsAsync(site, 1, 1, 1);
        var one = (await api.GetAsync($"interactions/{observer}")).Is(200);
        Assert.Equal(
            ("met", "seen from the door", self),
            ((string?)one["observations"]!["anything_else"], (string?)one["note"], (string?)one["contact"]!["evidence"]![0]!["id"]));
        // The log's own answer counts again where the observer has none.
        await SaysAsync(self, (met, na) => (met | 0b1000, na));
        await SaysAsync(observer, (met, na) => (met & ~0b1000L, na | 0b1000));
        await CountsAsync(site, 1, 1, 1);
        Assert.Equal(
            ("na", 3),
            ((string?)(await api.GetAsync($"interactions/{observer}"))
                .Is(200)["observations"]!["anything_else"], await VersionAsync(observer)));
        // What was taken over from the log does not become the observer's own when something else of it changes.
        await SaysAsync(observer, (met, na) => (met & ~1L, na));
        await CountsAsync(site, 1, 1, 0);
        one = (await api.GetAsync($"interactions/{observer}")).Is(200);
        Assert.Equal(("missed", "na"), ((string?)one["observations"]!["greeted"], (string?)one["observations"]!["anything_else"]));
        await RecountedAsync();

        // A refusal changes nothing.
        var refused = await ChangeAsync(observer, _ => new Result<IntendedChange>.Conflict("Not now."));
        Assert.Equal("Not now.", Assert.IsType<Result<Guid>.Conflict>(refused).Message);
        Assert.Equal(4, await VersionAsync(observer));

        Task<int> VersionAsync(string id) =>
            app.QueryAsync(db => db.Interactions.Where(i => i.Id == new Guid(id)).Select(i => i.Version).SingleAsync());
    }

    [Fact]
    public async Task Two_logs_of_one_source_are_two_customers_and_the_nearest_go_together()
    {
        var site = await organisation.SiteAsync();
        await LogAsync(Entry(site, Monday));
        var near = await LogAsync(Entry(site, Monday.AddMinutes(2)));
        var shop = await LogAsync(Entry(site, Monday.AddMinutes(3), "mystery_shop").Observed("greeted", "missed"));
        await LogAsync(Entry(site, Monday.AddMinutes(3)).Without("staff"));
        await CountsAsync(site, 3, 3, 2);
        Assert.Equal(shop, (string?)(await api.GetAsync($"interactions/{near}")).Is(200)["contact"]!["counts"]);
    }

    [Fact]
    public async Task What_names_another_one_goes_with_it_however_late_and_whichever_comes_first()
    {
        var site = await organisation.SiteAsync();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        // Named before it is there, without a person, and a week away.
        await LogAsync(
            Entry(site, Monday.AddDays(-7), "customer").Without("staff").Observed("identity", "missed").With("sameContactAs", first));
        await CountsAsync(site, 1, 1, 0);
        await LogAsync(Entry(site, Monday).With("id", first));
        await CountsAsync(site, 1, 1, 0);
        await LogAsync(Entry(site, Monday.AddHours(1)).With("id", second));
        await LogAsync(Entry(site, Monday.AddHours(3), "observer").With("sameContactAs", second));
        await CountsAsync(site, 2, 2, 1);
        // Of somebody else, or nowhere: of no effect.
        await LogAsync(
            Entry(site, Monday.AddHours(5), "observer").With("staff", await organisation.StaffAsync(null, site))
                .With("sameContactAs", second));
        await LogAsync(Entry(site, Monday.AddHours(6), "observer").With("sameContactAs", Guid.CreateVersion7()));
        await CountsAsync(site, 4, 4, 3);
        await UndoAsync(first.ToString());
        await CountsAsync(site, 4, 4, 3);
        await RecountedAsync();

        var entry = Entry(site, Monday.AddHours(7)).With("id", Guid.CreateVersion7()).With("sameContactAs", second);
        (await api.PostAsync("interactions", entry)).Is(201);
        (await api.PostAsync("interactions", entry)).Is(200);
        (await api.PostAsync("interactions", entry.Without("sameContactAs"))).Is(409);
    }

    [Fact]
    public async Task A_contact_at_midnight_is_one_on_whichever_day_its_witnesses_stand()
    {
        var site = await organisation.SiteAsync();
        var sunday = new DateTime(2026, 11, 15, 23, 59, 0, DateTimeKind.Utc);
        await LogAsync(Entry(site, sunday));
        await LogAsync(Entry(site, sunday.AddMinutes(2), "observer").Observed("greeted", "missed"));
        await CountsAsync(site, 1, 1, 0);
        await LogAsync(Entry(site, sunday.AddMinutes(63), "observer"));
        await LogAsync(Entry(site, sunday.AddDays(-7).AddMinutes(2), "observer"));
        await CountsAsync(site, 3, 3, 2);
        await LogAsync(Entry(site, sunday.AddDays(-7)));
        await CountsAsync(site, 3, 3, 2);
        await RecountedAsync();
    }

    [Fact]
    public async Task Mixed_evidence_in_any_order_gives_the_figures_that_a_count_by_hand_gives()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        var random = new Random(seed);
        var (here, there) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (met, n) = (0, 0);
        var entries = new List<JsonObject>();
        for (var contact = 0; contact < 40; contact++)
        {
            // Contacts at least eleven minutes apart, their witnesses at most four: which belong together is never in doubt.
            var at = Monday.AddMinutes(15 * contact + random.Next(4));
            string? best = null;
            foreach (var source in new[] { "observer", "mystery_shop", "customer", "system", "self" }.Where(s =>
                random.Next(s == "self" ? 4 : 3) > (s == "self" ? 0 : 1)))
            {
                var greeted = random.Next(3) switch { 0 => "missed", 1 => "na", _ => "met" };
                if (best is null or "na") best = greeted;
                entries.Add(Entry(here, at.AddSeconds(random.Next(240)), source).Observed("greeted", greeted));
            }

            if (best is null) continue;
            n++;
            // The other basics are met by all.
            if (best != "missed") met++;
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
        var copies = entries.Select(e => ((JsonObject)e.DeepClone()).With("site", there)).Reverse().Chunk(7).ToList();
        await Task.WhenAll(LogOneByOneAsync(), LogInBatchesAsync());

        async Task LogOneByOneAsync()
        {
            foreach (var entry in entries) await organisation.LogAsync(entry);
        }

        async Task LogInBatchesAsync()
        {
            foreach (var some in copies) (await api.PostAsync("interactions/batch", new JsonArray([.. some]))).Is(200);
        }

        foreach (var site in new[] { here, there }) await CountsAsync(site, n, n, met, $"seed {seed}");
        await RecountedAsync();
    }

    private static JsonObject Entry(string site, DateTime at, string source = "self") =>
        Hosting.Organisation.Entry(at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), site).With("staff", "dvolkov")
            .With("source", source);

    private async Task<string> LogAsync(JsonObject entry) => (string)(await organisation.LogAsync(entry))["id"]!;

    private async Task UndoAsync(string id)
    {
        var actor = await app.QueryAsync(db => db.Interactions.Where(i => i.Id == new Guid(id)).Select(i => i.RecordedBy).SingleAsync());
        var self = Actor.CommandLine with { Id = actor };
        Assert.IsType<Result<Guid>.Ok>(await app.InScopeAsync(s =>
            s.GetRequiredService<UndoInteraction>().RunAsync(self, new Guid(id), CancellationToken.None)));
    }

    private async Task SaysAsync(string id, Func<long, long, (long Met, long Na)> answers)
    {
        var master = await app.InScopeAsync(s => s.GetRequiredService<MasterDataReader>().GetAsync(CancellationToken.None));
        Assert.IsType<Result<Guid>.Ok>(await ChangeAsync(id, before =>
        {
            var row = before.Interaction;
            var (met, na) = answers(row.Met, row.Na);
            Contact.Answer(
                row, new OwnAnswers { Met = met, Na = na, Measures = row.Measures, StandOuts = row.StandOuts, Csat = row.Csat },
                master.Baselines[row.Baseline]);
            return new IntendedChange("interaction.corrected", null) { After = before };
        }));
    }

    private Task<Result<Guid>> ChangeAsync(string id, Func<InteractionRecord, Result<IntendedChange>> change) => app.InScopeAsync(s =>
        s.GetRequiredService<ChangeInteraction>().RunAsync(
            Actor.CommandLine, s.GetRequiredService<ServiceTrackerDb>().Interactions.Where(i => i.Id == new Guid(id)), (before, _) =>
                change(before), CancellationToken.None));

    private async Task ImportAsync(IEnumerable<JsonObject> entries)
    {
        var rows = entries.Select((e, n) =>
            string.Join(',', $"{e["source"]}-{n}", e["occurredAt"], e["site"], e["staff"], e["channel"], e["source"],
            e["observations"]!["greeted"], e["observations"]!["identity"], e["observations"]!["wait_seconds"],
            e["observations"]!["anything_else"]));
        (await api.PostTextAsync("imports", Header + string.Join('\n', rows) + "\n", "text/csv")).Is(200);
    }

    // The same in figures by week, by day from the rows, by hour, in the weekly file and in the interactions that it lists as counted.
    private async Task CountsAsync(string site, int interactions, int scored, int allMet, string? because = null)
    {
        foreach (var question in new[] { "", "&from=2026-11-02&to=2026-11-27", "&from=2026-11-03&to=2026-11-27&channel=counter" })
        {
            var answer =
                (await api.GetAsync(
                    $"consistency?site={site}&by=site{(question.Length == 0 ? "&from=2026-11-02&to=2026-11-29" : question)}")).Is(200);
            var line = answer.Items.Single()!;
            Assert.True(
                (interactions, scored, allMet) == ((int)line["interactions"]!, (int)line["scored"]!, (int)line["allBasicsMet"]!),
                $"{because} {question}: {line}; not {interactions}, {scored}, {allMet}");
        }

        var (rows, met) = (0, 0);
        foreach (var week in new[] { "2026-W45", "2026-W46", "2026-W47", "2026-W48" })
        {
            var file = (await api.GetAsync($"reports/weekly/{week}/interactions.csv?site={site}")).Is(200).Text.TrimStart('\uFEFF')
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var columns = file[0].Trim().Split(',');
            var (state, all) = (Array.IndexOf(columns, "state"), Array.IndexOf(columns, "all_basics_met"));
            var counted = file[1..].Select(l => l.Trim().Split(',')).Where(l => l[state] == "counted").ToList();
            (rows, met) = (rows + counted.Count, met + counted.Count(l => l[all] is "1" or "true" or "yes"));
        }

        Assert.Equal((interactions, allMet), (rows, met));
    }

    private async Task RecountedAsync()
    {
        var report = await app.InScopeAsync(s => s.GetRequiredService<RollupRecount>().RunAsync(false, null, CancellationToken.None));
        Assert.Equal((0, 0), (report.Different, report.Contacts));
    }
}
