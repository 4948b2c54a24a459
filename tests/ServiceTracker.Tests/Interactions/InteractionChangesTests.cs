using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;
using Answer = ServiceTracker.Tests.Hosting.Answer;

namespace ServiceTracker.Tests.Interactions;

/// <summary>Whoever follows all changes misses none, gets none twice, and in the order in which they were made.</summary>
public sealed class InteractionChangesTests(PostgresCluster postgres)
{
    private const string Feed = "interactions/changes";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Each_change_is_told_by_its_name_with_the_interaction_as_it_stands(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var api = organisation.Admin;
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var manager = await app.AsAsync(Role.Manager, site);
        var start = await NextAsync(api, null);

        var first = await organisation.LogAsync(Entry(site: site).With("staff", "dvolkov").Observed("greeted", "missed"));
        var (id, path) = ((string)first["id"]!, $"interactions/{first["id"]}");
        // Only the note differs: no figure moves.
        (await PatchAsync(api, path, new { reason = "Said at the till.", note = "A queue." })).Is(200);
        (await api.PostAsync($"{path}/disputes", new { expectation = "greeted", reason = "I was at the back." })).Is(200);
        var ruling = new { expectation = "greeted", ruling = "excused", cause = "process", reason = "One till was shut." };
        (await manager.PostAsync($"{path}/rulings", ruling)).Is(200);
        (await PatchAsync(api, path, new { reason = "Twice.", state = "excluded", excludedAs = "duplicate" })).Is(200);
        (await PatchAsync(api, path, new { reason = "Not twice.", state = "counted" })).Is(200);
        (await PatchAsync(api, path, new { reason = "Elsewhere.", site = other })).Is(200);
        var second = await organisation.LogAsync(Entry(site: site));
        await UndoAsync(app, (Guid)second["id"]!);
        await DrainAsync(app);

        var told = (await api.GetAsync(start)).Is(200);
        Assert.Equal(
            ["created", "corrected", "disputed", "ruled", "excluded", "restored", "corrected", "corrected"],
            told.Items.Where(i => (string)i!["id"]! == id).Select(i => (string)i!["change"]!));
        Assert.Equal(
            ["created", "undone"],
            told.Items.Where(i => (string)i!["id"]! == (string)second["id"]!).Select(i => (string)i!["change"]!));
        Assert.All(told.Items, i => Assert.Equal(TestApp.DefaultNow, (DateTimeOffset)i!["at"]!));
        var moved = told.Items.Single(i => (string)i!["site"]! == other)!;
        Assert.True(JsonNode.DeepEquals(moved["interaction"], (await api.GetAsync(path)).Is(200).Json));
        Assert.All(told.Items.Where(i => (string)i!["site"]! == site), i => Assert.Null(i!["interaction"]));

        // A manager of one site is told of that one alone, and nothing of where it went.
        var own = (await manager.GetAsync(start)).Is(200);
        Assert.Equal(9, own.Items.Count);
        Assert.DoesNotContain(other, own.Text, StringComparison.Ordinal);

        // What came is behind the cursor, and nothing else.
        var end = (string)told["next"]!;
        Assert.Empty((await api.GetAsync(end)).Is(200).Items);
        Assert.Equal(end, (string)(await api.GetAsync(end))["next"]!);
        await organisation.LogAsync(Entry(site: site));
        await DrainAsync(app);
        Assert.Equal("created", (string)(await api.GetAsync(end)).Is(200).Items.Single()!["change"]!);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_import_is_told_row_by_row_and_what_was_there_before_is_not(Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var site = await organisation.SiteAsync();
        var lines = Enumerable.Range(0, 2500).Select(n =>
            $"row{n},{site},counter,dvolkov,{new DateTime(2026, 11, 2).AddMinutes(n):yyyy-MM-ddTHH:mm:ss}Z,met,met,30,met");
        var csv = "external_id,site,channel,staff,occurred_at,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else\n" +
            string.Join('\n', lines);
        for (var times = 0; times < 2; times++)
            (await organisation.Admin.PostBytesAsync("imports", Encoding.UTF8.GetBytes(csv))).Is(200);
        await DrainAsync(app);

        var told = await ReadAllAsync(organisation.Admin, 900);
        Assert.Equal(2500, told.Count);
        Assert.Equal(2500, told.Select(t => t.Id).Distinct().Count());
        Assert.All(told, t => Assert.Equal("created", t.Change));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task While_four_write_and_two_servers_take_in_a_reader_that_is_killed_and_goes_on_gets_every_change_once_in_order(
        Store store)
    {
        await using var app = await NewAppAsync(store);
        var organisation = await SetUpAsync(app);
        var api = organisation.Admin;
        var sites = new[] { await organisation.SiteAsync(), await organisation.SiteAsync() };
        var made = new System.Collections.Concurrent.ConcurrentDictionary<string, List<string>>();

        var work = Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() => WriteAsync(new Random(w)))));
        var drains = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!work.IsCompleted) await DrainAsync(app, once: true);
        })));
        var (kept, cursor, random) = (new List<(string Change, string Id)>(), Feed, new Random(9));
        while (!work.IsCompleted || !drains.IsCompleted) await ReadOnAsync();
        await Task.WhenAll(work, drains);
        await DrainAsync(app);
        while (await ReadOnAsync() > 0)
        {
        }

        var told = kept.GroupBy(k => k.Id).ToDictionary(k => k.Key, k => k.Select(c => c.Change).ToList());
        Assert.Equal(made.Keys.Order(), told.Keys.Order());
        Assert.All(made, m => Assert.Equal(m.Value, told[m.Key]));
        Assert.Equal(kept, await ReadAllAsync(api, 1000));

        // Now and then it dies before it has stored what it was given, and asks again with what it has.
        async Task<int> ReadOnAsync()
        {
            var limit = random.Next(1, 30);
            var answer = (await api.GetAsync($"{cursor}{(cursor.Contains('?') ? '&' : '?')}limit={limit}")).Is(200);
            if (random.Next(4) == 0) return 1;
            kept.AddRange(answer.Items.Select(i => ((string)i!["change"]!, (string)i!["id"]!)));
            var next = QueryHelpers.ParseQuery(new Uri("http://x" + (string)answer["next"]!).Query)["after"];
            cursor = $"{Feed}?after={next}";
            return answer.Items.Count;
        }

        async Task WriteAsync(Random r)
        {
            for (var n = 0; n < 25; n++)
            {
                var logged = await organisation.LogAsync(Entry(site: sites[r.Next(2)]).With("staff", "dvolkov"));
                var (id, steps) = ((string)logged["id"]!, new List<string> { "created" });
                made[id] = steps;
                if (r.Next(2) == 0) await TakeAsync("corrected", new { reason = "A note.", note = $"{n}" });
                if (r.Next(3) == 0) await TakeAsync("excluded", new { reason = "Trial.", state = "excluded", excludedAs = "test" });
                if (r.Next(3) == 0)
                {
                    await UndoAsync(app, Guid.Parse(id));
                    steps.Add("undone");
                }

                async Task TakeAsync(string step, object body)
                {
                    Answer answer;
                    do answer = await PatchAsync(api, $"interactions/{id}", body);
                    while (answer.Status == 503);
                    answer.Is(200);
                    steps.Add(step);
                }
            }
        }
    }

    [Fact]
    public async Task Who_sees_only_their_own_is_refused_and_so_is_what_is_no_cursor()
    {
        await using var app = await NewAppAsync(Store.Sqlite);
        var organisation = await SetUpAsync(app);
        (await (await app.AsAsync(Role.Staff)).GetAsync(Feed)).IsProblem(403, "forbidden");
        foreach (var cursor in new[] { "x", "1", "1-", "-1-0", "1-2-3", "99999999999999999999-1", "1 -1" })
        {
            var answer = await organisation.Admin.GetAsync($"{Feed}?after={Uri.EscapeDataString(cursor)}");
            Assert.Equal(["$.after invalid"], answer.Is(422).Errors);
        }

        Assert.Equal(["$.limit out_of_range"], (await organisation.Admin.GetAsync($"{Feed}?limit=1001")).Is(422).Errors);
    }

    private async Task<TestApp> NewAppAsync(Store store) => (await TestApp.NewAsync(store, postgres)).WithoutRollupJob();

    private static async Task<string> NextAsync(Api api, string? after) =>
        (string)(await api.GetAsync(after ?? Feed)).Is(200)["next"]!;

    private static async Task<List<(string Change, string Id)>> ReadAllAsync(Api api, int limit)
    {
        var (all, next) = (new List<(string, string)>(), $"{Feed}?limit={limit}");
        while (true)
        {
            var answer = (await api.GetAsync(next)).Is(200);
            if (answer.Items.Count == 0) return all;
            all.AddRange(answer.Items.Select(i => ((string)i!["change"]!, (string)i!["id"]!)));
            next = (string)answer["next"]!;
        }
    }

    private static async Task<Answer> PatchAsync(Api api, string path, object body) => await api.SendAsync(
        HttpMethod.Patch, path, JsonContent.Create(body), (await api.GetAsync(path)).Is(200).ETag);

    // As the page does for whoever logged it.
    private static async Task UndoAsync(TestApp app, Guid id)
    {
        var by = await app.QueryAsync(db => db.Interactions.Where(i => i.Id == id).Select(i => i.RecordedBy).SingleAsync());
        Result<Guid> undone;
        do
        {
            undone = await app.InScopeAsync(s => s.GetRequiredService<UndoInteraction>()
                .RunAsync(Actor.CommandLine with { Id = by }, id, CancellationToken.None));
        }
        while (undone is Result<Guid>.Unavailable);
        Assert.IsType<Result<Guid>.Ok>(undone);
    }

    private static async Task DrainAsync(TestApp app, bool once = false)
    {
        while ((await app.InScopeAsync(s => s.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None))).Entries > 0 && !once)
        {
        }
    }
}
