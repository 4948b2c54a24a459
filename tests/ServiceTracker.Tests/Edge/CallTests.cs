using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Edge;

public sealed class CallOnSqliteTests(OnSqlite shared) : CallTests(shared), IClassFixture<OnSqlite>;

public sealed class CallOnPostgresTests(OnPostgres shared) : CallTests(shared), IClassFixture<OnPostgres>;

/// <summary>What stands around a body: paths, parameters, preconditions, methods, names and headers.</summary>
public abstract class CallTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task Unknown_parameters_and_every_bad_value_are_named()
    {
        (await api.GetAsync("interactions?stff=x&limit=many&from=01/12/2026&to=2026-11"))
            .IsRefused("$.stff unknown_parameter", "$.limit invalid", "$.from invalid", "$.to invalid");
        (await api.GetAsync("interactions?from=2026-11-20&to=2026-11-19")).IsRefused("$.from out_of_range");
        (await api.GetAsync("sites/harbour?x=1")).IsRefused("$.x unknown_parameter");
        (await api.GetAsync("interactions?site=a%00")).IsRefused("$.site invalid");
        (await api.GetAsync("consistency?site=harbour&site=harbour")).IsRefused("$.site invalid");
        (await api.PostAsync("interactions?x=1", Entry())).IsRefused("$.x unknown_parameter");
    }

    [Fact]
    public async Task Lists_page()
    {
        foreach (var n in Enumerable.Range(0, 5)) await organisation.ChannelAsync($"page{n}");
        var seen = new List<string>();
        for (var next = "channels?limit=2"; next is not null;)
        {
            var page = (await api.GetAsync(next)).Is(200);
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(i => (string)i!["code"]!));
            next = (string?)page["next"];
        }

        Assert.Equal((await api.GetAsync("channels")).Items.Select(i => (string)i!["code"]!), seen);
        (await api.GetAsync("staff?limit=0")).IsRefused("$.limit out_of_range");
        (await api.GetAsync("baselines?limit=1")).Is(200);
        (await api.GetAsync("reports/weekly?limit=1")).Is(200);
    }

    [Fact]
    public async Task Preconditions_hold()
    {
        var path = "reasons/" + organisation.NewCode("pre");
        (await api.PutAsync(path, new { name = "A" }, "*")).IsProblem(412, "stale");
        (await api.PutAsync(path, new { name = "A" })).Is(201);
        (await SendAsync(HttpMethod.Put, path, """{"name":"B"}""", "If-None-Match", "*")).Is(412);
        (await api.PutAsync(path, new { name = "B" }, "\"9\", \"1\"")).Is(200);
        (await api.PutAsync(path, new { name = "C" }, "W/\"2\"")).IsProblem(412, "stale");
        (await api.PutAsync(path, new { name = "C" }, "*")).Is(200);
        (await SendAsync(HttpMethod.Get, path, null, "If-None-Match", "\"8\", W/\"3\"")).Is(304);
        (await SendAsync(HttpMethod.Get, path, null, "If-None-Match", "\"2\"")).Is(200);
        var read = (await api.GetAsync(path)).Is(200);
        (await api.PutAsync(path, read.Json)).Is(200);
        (await api.PutAsync(path, new { name = "D", code = "other" })).IsRefused("$.code read_only");
        var all = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => api.PutAsync(path, new { name = $"N{n}" })));
        Assert.All(all, a => a.Is(200));
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_a_body_and_unknown_methods_are_refused()
    {
        foreach (var path in new[] { "sites", "sites/harbour", "interactions", "/openapi/v1.json" })
            Assert.Empty((await api.SendAsync(HttpMethod.Head, path, null)).Is(200).Bytes);
        (await api.SendAsync(HttpMethod.Head, "sites/nowhere", null)).Is(404);
        (await api.SendAsync(HttpMethod.Trace, "/", null)).Is(405);
        (await api.SendAsync(new HttpMethod("FOO"), "/", null)).Is(405);
    }

    [Fact]
    public async Task Every_answer_keeps_to_itself()
    {
        foreach (var path in new[] { "/api/v1/sites",
            "/api/v1/sites?x=1", "/api/v1/reports/weekly/2026-W47/basics.csv", "/sign-in", "/failed", "/api/v1/none" })
        {
            using var answer = await api.Http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(answer.Headers.Contains("Content-Security-Policy") && answer.Headers.Contains("X-Content-Type-Options"), path);
            Assert.True(answer.Headers.CacheControl?.NoStore, path);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        }
    }

    [Theory, InlineData("text/html"), InlineData("text/csv"), InlineData("application/xml")]
    public async Task A_refusal_is_a_problem_with_a_code_whatever_the_caller_would_rather_be_sent(string accept)
    {
        (await SendAsync(HttpMethod.Get, "none", null, "Accept", accept)).IsProblem(404, "not_found");
        (await SendAsync(HttpMethod.Get, "sites/none", null, "Accept", accept)).IsProblem(404, "not_found");
        (await SendAsync(HttpMethod.Delete, "sites", null, "Accept", accept)).IsProblem(405, "method_not_allowed");
        (await SendAsync(HttpMethod.Get, "sites?x=1", null, "Accept", accept)).IsProblem(422, "validation");
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost:5080", 200)]
    [InlineData("192.168.1.20:5080", 200)]
    [InlineData("app", 200)]
    [InlineData("8.8.8.8", 400)]
    [InlineData("localhost:99999", 400)]
    public async Task Only_names_of_the_machine_and_its_network_are_answered(string host, int status) =>
        (await SendAsync(HttpMethod.Get, "sites", null, "Host", host)).Is(status);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string header, string value)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v1/" + path);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await api.Http.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), null, null,
            response.Content.Headers.ContentType?.ToString(), $"{method} {path}");
    }
}

/// <summary>Codes in paths.</summary>
public sealed class CodeInPathTests(Databases.PostgresCluster postgres)
{
    [Fact]
    public async Task Every_code_is_addressable_exactly()
    {
        // Over a connection: what a path was before it was decoded is known to the server only.
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        app.UseKestrel(0);
        app.StartServer();
        using var http = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };
        using var api = new Api(http);
        http.DefaultRequestHeaders.Authorization = new(
            "Bearer", await app.TokenAsync(Domain.Access.Role.Admin, Application.Tokens.TokenScopes.All));
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        foreach (var code in new[] { "a/b",
            "a%2Fb", "a%252Fb", "a..b", "a b", "\u00e9\u20ac", "a+b", "a;b", "a?b", "a#b", "%", "%zz", "\ud83d\ude00" }
                     .Concat(
                         Enumerable.Range(0, 30)
                             .Select(_ =>
                                 "x" + new string(
                                     [.. Enumerable.Range(0, random.Next(99))
                                         .Select(_ => "abc/%2Ff\u00e9.+ ;,?#&='\"\\"[random.Next(21)])])))
                     .Select(c => c.Trim()).Distinct())
        {
            var path = "channels/" + Uri.EscapeDataString(code);
            var made = await api.PutAsync(path, new { name = code });
            Assert.True(made.Status == 201 && (string?)made["code"] == code, $"seed {seed}, {code}: {made}");
            Assert.Equal(code, (string?)(await api.GetAsync(made.Location!)).Is(200)["code"]);
        }
    }

    [Theory]
    // The same path in other words, as proxies and careless programs write it.
    [InlineData("/api/v1/channels/a%252Fb/", 201, "a%2Fb")]
    [InlineData("http://localhost/api/v1/channels/a%252Fb", 201, "a%2Fb")]
    [InlineData("/api/v1/sites/../channels/a%252Fb", 201, "a%2Fb")]
    [InlineData("/api/v1/%2e/channels/%61%2fb", 201, "a/b")]
    // No UTF-8, half an escape: nobody knows which code is meant.
    [InlineData("/api/v1/channels/%ff", 400, null)]
    [InlineData("/api/v1/channels/%ED%A0%80", 400, null)]
    [InlineData("/api/v1/channels/%C0%AF", 400, null)]
    [InlineData("/api/v1/channels/%zz", 400, null)]
    [InlineData("/api/v1/channels/a%2", 400, null)]
    public async Task A_path_is_decoded_once_however_it_is_written(string target, int status, string? code)
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        app.UseKestrel(0);
        app.StartServer();
        var token = await app.TokenAsync(Domain.Access.Role.Admin, Application.Tokens.TokenScopes.All);
        var server = app.ClientOptions.BaseAddress;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        const string Body = """{"name":"C"}""";
        var request = $"PUT {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        var channels = await app.QueryAsync(db => db.Channels.AsNoTracking().Select(c => c.Code).ToListAsync());
        Assert.Equal(code is null ? [] : [code], channels);
    }
}
