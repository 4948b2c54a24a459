using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Edge;

/// <summary>A program that listens on a port of its own, with a proxy on this machine trusted or not.</summary>
public sealed class ConnectionTests(PostgresCluster postgres)
{
    private const string Entry = """{"site":"harbour","channel":"counter","occurredAt":"2026-11-20T10:00:00Z","observations":"all_met"}""";

    [Fact]
    public async Task A_transfer_that_broke_is_the_networks_fault_and_never_the_senders()
    {
        await using var app = await StartAsync();
        var organisation = await Hosting.Organisation.SetUpAsync(app);
        var token = await app.TokenAsync(Role.Admin, TokenScopes.All);
        // Too slow to be anybody who means it, sizes that are none or larger than a number holds, and an end in the middle. A queue that is
        // told 422 sends no more.
        var slow = SendAsync(app, token, "Content-Length: 5000", [.. Entry.Chunk(20).Take(3).Select(c => new string(c))]);
        foreach (var (chunks,
            status) in new (string Chunks,
            int Status)[] { ("zz\r\n{}\r\n0\r\n\r\n", 400),
            ("FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n", 400), ("-1\r\n{}\r\n", 400), ("5\r\n{}extra and more\r\n0\r\n\r\n", 400) })
            IsIncomplete(await SendAsync(app, token, "Transfer-Encoding: chunked", [chunks]), status);
        IsIncomplete(await slow, 408);
        Assert.Equal(0, await app.QueryAsync(db => Task.FromResult(db.Interactions.Count())));
        (await organisation.Admin.PostTextAsync("interactions", Entry)).Is(201);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_proxy_says_is_believed_of_the_proxies_that_are_named_and_of_nobody_else(bool named)
    {
        await using var app = await StartAsync(named ? [("TrustedProxies:0", "127.0.0.1")] : []);
        using var http = new HttpClient(
            new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        { BaseAddress = app.ClientOptions.BaseAddress };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var answer = await http.GetAsync(new Uri("/setup", UriKind.Relative), TestContext.Current.CancellationToken);
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.ToList() : [];
        Assert.NotEmpty(cookies);
        Assert.Equal(named, answer.Headers.Contains("Strict-Transport-Security"));
        Assert.All(
            cookies, c => Assert.Equal(
                named, c.StartsWith("__Host-", StringComparison.Ordinal) && c.Contains("secure", StringComparison.OrdinalIgnoreCase)));
    }

    private static void IsIncomplete(string answer, int status)
    {
        Assert.StartsWith($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"incomplete\"", answer, StringComparison.Ordinal);
    }

    private async Task<TestApp> StartAsync(params (string, string)[] settings)
    {
        var app = await TestApp.NewAsync(Store.Sqlite, postgres, settings);
        app.UseKestrel(0);
        app.StartServer();
        return app;
    }

    // Sends a request whose body comes in pieces, or not at all, and reads whatever is answered until the server ends the connection.
    private static async Task<string> SendAsync(TestApp app, string token, string framing, string[] pieces)
    {
        var address = app.ClientOptions.BaseAddress;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await WriteAsync(
            $"POST /api/v1/interactions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: " +
            $"application/json\r\nConnection: close\r\n{framing}\r\n\r\n");
        foreach (var piece in pieces) await WriteAsync(piece);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);

        async Task WriteAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
    }
}
