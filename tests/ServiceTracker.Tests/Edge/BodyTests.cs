using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Edge;

public sealed class BodyOnSqliteTests(OnSqlite shared) : BodyTests(shared), IClassFixture<OnSqlite>;

public sealed class BodyOnPostgresTests(OnPostgres shared) : BodyTests(shared), IClassFixture<OnPostgres>;

/// <summary>Bodies that are no JSON, no text, or the wrong shape many times over.</summary>
public abstract class BodyTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    /// <summary>Every call that takes JSON, with the status that an empty object is answered with where it is not refused.</summary>
    public static TheoryData<string, string> Calls => new()
    {
        { "POST", "interactions" }, { "POST", "charts" }, { "POST", "baselines" }, { "PUT", "sites/s-1" },
        { "PUT", "sites/harbour/teams/t-1" },
        { "PUT", "staff/p-1" }, { "PUT", "channels/c-1" }, { "PUT", "reasons/r-1" },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Bytes_that_are_no_UTF8_are_malformed_wherever_they_stand(string method, string path)
    {
        foreach (var body in new[] { "{\"na\u00e5e\":1}",
            "{\"name\":\"caf\u00e9\"}", "{\"observations\":{\"\u00ff\":\"met\"}}", "\u00ff", "{\"csat\":\"x\",\"\u00ff\":1}" })
            (await SendAsync(method, path, Encoding.Latin1.GetBytes(body))).IsProblem(400, "malformed");
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task Half_a_surrogate_pair_is_refused_wherever_it_stands(string method, string path)
    {
        foreach (var body in new[]
                 {
                     """{"\ud800":1}""", """{"name":"\ud800"}""", """{"csat":"x","\udfff":1}""", """{"observations":{"\ud800":"met"}}""",
                     """{"causes":{"\ud800":"x"}}""",
                     """{"activeFrom":{"\ud800":1}}""", """{"subgroups":[{"\ud800":1}]}""", """{"occurredAt":"\ud800"}""",
                     """{"name":{"a":["\udc00\ud800"]}}""",
                 })
        {
            var answer = await SendAsync(method, path, Encoding.UTF8.GetBytes(body));
            Assert.True(answer.Is(422).Errors.Length > 0, answer.ToString());
        }
    }

    [Fact]
    public async Task A_NUL_is_refused_in_every_text_and_its_field_named()
    {
        (await SendAsync("PUT", "staff/nul", """{"name":"N","site":"a\u0000"}""")).IsRefused("$.site invalid");
        (await SendAsync("PUT", "staff/nul", """{"name":"N","site":"harbour","team":"x\u0000"}""")).IsRefused("$.team invalid");
        (await SendAsync("PUT", "sites/nul", """{"name":"N\u0000","zone":"\u0000"}""")).IsRefused("$.name invalid", "$.zone invalid");
        (await SendAsync("PUT", "channels/nul", """{"name":"N","kind":"\u0000"}""")).IsRefused("$.kind invalid");
        (await SendAsync("POST", "interactions", Entry().With("site", "a\0").With("customer", "b\0").ToJsonString()))
            .IsRefused("$.site invalid", "$.customer invalid");
        (await SendAsync("POST", "interactions", Entry().With("causes", new JsonObject { ["greeted"] = "\0" }).ToJsonString()))
            .IsRefused("$.causes.greeted invalid");
        (await SendAsync("PUT", "sites/after-nul", """{"name":"After","zone":"UTC"}""")).Is(201);
    }

    [Fact]
    public async Task One_bad_byte_in_a_batch_spoils_its_own_item_only()
    {
        var site = await organisation.SiteAsync();
        var batch = new JsonArray(
            Entry(site: site).With("externalId", "a"), Entry(site: site).With("externalId", "b").With("note", "caf\u00e9"),
            Entry(site: site).With("externalId", "c").With("note", "HALF"),
            Entry(site: site).With("MEMBER", 1), Entry(site: site).With("externalId", "d"));
        var bytes = Encoding.Latin1.GetBytes(
            batch.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace("HALF", @"\ud83d", StringComparison.Ordinal).Replace("MEMBER", @"\udead", StringComparison.Ordinal));

        var items = (await api.PostBytesAsync("interactions/batch", bytes, "application/json")).Is(200).Items;
        Assert.Equal([201, 422, 422, 422, 201], items.Select(i => (int)i!["status"]!));
        Assert.Equal(["$.note", "$.note", "$"], items.Skip(1).Take(3).Select(i => (string)i!["problem"]!["errors"]![0]!["path"]!));
        Assert.Equal(2, (await api.GetAsync($"interactions?site={site}")).Items.Count);
        (await api.PostTextAsync("interactions/batch", "[{},")).IsProblem(400, "malformed");
        (await api.PostTextAsync("interactions/batch", "[{}] []")).IsProblem(400, "malformed");
        (await api.PostTextAsync("interactions/batch", "{}")).IsRefused("$ invalid");
        (await api.PostTextAsync("interactions/batch", "null")).IsRefused("$ invalid");
    }

    [Fact]
    public async Task Names_of_members_are_what_they_are()
    {
        (await SendAsync("PUT", "sites/case", """{"Name":"Case","zone":"UTC"}""")).IsRefused("$.Name unknown_member");
        (await SendAsync("POST", "interactions", Entry().With("Note", "x").ToJsonString())).IsRefused("$.Note unknown_member");
    }

    [Theory]
    [InlineData("['", 1_000_000)]
    [InlineData(".", 1_000_000)]
    [InlineData("[0", 1_000_000)]
    [InlineData("']", 1_000_000)]
    [InlineData("['", 60_000)]
    [InlineData("a.b['", 60_000)]
    public async Task A_hostile_name_costs_no_more_than_its_length(string piece, int length)
    {
        var name = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        foreach (var (method, path) in new[] { ("POST", "interactions"), ("POST", "charts"), ("POST", "interactions/batch") })
        {
            var body = path.EndsWith("batch", StringComparison.Ordinal)
                ? $$"""[{"{{name}}":1},{"a":1,"{{name}}x":2}]""" : $$"""{"{{name[..^40]}}":1,"{{name[..20]}}":2}""";
            var clock = Stopwatch.StartNew();
            var answer = await SendAsync(method, path, body);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{path}: {clock.Elapsed}");
            Assert.True(answer.Status is 422 or 200, answer.Text[..Math.Min(500, answer.Text.Length)]);
            Assert.True(answer.Bytes.Length < 64 << 10, $"{answer.Bytes.Length} bytes");
        }
    }

    [Fact]
    public async Task Reports_of_errors_end()
    {
        var many = new JsonObject();
        for (var i = 0; i < 3000; i++) many[$"m{i}"] = i;
        Assert.InRange((await api.PostAsync("charts", many)).Is(422).Errors.Length, 20, 50);
        var codes = Entry();
        for (var i = 0; i < 3000; i++) codes.Observed($"c{i}", "met");
        Assert.Equal(50, (await api.PostAsync("interactions", codes)).Is(422).Errors.Length);
        var strings = "{\"kind\":\"xmr\",\"y\":[" + string.Join(',', Enumerable.Repeat("\"\"", 3_900_000)) + "]}";
        var clock = Stopwatch.StartNew();
        // One value in the place of a text, so that reading it costs as much, and nothing is looked for.
        (await SendAsync("POST", "charts", strings.Replace(',', ' '))).IsProblem(400, "malformed");
        var reading = clock.Elapsed;
        clock.Restart();
        (await SendAsync("POST", "charts", strings)).IsRefused("$.y[0] invalid");
        (await SendAsync("POST", "charts", strings[..100_000] + "\\ud800")).Is(422);
        (await SendAsync("POST", "charts", "{\"kind\":\"xmr\",\"y\":[1" + new string(' ', 100_000) + "2]}")).IsProblem(400, "malformed");
        Assert.True(clock.Elapsed < 3 * reading + TimeSpan.FromSeconds(2), $"{clock.Elapsed} against {reading}");
    }

    [Theory]
    [InlineData("""{"csat":"4"}""", "A whole number is needed")]
    [InlineData("""{"csat":4.5}""", "A whole number is needed")]
    [InlineData("""{"id":"0199a1b200007000"}""", "An id is needed, such as")]
    [InlineData("""{"standOuts":{}}""", "A list is needed")]
    [InlineData("""{"note":5}""", "A text is needed")]
    [InlineData("""{"occurredAt":"2026-02-29T10:00:00Z"}""", "names a day that there is not: 2026-02-29")]
    [InlineData("""{"occurredAt":"2026-02-28T25:00:00Z"}""", "names a time of day that there is not")]
    [InlineData("""{"occurredAt":"2026-02-28T10:00:00"}""", "says no offset")]
    [InlineData("""{"occurredAt":5}""", "A time with an offset is needed")]
    public async Task What_is_no_value_of_a_member_is_refused_with_what_is_needed(string json, string words)
    {
        var errors = (await SendAsync("POST", "interactions", json)).IsProblem(422, "validation")["errors"]!.AsArray();
        Assert.Contains(errors, e => ((string)e!["message"]!).Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_shape_of_JSON_is_answered_with_a_fault()
    {
        var seed = Environment.GetEnvironmentVariable("SEED") is { } given ? int.Parse(given, null) : Random.Shared.Next();
        var random = new Random(seed);
        string[] names = [
            "name", "site", "observations", "y", "causes", "standOuts", "expectations", "id", "occurredAt", "zone", "\\u0000", "\\ud800",
            "a.b", "['x']", "", "n", "kind"];
        string[] values = [
            "1", "-1e999", "1e-5", "null", "true", "\"\"", "\"\\u0000\"", "\"\\udfff\"", "\"met\"", "\"2026-11-20T10:00:00Z\"", "[]", "{}",
            "99999999999", "\"\u00e9\"", "nul", "\"", "[[[[1]]]]"];
        for (var round = 0; round < 400; round++)
        {
            var call = Calls.ElementAt(random.Next(Calls.Count)).Data;
            var body = Encoding.UTF8.GetBytes(Json(3));
            for (var flips = random.Next(3); flips > 0 && body.Length > 0; flips--) body[random.Next(body.Length)] = (byte)random.Next(256);
            var clock = Stopwatch.StartNew();
            var answer = await SendAsync(call.Item1, call.Item2, body);
            Assert.True(
                answer.Status < 500 && clock.Elapsed < TimeSpan.FromSeconds(2),
                $"SEED={seed}, {answer} to {Encoding.Latin1.GetString(body)}");
        }

        string Json(int depth) => random.Next(depth == 0 ? 1 : 3) switch
        {
            1 => "{" + string.Join(
                ',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{Json(depth - 1)}")) + "}",
            2 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(depth - 1))) + "]",
            _ => values[random.Next(values.Length)],
        };
    }

    [Fact]
    public async Task A_retry_is_recognised_before_it_is_judged_anew()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var byExternalId = Entry(site: site).With("staff", person).With("externalId", "r1");
        var byId = Entry(site: site).With("staff", person).With("id", Guid.CreateVersion7().ToString()).With("note", "x");
        var first = (await organisation.LogAsync(byExternalId))["id"]!.ToJsonString();
        await organisation.LogAsync(byId);
        (await api.PutAsync($"staff/{person}", new { name = person, site, activeFrom = "2026-11-25" })).Is(200);

        Assert.Equal(first, (await api.PostAsync("interactions", byExternalId)).Is(200)["id"]!.ToJsonString());
        (await api.PostAsync("interactions", byId)).Is(200);
        (await api.PostAsync("interactions", byId.DeepClone().AsObject().With("note", "y"))).IsRefused("$.staff not_active");
        (await api.PostAsync("interactions", byExternalId.DeepClone().AsObject().With("externalId", "r2"))).IsRefused("$.staff not_active");
        var items =
            (await api.PostAsync(
                "interactions/batch", new JsonArray(byExternalId.DeepClone(), byId.DeepClone(), Entry(site: site).With("staff", person))))
                    .Is(200).Items;
        Assert.Equal([200, 200, 422], items.Select(i => (int)i!["status"]!));
    }

    [Fact]
    public async Task A_role_that_may_not_log_is_told_so_at_once()
    {
        using var ops = await shared.App.AsAsync(Domain.Access.Role.Ops);
        (await ops.PostAsync("interactions/batch", new JsonArray(Entry(), Entry()))).IsProblem(403, "forbidden");
    }

    private Task<Answer> SendAsync(string method, string path, string body) => SendAsync(method, path, Encoding.UTF8.GetBytes(body));

    private async Task<Answer> SendAsync(string method, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return await api.SendAsync(new HttpMethod(method), path, content);
    }
}
