using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Deliveries;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Deliveries.Courier;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>Sealed weeks to other programs: signed, tried again, and never to where nobody may call.</summary>
public sealed class WebhookDeliveryTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_webhook_gets_the_files_signed_and_the_same_id_until_it_takes_them(Store store)
    {
        using var receiver = new HookReceiver { Answer = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate" };
        var organisation = await NewAsync(
            store, postgres, null, ("Deliveries:AllowedHosts", "localhost"), ("Deliveries:Address", "https://tracker.example.org/st"));
        await using var app = organisation.App;
        var api = organisation.Admin;
        string[] files = ["sites.csv", "flags.csv"];
        var made = (await api.PutAsync("deliveries/hook", new { kind = "webhook", target = receiver.Address, files })).Is(201);
        var secret = (string)made["secret"]!;
        Assert.Null((string?)(await api.GetAsync("deliveries/hook"))["secret"]);
        await organisation.SealAsync();
        await app.SendAsync();
        Assert.Equal("503 late", await api.AnswerAsync("hook"));
        await app.SendAsync();
        Assert.Single(receiver.Calls);
        receiver.Answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SendAsync();
        Assert.Equal(["1 sent 2"], await api.ReceiptsAsync("hook"));
        var (first, second) = (receiver.Calls.First(), receiver.Calls.Last());
        Assert.Equal(2, receiver.Calls.Count);
        Assert.Equal(first.Heads["Webhook-Id"], second.Heads["Webhook-Id"]);
        Assert.NotEqual(first.Heads["Webhook-Timestamp"], second.Heads["Webhook-Timestamp"]);
        Assert.Equal(first.Body, second.Body);
        var seconds = app.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal(seconds, second.Heads["Webhook-Timestamp"]);
        var signed = Encoding.UTF8.GetBytes($"{second.Heads["Webhook-Id"]}.{seconds}.{second.Body}");
        Assert.Equal(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed)),
            second.Heads["Webhook-Signature"]);

        var message = JsonNode.Parse(second.Body)!;
        var data = message["data"]!;
        Assert.Equal(
            ("week.sealed", Week, Site, 1),
            ((string)message["type"]!, (string)data["week"]!, (string)data["site"]!, (int)data["revision"]!));
        Assert.Equal(files, data["files"]!.AsArray().Select(f => (string)f!["name"]!));
        var file = data["files"]![0]!;
        var kept = (await api.GetAsync($"reports/weekly/{Week}/sites.csv?revision=1&site={Site}")).Is(200).Bytes;
        Assert.Equal(kept, Convert.FromBase64String((string)file["content"]!));
        Assert.Equal((kept.Length, Convert.ToHexStringLower(SHA256.HashData(kept))), ((int)file["bytes"]!, (string)file["sha256"]!));
        Assert.Equal(
            $"https://tracker.example.org/st/api/v1/reports/weekly/{Week}/sites.csv?site={Site}&revision=1", (string)file["link"]!);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task One_that_does_not_answer_holds_back_no_other_and_is_given_up_after_two_days_and_told(Store store)
    {
        using var broken = new HookReceiver
        {
            Answer = "HTTP/1.1 302 Found\r\nLocation: http://localhost/else\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        };
        using var sound = new HookReceiver();
        var organisation = await NewAsync(store, postgres, null, ("Deliveries:AllowedHosts", "localhost"));
        await using var app = organisation.App;
        var api = organisation.Admin;
        string[] files = ["sites.csv"];
        (await api.PutAsync("deliveries/broken", new { kind = "webhook", target = broken.Address, files })).Is(201);
        (await api.PutAsync("deliveries/sound", new { kind = "webhook", target = sound.Address, files })).Is(201);
        await organisation.SiteAsync("mill");
        await organisation.LogAsync(Entry("2026-11-10T10:00:00Z", "mill"));
        await app.WatchAsync();
        await organisation.SealAsync();
        await organisation.SealAsync("mill");
        await app.SendAsync();
        Assert.Equal(["1 sent 1", "1 sent 1"], await api.ReceiptsAsync("sound"));
        // One call tells that it does not answer; what else is for it waits a minute.
        Assert.Equal(["1 waiting 0", "1 waiting 1"], await api.ReceiptsAsync("broken"));
        Assert.Single(broken.Calls);
        Assert.Equal("ok", await HealthAsync(api));
        var calls = 0;
        for (; (await api.ReceiptsAsync("broken")).Any(r => r.Contains("waiting", StringComparison.Ordinal)); calls++)
        {
            Assert.InRange(calls, 0, 200);
            app.Clock.Advance(calls < 60 ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1));
            await app.SendAsync();
            if (calls == 55) Assert.Equal("deliveries_failing", await HealthAsync(api));
        }

        Assert.All(await api.ReceiptsAsync("broken"), r => Assert.StartsWith("1 failed", r, StringComparison.Ordinal));
        Assert.Contains("redirects are not followed", await api.AnswerAsync("broken"), StringComparison.Ordinal);
        Assert.InRange(broken.Calls.Count, 12, 30);
        Assert.Equal("deliveries_failing", await HealthAsync(api));

        broken.Answer = sound.Answer;
        foreach (var receipt in (await api.GetAsync("deliveries/broken/receipts")).Items)
            (await api.PostAsync($"deliveries/broken/receipts/{receipt!["id"]}/resend")).Is(200);
        await app.SendAsync();
        Assert.All(await api.ReceiptsAsync("broken"), r => Assert.StartsWith("1 sent", r, StringComparison.Ordinal));
        Assert.Equal(2, broken.Calls.Select(c => c.Heads["Webhook-Id"]).Distinct().Count());
        Assert.Equal("ok", await HealthAsync(api));
        // Nobody looks any more.
        app.Clock.Advance(TimeSpan.FromSeconds(55));
        Assert.Equal("deliveries_stopped", await HealthAsync(api));
        await app.SendAsync();
        Assert.Equal("ok", await HealthAsync(api));
    }

    [Fact]
    public async Task No_spelling_of_an_address_of_ones_own_network_is_ever_called()
    {
        using var canary = new HookReceiver();
        var answers = new Queue<IPAddress>();
        var organisation = await NewAsync(
            Store.Sqlite, postgres,
            s => s.AddSingleton<ResolveHost>((_, _) => Task.FromResult<IPAddress[]>([answers.Dequeue()])),
            ("Deliveries:AllowedHosts", "till.intranet"));
        await using var app = organisation.App;
        var api = organisation.Admin;
        var p = canary.Port;
        string[] refused =
        [
            $"http://127.0.0.1:{p}/", $"https://127.0.0.1:{p}/", $"https://127.1:{p}/", $"https://127.0.1:{p}/", $"https://2130706433:{p}/",
            $"https://0x7f000001:{p}/", $"https://0x7f.0.0.1:{p}/", $"https://0177.0.0.1:{p}/", $"https://017700000001:{p}/",
            $"https://127.255.255.254:{p}/", $"https://0.0.0.0:{p}/", $"https://0:{p}/", $"https://[::1]:{p}/", $"https://[::]:{p}/",
            $"https://[0:0:0:0:0:0:0:1]:{p}/", $"https://[::ffff:127.0.0.1]:{p}/", $"https://[::ffff:7f00:1]:{p}/",
            $"https://[::127.0.0.1]:{p}/", $"https://[64:ff9b::7f00:1]:{p}/", $"https://[2002:7f00:1::]:{p}/",
            "https://169.254.169.254/latest/",
            "https://[fd00:ec2::254]/", "https://[fe80::1]/", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.0.1/",
            "https://100.100.100.200/", "https://255.255.255.255/", $"https://user@127.0.0.1:{p}/", $"https://example.org@127.0.0.1:{p}/",
            $"https://127.0.0.1:{p}\r\nX: y/", "file:///etc/passwd", $"ftp://127.0.0.1:{p}/", $"gopher://127.0.0.1:{p}/",
            "http://example.org/",
            $"https:\\\\127.0.0.1:{p}\\", $"//127.0.0.1:{p}/", $"https://１２７.0.0.1:{p}/", $"https://127。0。0。1:{p}/",
            $"https://①②⑦.0.0.1:{p}/",
        ];
        Assert.Equal(40, refused.Length);
        foreach (var target in refused)
        {
            var answer = await api.PutAsync($"deliveries/{organisation.NewCode("x")}", new { kind = "webhook", target });
            if (answer.Status != 422) Assert.Fail($"{target}: {answer}");
            answer.IsRefused("$.target invalid");
        }

        // A name that leads there, from the first or a moment later.
        (await api.PutAsync("deliveries/name", new { kind = "webhook", target = $"https://hook.example.org:{p}/" })).Is(201);
        string[] leading = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254", "10.1.2.3", "fe80::1", "64:ff9b::7f00:1"];
        foreach (var address in leading)
        {
            answers.Enqueue(IPAddress.Parse(address));
            var answer = (await api.PostAsync("deliveries/name/test")).Is(200);
            Assert.False((bool)answer["taken"]!);
            Assert.Contains("AllowedHosts", (string)answer["answer"]!, StringComparison.Ordinal);
        }

        // Whoever runs the machine may allow a host by name, and what it redirects to is not called.
        canary.Answer = $"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{p}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        Assert.Equal(0, canary.Connections);
        (await api.PutAsync("deliveries/till", new { kind = "webhook", target = $"http://till.intranet:{p}/" })).Is(201);
        answers.Enqueue(IPAddress.Loopback);
        Assert.False((bool)(await api.PostAsync("deliveries/till/test")).Is(200)["taken"]!);
        Assert.Equal(1, canary.Connections);
        Assert.Empty(answers);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_to_a_limit_and_shown_without_what_is_no_text()
    {
        using var receiver = new HookReceiver
        {
            Answer = $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfine\u001b[31m\r\nX: y\u2028{new string('x', 1 << 20)}",
        };
        var organisation = await NewAsync(Store.Sqlite, postgres, null, ("Deliveries:AllowedHosts", "localhost"));
        await using var app = organisation.App;
        (await organisation.Admin.PutAsync("deliveries/hook", new { kind = "webhook", target = receiver.Address })).Is(201);
        var answer = (await organisation.Admin.PostAsync("deliveries/hook/test")).Is(200);
        Assert.True((bool)answer["taken"]!);
        Assert.StartsWith("200 fine [31m  X: y xxx", (string)answer["answer"]!, StringComparison.Ordinal);
        Assert.InRange(((string)answer["answer"]!).Length, 50, 501);
    }

    private static async Task<string> HealthAsync(Api api)
    {
        var part = (await api.GetAsync("/health/ready")).Is(200)["parts"]!["deliveries"]!;
        return (string?)part["code"] ?? (string)part["status"]!;
    }
}
