using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Document;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Tests.Requests;
using ServiceTracker.Web.Api.Document;

namespace ServiceTracker.Tests.FastLane;

public sealed class LoggingShortcutOnSqliteTests(PostgresCluster postgres) : LoggingShortcutTests(Store.Sqlite, postgres);

public sealed class LoggingShortcutOnPostgresTests(PostgresCluster postgres) : LoggingShortcutTests(Store.Postgres, postgres);

/// <summary>
/// The same generated requests are sent to two equal programs: to one as clients send them, to the other with a slash at the end of the
/// path. Routing leads both to the same call; the shortcut knows the first alone. A few hundred requests of a fixed seed; thousands of a
/// new one with <c>TEST_LONG=1</c>. A failure names seed and number.
/// </summary>
public abstract partial class LoggingShortcutTests(Store store, PostgresCluster postgres)
{
    private const string Call = "POST /api/v1/interactions", Straight = "/api/v1/interactions", Around = Straight + "/";

    private const int Few = 300, Many = 6_000, UsualSeed = 20261128, MostFaults = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // When it was, how it was sent, and what depends on whether it was packed.
    private static readonly string[] OfTheWay =
        ["Date", "Content-Length", "Transfer-Encoding", "Content-Encoding", "Vary"];

    // Of JSON, or nearly.
    private static readonly string[] Types =
    [
        "APPLICATION/JSON", "application/json;charset=UTF-8", "application/json ; charset=utf-8", "application/json; charset=\"utf-8\"",
        "application/json;", "application/jsonp", "application/merge-patch+json", "text/json", "application/json, text/plain",
    ];

    private readonly List<string> faults = [];
    private readonly SortedDictionary<int, int> statuses = [];

    // Ids that the second program made, with those that the first one made in their place.
    private readonly Dictionary<string, string> sameAs = new(StringComparer.Ordinal);
    private int takenStraight;

    [Fact]
    public async Task The_shortcut_answers_as_the_general_way_does()
    {
        await using var straight = await Program.OfAsync(store, postgres);
        await using var around = await Program.OfAsync(store, postgres);
        var document = await ApiDocumentReader.OfAsync(straight.App);
        var calls = new ApiRequests(document, straight.Callers.Count, new Dictionary<string, string[]>(), Call);
        await RunAsync(straight, around, calls, UsualSeed, Few);
        if (Environment.GetEnvironmentVariable("TEST_LONG") == "1")
            await RunAsync(straight, around, calls, Random.Shared.Next(), Many);

        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults)}");
        int[] met = [200, 201, 400, 401, 403, 409, 413, 415, 422];
        Assert.Empty(met.Except(statuses.Keys));
        // The general way packs an answer for whoever unpacks it, the shortcut does not: so it is known that there are two ways.
        Assert.NotEqual(0, takenStraight);
        Assert.Equal(await RowsAsync(straight.App, id => id), await RowsAsync(around.App, id => sameAs.GetValueOrDefault(id, id)));
    }

    private async Task RunAsync(Program straight, Program around, ApiRequests calls, int seed, int count)
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"Seed {seed}");
        GeneratedRequest? before = null;
        for (var number = 0; number < count && faults.Count < MostFaults; number++)
        {
            var dice = new Dice(new Random(unchecked((seed * 1_000_003) + number)));
            // A client that got no answer sends the same again.
            var request = before is not null && dice.Chance(0.1) ? before : Varied(calls.Make(dice), dice);
            var scheme = dice.Chance(0.04) ? dice.Of(["bearer ", "BEARER  ", "Bearer\t", "Basic ", "Bearer"]) : "Bearer ";
            var first = await straight.SendAsync(request, scheme);
            var second = await around.SendAsync(request with { Target = Around + request.Target[Straight.Length..] }, scheme);
            foreach (var fault in Differences(request, first, second)) faults.Add($"seed {seed}, number {number}: {fault}\n    {request}");
            before = request;
        }

        output.WriteLine(string.Join(", ", statuses.Select(s => $"{s.Value} of {s.Key}")) + $"; {takenStraight} known to be straight");
    }

    // Mostly other interactions than the example, some of them again under their own or an external id, and headers of careful clients.
    private static GeneratedRequest Varied(GeneratedRequest request, Dice dice)
    {
        var headers = request.Headers.ToList();
        if (dice.Chance(0.2) && headers.All(h => h.Name != "Accept-Encoding")) headers.Add(("Accept-Encoding", dice.Of(["gzip", "br"])));
        if (dice.Chance(0.05)) headers.Add(("Idempotency-Key", dice.HeaderText()));
        if (dice.Chance(0.05) && headers.RemoveAll(h => h.Name == "Content-Type") > 0) headers.Add(("Content-Type", dice.Of(Types)));
        if (request.Body is null || dice.Chance(0.2)) return request with { Headers = headers };
        var id = dice.Of(
            ["", $"\"id\":\"0193485f-3c00-7a51-9c44-{dice.Next(12):x12}\",", $"\"externalId\":\"till-{dice.Next(12)}\",",
                "\"id\":\"00000000-0000-0000-0000-000000000000\","]);
        var body = Encoding.Latin1.GetString(request.Body).Replace($"\"id\":\"{Examples.Id}\",", id, StringComparison.Ordinal)
            // The baseline here asks for one basic more than the example's.
            .Replace("\"wait_seconds\":42", "\"wait_seconds\":42,\"anything_else\":\"met\"", StringComparison.Ordinal);
        if (dice.Chance(0.03)) body += new string(' ', dice.Of([1 << 19, 1 << 20]));
        return request with { Headers = headers, Body = Encoding.Latin1.GetBytes(body) };
    }

    private IEnumerable<string> Differences(GeneratedRequest request, WireAnswer? first, WireAnswer? second)
    {
        if (first is null || second is null)
        {
            // It may hang up on bytes that it does not want before its answer has been read.
            var isWhole = request.Framing is Framing.Length or Framing.Chunks && !(request.Body?.Length > 1 << 16);
            if (isWhole && (first is not null || second is not null)) yield return $"{Short(first)}, and around {Short(second)}";
            yield break;
        }

        statuses[first.Status] = statuses.GetValueOrDefault(first.Status) + 1;
        if (!first.Headers.ContainsKey("Content-Encoding") && second.Headers.ContainsKey("Content-Encoding")) takenStraight++;
        Learn(first, second);
        if (first.Status != second.Status) yield return $"{Short(first)}, and around {Short(second)}";
        else if (Untraced(first.Text) != Untraced(Mapped(second.Text))) yield return $"{first.Text}\n  and around\n{second.Text}";
        var (headers, others) = (HeadersOf(first, h => h), HeadersOf(second, Mapped));
        if (headers != others) yield return $"{headers}\n  and around\n{others}";
    }

    // Where neither the client nor another system gave an id, each program makes its own.
    private void Learn(WireAnswer first, WireAnswer second)
    {
        if (first.Status != 201 || second.Status != 201) return;
        var (id, other) = ((string)JsonNode.Parse(first.Body)!["id"]!, (string)JsonNode.Parse(second.Body)!["id"]!);
        if (id != other && Guid.Parse(id).Version == 7 && Guid.Parse(other).Version == 7) sameAs[other] = id;
    }

    private string Mapped(string text) => Ids().Replace(text, m => sameAs.GetValueOrDefault(m.Value, m.Value));

    // Each request has a number of its own, by which the log tells of it.
    private static string Untraced(string text) => Traces().Replace(text, "");

    private static string HeadersOf(WireAnswer answer, Func<string, string> mapped) => string.Join(
        '\n', answer.Headers.Where(h => !OfTheWay.Contains(h.Key)).OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {mapped(h.Value)}"));

    private static string Short(WireAnswer? answer) =>
        answer is null ? "no answer" : $"{answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 500)]}";

    // Every value of every row that logging writes, ids as the first program made them.
    private static Task<string> RowsAsync(TestApp app, Func<string, string> mapped) => app.QueryAsync(async db =>
    {
        var tokens = (await db.ApiTokens.AsNoTracking().ToListAsync()).ToDictionary(
            t => $"token:{t.Id}", t => $"{t.Name} {t.Scopes} {string.Join(',', t.SiteIds ?? [])}");
        var rows = new List<string>();
        rows.AddRange(Values(db, await db.Interactions.AsNoTracking().ToListAsync()));
        rows.AddRange(Values(db, await db.InteractionTexts.AsNoTracking().ToListAsync()));
        rows.AddRange(Values(db, await db.MissCauses.AsNoTracking().ToListAsync()));
        rows.AddRange(Values(db, await db.StandOuts.AsNoTracking().ToListAsync()));
        // A row of the queue has an id of its own, which nothing refers to.
        rows.AddRange(
            (await db.RollupQueue.AsNoTracking().ToListAsync()).SelectMany(q => q.Unpack()).Select(d => JsonSerializer.Serialize(d)));
        Assert.NotEmpty(rows);
        return string.Join(
            '\n', rows.Select(r => tokens.Aggregate(r, (row, t) => row.Replace(t.Key, t.Value, StringComparison.Ordinal)))
                .Select(r => Ids().Replace(r, m => mapped(m.Value))).Order(StringComparer.Ordinal));
    });

    private static IEnumerable<string> Values<T>(ServiceTrackerDb db, IEnumerable<T> rows)
        where T : class
    {
        var columns = db.Model.FindEntityType(typeof(T))!.GetProperties().ToList();
        return rows.Select(row => typeof(T).Name + string.Concat(columns.Select(c => $" {c.Name}={Text(c.PropertyInfo!.GetValue(row))}")));
    }

    private static string Text(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        double[] numbers => string.Join(',', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Traces();

    /// <summary>A program that listens, whose rollups stay in the queue, with everybody's token remembered.</summary>
    private sealed class Program : IAsyncDisposable
    {
        public required TestApp App { get; init; }

        public required Callers Callers { get; init; }

        public static async Task<Program> OfAsync(Store store, PostgresCluster postgres)
        {
            var app = (await TestApp.NewAsync(store, postgres)).WithoutRollupJob();
            app.UseKestrel(0);
            app.StartServer();
            await Hosting.Organisation.SetUpAsync(app);
            var program = new Program { App = app, Callers = await Callers.OfAsync(app) };
            // The clock stands still: who was recognised once stays so.
            var any = (await ApiDocumentReader.OfAsync(app)).Operations.First(o => o.ToString() == Call);
            for (var caller = 0; caller < program.Callers.Count; caller++)
                await program.SendAsync(new GeneratedRequest(caller, "GET", "/api/v1/sites", [], null) { Operation = any }, "Bearer ");
            return program;
        }

        public async Task<WireAnswer?> SendAsync(GeneratedRequest request, string scheme)
        {
            using var patience = new CancellationTokenSource(Patience);
            var caller = Callers.HeadersOf(request).Select(h => (h.Name, h.Value.Replace("Bearer ", scheme, StringComparison.Ordinal)));
            return await Wire.SendAsync(App.ClientOptions.BaseAddress, request, caller, patience.Token);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
