using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>Flags of people compared with each other, and notes on the data, from the rounds of whole weeks.</summary>
public sealed class RoundsTests(PostgresCluster postgres)
{
    private const int Weeks = 14;
    private static readonly DateOnly Monday = new(2026, 11, 16);
    private static readonly string[] People = ["ann", "bob", "cem", "dee", "eva", "fay", "gus"];

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Who_is_below_colleagues_is_flagged_once_whether_weeks_came_one_by_one_or_all_at_once_in_disorder(Store store)
    {
        var rows = History();
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        for (var week = 0; week < Weeks; week++)
        {
            app.Clock.SetUtcNow(EndOf(week));
            await ShopHistory.ImportAsync(api, rows.Where(r => WeekOf(r) == week));
            await app.WatchAsync();
        }

        var told = await ShopHistory.FlagsAsync(app);
        var flag = Assert.Single(told, f => f.Contains(" Comparison ", StringComparison.Ordinal));
        Assert.Contains(" Comparison ann - True ", flag, StringComparison.Ordinal);
        var view = (await api.GetAsync("flags?kind=comparison")).Is(200).Items.Single()!;
        Assert.Equal(("new", "settled", null), ((string?)view["status"], (string?)view["label"], (string?)view["detectedBy"]));
        Assert.Contains("This is lower than chance and the usual differences between people explain.", (string?)view["sentence"]);
        var evidence = (await api.GetAsync($"flags/{view["id"]}")).Is(200)["evidence"]!;
        Assert.True((double)evidence["statistic"]! < (double)evidence["threshold"]!);
        Assert.Equal((int)evidence["n"]!, evidence["points"]!.AsArray().Sum(p => (int)p!["n"]!));

        await using var once = await NewAsync(store);
        using var admin = await SetUpAsync(once);
        once.Clock.SetUtcNow(EndOf(Weeks - 1));
        var shuffled = rows.ToArray();
        new Random(5).Shuffle(shuffled);
        foreach (var piece in shuffled.Chunk(rows.Count / 3 + 1))
        {
            await ShopHistory.ImportAsync(admin, piece);
            await once.WatchAsync();
        }

        Assert.Equal(told, await ShopHistory.FlagsAsync(once));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_comparison_that_rows_no_longer_give_is_marked_and_one_of_others_weeks_closes_by_itself(Store store)
    {
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        app.Clock.SetUtcNow(EndOf(2 * Weeks - 1));
        await ShopHistory.ImportAsync(api, History(weeks: 2 * Weeks, slips: 4));
        await app.WatchAsync();
        var flag = Assert.Single(await StoredAsync(app, FlagKind.Comparison));
        Assert.True(flag.Supported);
        Assert.Equal((FlagStatus.Closed, true), (flag.Status, flag.ClosedOn >= flag.LastSignalOn.AddDays(56)));

        // What ann missed turns out to be met.
        await app.QueryAsync(db => db.Interactions.Where(i => i.StaffId == flag.StaffId)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.State, Domain.Interactions.InteractionState.Excluded)));
        await ReplayAsync(app, repair: true);
        Assert.Equal("0 waiting", await ShopHistory.DifferencesAsync(app));
        Assert.False(Assert.Single(await StoredAsync(app, FlagKind.Comparison)).Supported);
        Assert.Empty((await api.GetAsync("flags?kind=comparison&status=closed")).Is(200).Items);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_comparison_that_was_dealt_with_stays_closed_while_it_is_told_of_the_same_weeks(Store store)
    {
        var rows = History();
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        app.Clock.SetUtcNow(EndOf(Weeks - 4));
        await ShopHistory.ImportAsync(api, rows.Where(r => WeekOf(r) <= Weeks - 4));
        await app.WatchAsync();
        var flag = Assert.Single(await StoredAsync(app, FlagKind.Comparison));
        (await api.PostAsync($"flags/{flag.Id}/transitions", new { to = "closed", reason = "Was ill." })).Is(200);
        app.Clock.SetUtcNow(EndOf(Weeks - 1));
        await ShopHistory.ImportAsync(api, rows.Where(r => WeekOf(r) > Weeks - 4));
        await app.WatchAsync();
        var closed = Assert.Single(await StoredAsync(app, FlagKind.Comparison));
        Assert.Equal((FlagStatus.Closed, true), (closed.Status, closed.Joined > flag.Joined));
        Assert.Equal("0 waiting", await ShopHistory.DifferencesAsync(app));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Where_data_are_to_be_read_with_care_a_note_says_so_until_it_is_seen(Store store)
    {
        await using var app = await NewAsync(store);
        using var api = await SetUpAsync(app);
        app.Clock.SetUtcNow(EndOf(8));
        // On the phone everybody misses more; four Tuesdays have nothing.
        var rows = History(phone: 0.15).Where(r => WeekOf(r) <= 8 && (r.Date.DayOfWeek != DayOfWeek.Tuesday || WeekOf(r) < 5)).ToList();
        await ShopHistory.ImportAsync(api, rows);
        // As if each had logged it themselves.
        await app.QueryAsync(db => db.Interactions
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Source, Domain.Interactions.Source.Self)));
        foreach (var row in rows.Where(r => WeekOf(r) == 8 && r.Channel == "counter").Take(40)) await SeeAsync(api, row);
        await app.WatchAsync();
        Assert.Equal("0 waiting", await ShopHistory.DifferencesAsync(app));
        var notes = (await api.GetAsync("notes")).Is(200).Items;
        Assert.Equal(
            ["channelGap phone", "evidenceGap ", "loggingGap "],
            notes.Select(n => $"{n!["kind"]} {n["channel"]}").Order(StringComparer.Ordinal));
        Assert.Contains(
            "Nothing was logged on 10 % of 40 usually busy days.",
            (string?)notes.Single(n => (string?)n!["kind"] == "loggingGap")!["sentence"]);
        // No flag on anybody comes of them.
        Assert.Empty((await api.GetAsync("flags?kind=comparison")).Is(200).Items);

        foreach (var note in notes) (await api.PostAsync($"flags/{note!["id"]}/transitions", new { to = "closed" })).Is(200);
        app.Clock.SetUtcNow(EndOf(9));
        await ShopHistory.ImportAsync(api, History(phone: 0.15).Where(r => WeekOf(r) == 9));
        await app.WatchAsync();
        Assert.Empty((await api.GetAsync("notes")).Is(200).Items);
        Assert.Equal("0 waiting", await ShopHistory.DifferencesAsync(app));
    }

    private static async Task SeeAsync(Api api, HistoryRow row)
    {
        var observations = new JsonObject { ["greeted"] = "missed", ["identity"] = "met", ["anything_else"] = "met" };
        observations["wait_seconds"] = 10;
        (await api.PostAsync("interactions", new JsonObject
        {
            ["site"] = Hosting.Organisation.Site,
            ["staff"] = row.Staff,
            ["channel"] = row.Channel,
            ["source"] = "observer",
            ["occurredAt"] = $"{row.Date:yyyy-MM-dd}T{row.Time}Z",
            ["observations"] = observations,
        })).Is(201);
    }

    private static Task<List<Flag>> StoredAsync(TestApp app, FlagKind kind) =>
        app.QueryAsync(db => db.Flags.AsNoTracking().Where(f => f.Kind == kind).ToListAsync());

    private static Task<ReplayReport> ReplayAsync(TestApp app, bool repair) =>
        app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(repair, null, default));

    private static DateTimeOffset EndOf(int week) => new(Monday.AddDays(7 * (week + 1)), new TimeOnly(6, 0), default);

    private static int WeekOf(HistoryRow row) => (row.Date.DayNumber - Monday.DayNumber) / 7;

    private async Task<TestApp> NewAsync(Store store) => (await TestApp.NewAsync(store, postgres)).WithoutRollupJob();

    private static async Task<Api> SetUpAsync(TestApp app)
    {
        var organisation = await Hosting.Organisation.SetUpAsync(app);
        foreach (var code in People) await organisation.StaffAsync(code, Hosting.Organisation.Site);
        return organisation.Admin;
    }

    // Ann misses more in the first weeks, or in all of them.
    private static List<HistoryRow> History(int weeks = Weeks, int slips = Weeks, double phone = 0)
    {
        var (random, rows, second) = (new Random(11), new List<HistoryRow>(), 0);
        for (var day = 0; day < 7 * weeks; day++)
        {
            if (day % 7 > 4) continue;
            foreach (var person in People)
            {
                for (var i = 4; i > 0; i--)
                {
                    var channel = random.Next(2) == 0 ? "phone" : "counter";
                    var miss = (person == "ann" && day / 7 < slips && phone == 0 ? 0.25 : 0.03) + (channel == "phone" ? phone : 0);
                    string[] answers = [Answer(miss), Answer(miss), "met"];
                    rows.Add(new(
                        string.Create(CultureInfo.InvariantCulture, $"{day}-{person}-{i}"), Monday.AddDays(day),
                        $"{9 + random.Next(8):00}:{random.Next(60):00}:{second++ % 60:00}", person, channel, answers));
                }
            }
        }

        return rows;

        string Answer(double miss) => random.NextDouble() < miss ? "missed" : "met";
    }
}
