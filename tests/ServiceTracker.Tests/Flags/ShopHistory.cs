using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>A shop of few people with a history from a seed, in which one of them slips; and the flags that a program makes of
/// it.</summary>
internal static class ShopHistory
{
    private static readonly string[] People = ["ann", "bob", "cem", "dee", "eva"];

    /// <summary>Thirty weeks before the Monday after <see cref="TestApp.DefaultNow"/>.</summary>
    public static DateOnly Monday { get; } = new(2026, 4, 27);

    /// <summary>Interactions of weeks from the first one on, five days each; no two at the same time.</summary>
    /// <param name="weeks">How many.</param>
    /// <param name="slips">Weeks in which ann misses more.</param>
    public static List<HistoryRow> Rows(int weeks, Range slips)
    {
        var (random, rows) = (new Random(3), new List<HistoryRow>());
        for (var day = 0; day < 7 * weeks; day++)
        {
            if (day % 7 > 4) continue;
            var second = 0;
            foreach (var person in People)
            {
                var isSlipping = person == "ann" && day / 7 >= slips.Start.Value && day / 7 < slips.End.Value;
                for (var i = 6 + random.Next(4); i > 0; i--)
                {
                    var miss = isSlipping ? 0.25 : 0.03;
                    string[] answers = [.. Enumerable.Range(0, 3).Select(j => random.NextDouble() < (j == 2 ? 0 : miss) ? "missed"
                        : "met")];
                    rows.Add(new(
                        $"{day}-{person}-{i}", Monday.AddDays(day), $"{9 + random.Next(8):00}:{random.Next(60):00}:{second++ % 60:00}",
                        person, random.Next(2) == 0 ? "phone" : "counter", answers));
                }
            }
        }

        return rows;
    }

    /// <summary>A program in which the test alone watches, on the Saturday after thirty weeks.</summary>
    public static async Task<TestApp> NewAsync(Store store, PostgresCluster postgres, params (string Name, string Value)[] more)
    {
        var app = (await TestApp.NewAsync(store, postgres, more)).WithoutRollupJob();
        app.Clock.SetUtcNow(new(Monday.AddDays(7 * 30 - 2), new TimeOnly(6, 0), default));
        return app;
    }

    /// <summary>The shop and its people.</summary>
    public static async Task<Api> SetUpAsync(TestApp app)
    {
        var organisation = await Hosting.Organisation.SetUpAsync(app);
        foreach (var code in People) await organisation.StaffAsync(code, Hosting.Organisation.Site);
        return organisation.Admin;
    }

    /// <summary>Hands rows in as a file.</summary>
    public static async Task<Answer> ImportAsync(Api api, IEnumerable<HistoryRow> rows)
    {
        var csv = new StringBuilder(
            "external_id,occurred_at,site,staff,channel,basic:greeted,basic:identity,basic:anything_else,measure:wait_seconds\n");
        foreach (var r in rows)
        {
            csv.Append(CultureInfo.InvariantCulture,
                $"{r.Id},{r.Date:yyyy-MM-dd}T{r.Time}Z,{Hosting.Organisation.Site},{r.Staff},{r.Channel},");
            csv.Append(CultureInfo.InvariantCulture,
                $"{r.Answers[0]},{r.Answers[2]},{r.Answers[1]},{(r.Channel == "counter" ? "10" : "")}\n");
        }

        var run = (await api.PostTextAsync("imports?format=csv", csv.ToString(), "text/csv")).Is(200);
        Assert.Empty(run["errors"]!.AsArray());
        return run;
    }

    /// <summary>Logs a row as somebody at the counter does.</summary>
    public static async Task LogAsync(Api api, HistoryRow r)
    {
        var observations = new JsonObject { ["greeted"] = r.Answers[0], ["identity"] = r.Answers[2], ["anything_else"] = r.Answers[1] };
        if (r.Channel == "counter") observations["wait_seconds"] = 10;
        (await api.PostAsync("interactions", new JsonObject
        {
            ["externalId"] = r.Id,
            ["site"] = Hosting.Organisation.Site,
            ["staff"] = r.Staff,
            ["channel"] = r.Channel,
            ["occurredAt"] = $"{r.Date:yyyy-MM-dd}T{r.Time}Z",
            ["observations"] = observations,
        })).Is(201);
    }

    /// <summary>What running all detectors again says otherwise, a line each.</summary>
    public static async Task<string> DifferencesAsync(TestApp app)
    {
        var report = await app.InScopeAsync(s => s.GetRequiredService<WatchUpdate>().ReplayAsync(false, null, default));
        return string.Join('\n', report.Differences.Append($"{report.Waiting} waiting"));
    }

    /// <summary>The flags in one order; what running the detectors again says otherwise is told first.</summary>
    public static async Task<List<string>> FlagsAsync(TestApp app)
    {
        Assert.Equal("0 waiting", await DifferencesAsync(app));
        var staff = await app.QueryAsync(db => db.Staff.ToDictionaryAsync(s => s.Id, s => s.Code));
        var channels = await app.QueryAsync(db => db.Channels.ToDictionaryAsync(c => c.Id, c => c.Code));
        var flags = await app.QueryAsync(db => db.Flags.AsNoTracking().Where(f => f.Supported).ToListAsync());
        return
        [
            .. flags.Select(f => string.Create(
                CultureInfo.InvariantCulture,
                $"{f.DetectedAt:O} {f.Kind} {Staff(f)} {(f.ChannelId is { } c ? channels[c] : "-")} {f.IsSettled} {f.Joined} {f.Status} " +
                $"{PartOf(f)} {f.ClosedOn:O} {f.Sentence} {f.Evidence}")).Order(StringComparer.Ordinal),
        ];

        string Staff(Flag f) => f.StaffId is { } s ? staff[s] : "-";

        string PartOf(Flag f) => flags.Find(x => x.Id == f.PartOf) is { } of ? $"{of.DetectedAt:O} {Staff(of)}" : "-";
    }
}
