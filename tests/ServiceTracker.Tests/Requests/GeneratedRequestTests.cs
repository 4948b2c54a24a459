using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Tests.Document;
using ServiceTracker.Tests.Flags;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Web.Api.Document;

namespace ServiceTracker.Tests.Requests;

/// <summary>Nothing else runs meanwhile in this process: time and memory are measured.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}

[Collection(AloneInTheProcess.Name)]
public sealed class GeneratedRequestsOnSqliteTests(ListeningOnSqlite shared) : GeneratedRequestTests(shared),
    IClassFixture<ListeningOnSqlite>;

[Collection(AloneInTheProcess.Name)]
public sealed class GeneratedRequestsOnPostgresTests(ListeningOnPostgres shared) : GeneratedRequestTests(shared),
    IClassFixture<ListeningOnPostgres>;

/// <summary>
/// A few hundred generated requests of a fixed seed; ten thousand of a new one with <c>TEST_LONG=1</c>, after which memory is looked at:
/// from the moment at which the first quarter has made the program warm, since code that is compiled, plans and pages of the store that are
/// kept come once, and what is never given back comes with every request. Before all of them each call of the document is sent once as it
/// stands there and is answered with what was asked for. A failure names the seed and the number: <c>TEST_REPLAY=seed.number</c> sends that
/// request alone, <c>TEST_REPLAY=seed.first-last</c> those before it, too.
/// </summary>
public abstract partial class GeneratedRequestTests(Listening shared)
{
    private const int Few = 400, Some = 2_500, Many = 10_000, UsualSeed = 20261128, MostFaults = 50, KeptFor = 100;

    // How often a call that refers to something is sent until that is there.
    private const int Turns = 6;

    private const long MemoryLeft = 64 << 20;

    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(2), Yardstick = TimeSpan.FromMilliseconds(100),
        Patience = TimeSpan.FromSeconds(30);

    private readonly TestApp app = shared.App;
    private readonly List<string> faults = [];
    private readonly SortedDictionary<int, int> statuses = [];
    private readonly HashSet<string> done = [];
    private TimeSpan slowest;
    private Callers callers = null!;
    private ApiDocumentReader document = null!;
    private ApiRequests calls = null!;
    private Dictionary<string, string[]> known = null!;
    private string lastAnswer = "";
    private int invited;
    private PageRequests pages = null!;

    [Fact]
    public async Task No_request_fails_inside_or_takes_long_and_every_answer_is_one_that_is_told()
    {
        await PrepareAsync();
        var output = TestContext.Current.TestOutputHelper!;
        if (Environment.GetEnvironmentVariable("TEST_REPLAY") is { Length: > 0 } replay)
        {
            var parts = replay.Split('.', '-').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
            await RunAsync(parts[0], parts[1], parts[^1] - parts[1] + 1);
        }
        else
        {
            await SendPlainAsync();
            await RunAsync(UsualSeed, 0, Few);
            if (Environment.GetEnvironmentVariable("TEST_LONG") == "1")
            {
                var seed = Random.Shared.Next();
                output.WriteLine($"Seed {seed}");
                await RunAsync(seed, 0, Few + Some);
                var before = Memory();
                output.WriteLine($"Memory before: {Megabytes(before)}");
                var after = before;
                for (var sent = Some; sent < Many; sent += Some)
                {
                    await RunAsync(seed, Few + sent, Some);
                    after = Memory();
                    output.WriteLine($"after {sent + Some}: {Megabytes(after)}");
                }

                if (after.Managed - before.Managed > MemoryLeft || after.Resident - before.Resident > MemoryLeft)
                    faults.Add($"Memory grew from {Megabytes(before)} to {Megabytes(after)}.");
            }
        }

        output.WriteLine(
            $"{statuses.Values.Sum()} answers, the slowest after {slowest.TotalMilliseconds:0} ms: " +
            $"{string.Join(", ", statuses.Select(s => $"{s.Value} of {s.Key}"))}");
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults)}");
    }

    private async Task<string> UnclaimedAsync(Guid device)
    {
        var at = app.Clock.GetUtcNow().UtcDateTime;
        var (id, observations) = (Guid.CreateVersion7(), """{"greeted": "met", "identity": "met"}""");
        await app.QueryAsync(db =>
        {
            db.UnclaimedEntries.Add(new UnclaimedEntry
            {
                Id = id,
                DeviceId = device,
                SiteId = db.Sites.Single(s => s.Code == Hosting.Organisation.Site).Id,
                Staff = "dvolkov",
                Ground = UnclaimedGround.Locked,
                OccurredAt = at,
                ArrivedAt = at,
                Content = $$"""
                    {"id": "{{id}}", "staff": "dvolkov", "occurredAt": "{{at:O}}", "channel": "phone", "observations": {{observations}}}
                    """,
            });
            return db.SaveChangesAsync();
        });
        return $"{id}";
    }

    // What paths and fields may hold that is there, on a day after those of the document's examples.
    private async Task PrepareAsync()
    {
        app.Clock.Advance(TimeSpan.FromDays(3));
        callers = await Callers.OfAsync(app);
        document = await ApiDocumentReader.OfAsync(app);
        var admin = shared.Organisation.Admin;
        // The basics of which the document's examples speak.
        await shared.Organisation.BaselineAsync("2026-11-10", Hosting.Organisation.StandardExpectations[..3]);
        var greeted = new JsonObject { ["greeted"] = "met", ["identity"] = "missed", ["wait_seconds"] = 42 };
        var entry = (string)(
            await shared.Organisation.LogAsync(
                Hosting.Organisation.Entry().With("staff", "dvolkov").With("observations", greeted)))["id"]!;
        var import =
            (string)(await admin.PostTextAsync(
                "imports?onError=skip",
                $"external_id,occurred_at,site,channel,basic:greeted\na,2026-11-19T10:00:00Z,{Hosting.Organisation.Site},phone,met\n" +
                "b,,,,\n", "text/csv")).Is(200)["id"]!;
        string[] account = [await InviteAsync()];
        var leaver = await shared.Organisation.StaffAsync("dvolkow", Hosting.Organisation.Site);
        var standard = Hosting.Organisation.StandardExpectations;
        var draft = (await admin.PostAsync(
            "baselines", new { name = "Draft", effectiveFrom = "2026-12-01", targetConsistency = 0.9, expectations = standard }))
            .Is(201)["number"]!.ToString();
        string[] baselines = ["1", draft, draft, "4", "5"];
        var flag = $"{await new RaisedFlag { Staff = "dvolkov" }.StoreAsync(app)}";
        var conversation = (string)(await admin.PostAsync("coaching", new
        {
            staff = "dvolkov",
            date = "2026-11-20",
            observed = "Two greetings were late.",
            agreed = new[] { new { step = "Look up first.", until = "2026-12-04" } },
        })).Is(201)["id"]!;
        var recovery = (string)(await admin.PostAsync("recoveries", new { site = "harbour", channel = "counter", reason = "renewal" }))
            .Is(201)["id"]!;
        (await admin.PutAsync("import-mappings/till", new { columns = new { Wer = "staff" } })).Is(201);
        (await admin.PutAsync("coverage/harbour/2026-11-19", new { contacts = 40 })).Is(201);
        (await admin.PutAsync("deliveries/payroll", new { kind = "folder", target = "payroll" })).Is(201);
        await app.QueryAsync(db =>
        {
            db.DeliveryReceipts.Add(new DeliveryReceipt
            {
                SiteId = db.Sites.Single(s => s.Code == Hosting.Organisation.Site).Id,
                Delivery = "payroll",
                WeekStart = new DateOnly(2026, 11, 9),
                Revision = 1,
                Recipient = "",
                Id = Guid.Parse(Examples.Id),
                Status = DeliveryStatus.Sent,
            });
            return db.SaveChangesAsync();
        });
        var devices = new List<string>();
        foreach (var name in new[] { "Front desk", "Side door" })
            devices.Add((string)(await admin.PostAsync("devices", new { site = "harbour", name })).Is(201)["id"]!);
        var token = (string)(await admin.PostAsync("tokens", new { name = "Till", role = "ops" })).Is(201)["id"]!;
        var unclaimed = await UnclaimedAsync(Guid.Parse(devices[0]));
        known = new()
        {
            ["/api/v1/tokens/"] = [token],
            ["/api/v1/unclaimed-entries/"] = [unclaimed],
            ["/api/v1/import-mappings/"] = ["till"],
            ["/api/v1/deliveries/"] = ["payroll"],
            ["/api/v1/devices/"] = [.. devices],
            // What a call needs besides its path.
            ["/api/v1/reports/weekly/{week}/diff"] = ["?site=harbour&from=1&to=1"],
            ["/api/v1/logging/next"] = ["?site=harbour&staff=dvolkov&channel=counter"],
            ["/api/v1/observations/next"] = ["?site=harbour"],
            ["/api/v1/interactions/"] = [entry],
            ["/api/v1/imports/"] = [import],
            ["/api/v1/accounts/"] = account,
            ["/api/v1/baselines/"] = baselines,
            ["/api/v1/flags/"] = [flag],
            ["/api/v1/coaching/"] = [conversation],
            ["/api/v1/recoveries/"] = [recovery],
            ["/api/v1/staff/"] = ["dvolkov", leaver],
        };
        calls = new ApiRequests(document, callers.Count, known);
        pages = await PageRequests.OfAsync(app, callers.Count, new Dictionary<string, string[]>
        {
            ["/interactions/"] = [entry],
            ["/imports/"] = [import],
            ["/accounts/"] = account,
            ["/baselines/"] = baselines,
            ["/basics/"] = ["identity", "greeted"],
            ["/flags/"] = [flag],
            ["/recoveries/"] = [recovery],
            ["/not-found/"] = ["404", "403", "400"],
            ["site"] = ["harbour"],
            ["sites"] = ["harbour"],
            ["staff"] = ["dvolkov"],
            ["person"] = ["dvolkov"],
            ["channel"] = ["counter", "phone"],
            ["channels"] = ["counter", "phone"],
            ["reason"] = ["renewal"],
            ["interaction"] = [entry],
            ["expectation"] = ["identity", "greeted"],
            ["ruling"] = ["excused", "stands"],
            ["cause"] = ["process", "person"],
            ["standing"] = ["counted", "duplicate", "customer_conduct"],
            ["outcome"] = ["served", "customer_conduct"],
            ["missed"] = ["greeted", "identity", "anything_else"],
            ["code"] = ["greeted", "identity", "wait_seconds", "harbour", "dvolkov", "counter", "renewal", "new-one"],
            ["id"] = [entry, account[0], import],
            ["saved"] = [entry],
            ["baseline"] = ["1"],
            ["version"] = ["1", "2", "3", "0"],
            ["role"] = ["manager", "admin", "staff", "ops", "Clerk"],
            ["zone"] = ["Europe/London", "UTC", "Asia/Tokyo"],
            ["email"] = ["new@example.org", "somebody0@example.org"],
            ["password"] = ["a long enough password", "another long enough password"],
            ["again"] = ["a long enough password", "true"],
            ["old"] = ["a long enough password"],
            ["how"] = ["all_met", "missed"],
            ["when"] = ["now", "earlier"],
            ["on"] = ["2026-11-19", "0001-01-01"],
            ["at"] = ["10:05"],
            ["same"] = [entry],
            ["source"] = ["observer", "mystery_shop"],
            ["why"] = ["busy", "forgot"],
            ["standouts"] = ["personal"],
            ["kind"] = ["check", "measure", "counter"],
            ["kinds"] = ["counter", "phone", "web"],
            ["direction"] = ["atMost", "atLeast"],
            ["action"] = ["save", "publish", "add", "remove-0", "up-1", "down-0", "up-99999999999"],
            ["week"] = ["2026-W47", "2026-W46"],
            ["revision"] = ["1", "2", "0"],
            ["file"] = ["consistency", "basics", "interactions"],
            ["profile"] = ["excel", "excel-us"],
            ["name"] = ["payroll", "Front desk"],
            ["target"] = ["payroll", "../out"],
            ["revisions"] = ["all", "first"],
            ["files"] = ["sites.csv"],
            ["state"] = ["counted"],
            ["template"] = ["retail", "hospitality"],
            ["from"] = ["2026-11-01", "empty", "1"],
            ["to"] = ["2026-11-20"],
            ["effectivefrom"] = ["2026-12-01", "2026-11-21"],
            ["everychannel"] = ["true", "false"],
            ["returnurl"] = ["/log", "//evil.example", "https://evil.example/", "/\\evil.example", "/log?x=\u00e9"],
            ["dayStart"] = ["00:00", "04:00"],
        });
    }

    private async Task SendPlainAsync()
    {
        // What takes something away comes when all that refers to it has been sent.
        var waiting = document.Operations
            .OrderBy(o => o.Method == "DELETE" ? 2 : o.Path.EndsWith("/merge", StringComparison.Ordinal) ? 1 : 0).ToList();
        var last = new Dictionary<string, string>();
        for (var turn = 0; turn < Turns && waiting.Count > 0; turn++)
        {
            foreach (var operation in waiting)
            {
                var request = calls.Plain(operation, turn);
                var found = await FaultsAsync(request);
                faults.AddRange(found.Select(f => $"As the document has it: {f}\n    {request}"));
                last[operation.ToString()] = lastAnswer;
            }

            waiting.RemoveAll(o => done.Contains(o.ToString()));
        }

        // A second person agrees, and these callers are nobody in particular.
        waiting.RemoveAll(o => o.Path.EndsWith("/approvals/{id}", StringComparison.Ordinal));
        faults.AddRange(waiting.Select(o => $"As the document has it {o} is not done: {last[o.ToString()]}"));
    }

    // What calls refer to may have been taken away by one of them: without it none would find anything any more.
    private async Task KeepAsync()
    {
        var admin = shared.Organisation.Admin;
        if ((await admin.GetAsync($"accounts/{known["/api/v1/accounts/"][0]}")).Status == 404)
            known["/api/v1/accounts/"][0] = await InviteAsync();
        var leaver = known["/api/v1/staff/"][^1];
        if ((string?)(await admin.GetAsync($"staff/{leaver}")).Is(200)["code"] != leaver)
            known["/api/v1/staff/"][^1] = await shared.Organisation.StaffAsync(null, Hosting.Organisation.Site);
    }

    private async Task<string> InviteAsync() =>
        (string)(await shared.Organisation.Admin.PostAsync(
            "accounts", new { email = $"somebody{invited++}@example.org", name = "Somebody", role = "manager" })).Is(201)["id"]!;

    private async Task RunAsync(int seed, int first, int count)
    {
        for (var number = first; number < first + count && faults.Count < MostFaults; number++)
        {
            if (number % KeptFor == 0) await KeepAsync();
            var dice = new Dice(new Random(unchecked((seed * 1_000_003) + number)));
            var request = dice.Chance(0.5) ? calls.Make(dice) : pages.Make(dice);
            foreach (var fault in await FaultsAsync(request)) faults.Add($"TEST_REPLAY={seed}.{number} {fault}\n    {request}");
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<List<string>> FaultsAsync(GeneratedRequest request)
    {
        var found = new List<string>();
        using var patience = new CancellationTokenSource(Patience);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await Wire.SendAsync(app.ClientOptions.BaseAddress, request, callers.HeadersOf(request), patience.Token);
            var took = Stopwatch.GetElapsedTime(started);
            if (took > slowest) slowest = took;
            if (took > Slowest && await TimeAsync(request, patience.Token) is var again && again > Slowest * Crowding())
                found.Add($"took {took.TotalSeconds:0.0} s and {again.TotalSeconds:0.0} s");
            if (answer is null)
            {
                // It may hang up on a body that it does not want, or that never ends.
                if (request.Framing is Framing.Length or Framing.Chunks && !(request.Body?.Length > 1 << 16)) found.Add("got no answer");
                return found;
            }

            lastAnswer = $"{answer.Status} {Short(answer)}";
            if (answer.Status is >= 200 and < 300 && request.Operation is { } call) done.Add(call.ToString());
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            if (answer.Status >= 500) found.Add($"answered {answer.Status}: {shared.LoggedErrors()}");
            else if (request.Operation is { } operation) CheckCall(request, operation, answer, found);
            else CheckPage(request, answer, found);
            if (callers.IsSignedOut(request, answer)) await callers.SignInAsync(request.Caller);
        }
        catch (Exception broken) when (broken is InvalidDataException or OperationCanceledException)
        {
            found.Add($"got no whole answer within {Patience.TotalSeconds} s: {broken.Message}");
        }

        return found;
    }

    // Once more: another program may have had the processor, and still have it.
    private async Task<TimeSpan> TimeAsync(GeneratedRequest request, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await Wire.SendAsync(app.ClientOptions.BaseAddress, request, callers.HeadersOf(request), cancellation);
        return Stopwatch.GetElapsedTime(started);
    }

    // How many times as long as alone it takes here just now to work something out, at least 1.
    private static double Crowding()
    {
        var (started, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        while (Environment.CpuUsage.TotalTime - worked < Yardstick)
        {
        }

        return Math.Max(1, Stopwatch.GetElapsedTime(started) / Yardstick);
    }

    private void CheckCall(GeneratedRequest request, Operation operation, WireAnswer answer, List<string> found)
    {
        var told = operation.Answers[$"{answer.Status}"];
        if (request.IsRouted && told is null) found.Add($"answered {answer.Status}, which the document does not tell: {Short(answer)}");
        if (request.Method == "HEAD" || answer.Status == 304) return;
        var isJson = answer.Type == "application/json" && told?["content"]?["application/json"]?["schema"] is not null;
        if (request.IsRouted && isJson)
            found.AddRange(
                document.Faults(JsonNode.Parse(answer.Body), told!["content"]!["application/json"]!["schema"]!).Take(3)
                    .Select(f => $"answered {answer.Status} in another shape: {f}"));
        // What the server cannot read as HTTP it refuses with the status alone.
        if (answer.Status < 400 || isJson || (answer is { Status: 400 or 411 or 413 or 414 or 431, Body.Length: 0 } && !request.IsRouted))
            return;
        if (answer.Type != "application/problem+json") found.Add($"answered {answer.Status} as {answer.Type}: {Short(answer)}");
        else if (JsonNode.Parse(answer.Body) is not JsonObject problem || problem["code"]
            ?.GetValueKind() != System.Text.Json.JsonValueKind.String) found.Add(
                $"answered {answer.Status} without a code: {Short(answer)}");
        else if (Internals().IsMatch(answer.Text)) found.Add($"tells what is inside: {Short(answer)}");
    }

    private static void CheckPage(GeneratedRequest request, WireAnswer answer, List<string> found)
    {
        if (answer.Status is >= 300 and < 400 and not 304
            && (answer.Headers.GetValueOrDefault("Location") is not { } location || !IsLocal(location))) found.Add(
                $"leads to {answer.Headers.GetValueOrDefault("Location")}");
        if (answer.Status >= 400 && answer.Body.Length > 0 && answer.Type is not ("text/html" or "application/problem+json"))
            found.Add($"answered {answer.Status} as {answer.Type}: {Short(answer)}");
        if (answer.Body.Length > 0 && Internals().IsMatch(answer.Text))
            found.Add($"tells what is inside: {Internals().Match(answer.Text)} in {Short(answer)}");
        if (answer.Status == 200 && request.Method is not ("GET" or "POST" or "HEAD")) found.Add("was taken for another method");
    }

    private static bool IsLocal(string location) =>
        location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal)
            && !location.StartsWith("/\\", StringComparison.Ordinal);

    private static (long Managed, long Resident) Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }

    private static string Megabytes((long Managed, long Resident) memory) =>
        $"{memory.Managed >> 20} MB managed, {memory.Resident >> 20} MB resident";

    private static string Short(WireAnswer answer) => answer.Text[..Math.Min(answer.Text.Length, 500)];

    [GeneratedRegex(
        @"\b(System|Microsoft|Npgsql|ServiceTracker)\.[A-Z]|[A-Za-z]Exception\b|SQLITE_|duplicate key|violates|   at [A-Z]\w+\.")]
    private static partial Regex Internals();
}
