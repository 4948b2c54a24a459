using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>Flags on stored interactions, however these came.</summary>
public sealed class FlagsOfHistoryTests(PostgresCluster postgres)
{
    private const int Weeks = 36, Slips = 30;
    private static readonly DateOnly Monday = new(2026, 3, 9);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_same_history_gives_the_same_flags_at_once_in_pieces_out_of_order_and_from_rows_alone(Store store)
    {
        var rows = History(seed: 3);
        var once = await FlagsAsync(store, [rows], restarts: false);
        var slipping = Assert.Single(once,
            f => f.Contains("ann", StringComparison.Ordinal) && !f.Contains("Critical", StringComparison.Ordinal)
                && !f.Contains("Comparison", StringComparison.Ordinal));
        // Compared with colleagues as well: one flag a fact, however it is seen.
        Assert.Single(once, f => f.Contains("Comparison", StringComparison.Ordinal));
        Assert.Contains("lower than the usual", slipping, StringComparison.Ordinal);

        // Weeks in turn, the oldest last; and any rows in any order.
        var months = rows.GroupBy(r => r.Date.Month).Select(g => g.ToList()).Reverse().ToList();
        Assert.Equal(once, await FlagsAsync(store, months, restarts: true));
        var shuffled = rows.ToArray();
        new Random(5).Shuffle(shuffled);
        Assert.Equal(once, await FlagsAsync(store, [.. shuffled.Chunk(shuffled.Length / 3 + 1).Select(c => c.ToList())], restarts: false));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task What_no_longer_holds_is_marked_and_what_is_logged_again_is_supported_again(Store store)
    {
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        await ShopHistory.ImportAsync(api, History(seed: 3));
        await app.WatchAsync();
        var flag = Assert.Single(await StoredAsync(app), f => f is { StaffId: not null, Kind: FlagKind.Lower, ClosedOn: null });
        Assert.True(flag.Supported);
        var (from, to) = (Monday.AddDays(7 * Slips), Monday.AddDays(7 * Weeks));
        await app.QueryAsync(db => db.Interactions.Where(i => i.StaffId == flag.StaffId && i.BusinessDate >= from && i.BusinessDate <= to)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, Domain.Interactions.InteractionState.Excluded)));
        var report = await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(false, null, default));
        Assert.NotEmpty(report.Differences);
        await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(true, null, default));
        Assert.Empty((await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(false, null, default))).Differences);
        var marked = Assert.Single(await StoredAsync(app), f => f.Id == flag.Id);
        Assert.False(marked.Supported);

        await app.QueryAsync(db => db.Interactions.Where(i => i.StaffId == flag.StaffId && i.BusinessDate >= from && i.BusinessDate <= to)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, Domain.Interactions.InteractionState.Counted)));
        await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(true, null, default));
        Assert.True(Assert.Single(await StoredAsync(app), f => f.Id == flag.Id).Supported);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_import_says_whether_flags_reflect_it(Store store)
    {
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        var id = (string?)(await ShopHistory.ImportAsync(api, History(seed: 3)[..50]))["id"];
        Assert.Equal("pending", (string?)(await api.GetAsync($"imports/{id}")).Is(200)["analysis"]);
        await app.WatchAsync();
        Assert.Equal("done", (string?)(await api.GetAsync($"imports/{id}")).Is(200)["analysis"]);

        // As in the moment between the turn that took its days and the round of its weeks.
        Assert.Equal(1, await app.QueryAsync(db => db.WatchedSites.ExecuteUpdateAsync(
            s => s.SetProperty(x => x.RoundsThrough, x => x.RoundsThrough!.Value.AddDays(-7)))));
        Assert.Equal("pending", (string?)(await api.GetAsync($"imports/{id}")).Is(200)["analysis"]);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task What_is_usual_at_a_site_is_learnt_anew_from_a_change_that_says_so(Store store)
    {
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        await ShopHistory.ImportAsync(api, History(seed: 3, everybodySlips: true));
        await app.WatchAsync();
        var date = Monday.AddDays(7 * Slips);
        var flag = (await StoredAsync(app)).Where(f => f is { StaffId: null, Kind: FlagKind.Lower, Supported: true })
            .Where(f => f.DetectedOn >= date).MinBy(f => f.DetectedAt)!;

        await ChangeAsync(rebase: false);
        Assert.True(Assert.Single(await StoredAsync(app), f => f.Id == flag.Id).Supported);
        await ChangeAsync(rebase: true);
        Assert.False(Assert.Single(await StoredAsync(app), f => f.Id == flag.Id).Supported);

        async Task ChangeAsync(bool rebase)
        {
            var change = new { site = Hosting.Organisation.Site, date, what = "Another script.", why = "It is shorter.", rebase };
            (await api.PostAsync("process-changes", change)).Is(201);
            Assert.Equal(rebase ? 1 : 0, await app.QueryAsync(db => db.DetectionQueue.CountAsync()));
            await app.WatchAsync();
            var report = await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(false, null, default));
            Assert.Equal((0, ""), (report.Waiting, string.Join('\n', report.Differences)));
        }
    }

    private async Task<List<string>> FlagsAsync(Store store, IReadOnlyList<IReadOnlyList<HistoryRow>> pieces, bool restarts)
    {
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        foreach (var piece in pieces)
        {
            await ShopHistory.ImportAsync(api, piece);
            await app.WatchAsync();
            if (restarts) app.Services.GetRequiredService<WatchMemory>().Forget();
        }

        var report = await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(false, null, default));
        Assert.Equal((0, ""), (report.Waiting, string.Join('\n', report.Differences)));
        var staff = await app.QueryAsync(db => db.Staff.ToDictionaryAsync(s => s.Id, s => s.Code));
        var channels = await app.QueryAsync(db => db.Channels.ToDictionaryAsync(c => c.Id, c => c.Code));
        return
        [
            .. (await StoredAsync(app)).Where(f => f.Supported).Select(f => string.Create(
                CultureInfo.InvariantCulture,
                $"{f.DetectedAt:O} {f.Kind} {(f.StaffId is { } s ? staff[s] : "-")} {(f.ChannelId is { } c ? channels[c] : "-")} " +
                $"{f.DetectedBy} {f.IsSettled} {f.Joined} " +
                $"{f.PartOf is not null} {f.ClosedOn:O} {f.Sentence}")).Order(StringComparer.Ordinal),
        ];
    }

    private static Task<List<Flag>> StoredAsync(TestApp app) => app.QueryAsync(db => db.Flags.AsNoTracking().ToListAsync());

    private async Task<TestApp> NewAsync(Store store) =>
        (await TestApp.NewAsync(store, postgres)).WithoutRollupJob();

    private static async Task<Api> SetUpAsync(TestApp app)
    {
        var organisation = await Hosting.Organisation.SetUpAsync(app);
        foreach (var code in People) await organisation.StaffAsync(code, Hosting.Organisation.Site);
        return organisation.Admin;
    }

    private static readonly string[] People = ["ann", "bob", "cem", "dee", "eva", "fay"];

    private static List<HistoryRow> History(int seed, bool everybodySlips = false)
    {
        var (random, rows) = (new Random(seed), new List<HistoryRow>());
        for (var day = 0; day < 7 * Weeks; day++)
        {
            if (day % 7 > 4) continue;
            foreach (var person in People)
            {
                var miss = (everybodySlips || person == "ann") && day / 7 >= Slips ? 0.2 : 0.03;
                for (var i = 8 + random.Next(5); i > 0; i--)
                {
                    var answers = Enumerable.Range(0, 2).Select(_ => random.NextDouble() < miss ? "missed" : "met").Append("met").ToArray();
                    rows.Add(new(
                        $"{day}-{person}-{i}", Monday.AddDays(day), $"{9 + random.Next(8):00}:{random.Next(60):00}:{random.Next(60):00}",
                        person, random.Next(2) == 0 ? "phone" : "counter", answers));
                }
            }
        }

        return rows;
    }
}
