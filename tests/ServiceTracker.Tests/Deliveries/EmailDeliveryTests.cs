using System.IO.Compression;
using System.Text;
using MimeKit;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Deliveries.Courier;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>Sealed weeks by e-mail: to each person a message of their own.</summary>
public sealed class EmailDeliveryTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Each_person_gets_one_message_and_one_who_is_refused_keeps_it_from_nobody(Store store)
    {
        using var sink = new SmtpSink();
        sink.Refusals["later@example.org"] = "451 busy";
        sink.Refusals["never@example.org"] = "550 nobody of that name";
        var organisation = await NewAsync(
            store, postgres, null, ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{sink.Port}"), ("Mail:Tls", "none"),
            ("Mail:From", "tracker@example.org"), ("Deliveries:Address", "https://tracker.example.org"));
        await using var app = organisation.App;
        var api = organisation.Admin;
        (await api.PutAsync($"sites/{Site}", new { name = "Harbour\u2028Bcc: all@example.org", zone = "Europe/London" })).Is(200);
        var made = await api.PutAsync(
            "deliveries/people",
            new { kind = "email", target = "later@example.org, never@example.org, ann@example.org", files = new[] { "sites.csv" } });
        Assert.Null((string?)made.Is(201)["secret"]);
        await organisation.SealAsync();
        await app.SendAsync();
        Assert.Equal(
            ["1 ann@example.org sent 1", "1 later@example.org waiting 1", "1 never@example.org failed 1"],
            await api.ReceiptsAsync("people"));
        Assert.Contains("550", await api.AnswerAsync("people"), StringComparison.Ordinal);
        var (to, text) = Assert.Single(sink.Messages);
        Assert.Equal("ann@example.org", to);
        using var message = await MimeMessage.LoadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
        var id = (string)(await api.GetAsync("deliveries/people/receipts")).Items.Single(r => (string?)r!["recipient"] == to)!["id"]!;
        Assert.Equal($"{id}@example.org", message.MessageId);
        Assert.Equal("ann@example.org", Assert.Single(message.To.Mailboxes).Address);
        Assert.Empty(message.Cc.Concat(message.Bcc));
        Assert.StartsWith($"{Week} Harbour", message.Subject, StringComparison.Ordinal);
        Assert.Contains(
            $"https://tracker.example.org/reports?week={Week}&site={Site}&revision=1", message.TextBody, StringComparison.Ordinal);
        var attachment = Assert.IsType<MimePart>(Assert.Single(message.Attachments));
        Assert.Equal($"week_{Week}_harbour_r1.zip", attachment.FileName);
        using var content = new MemoryStream();
        await attachment.Content!.DecodeToAsync(content, TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(content);
        Assert.Equal(["sites.csv", "columns.json", "receipt.json"], zip.Entries.Select(e => e.FullName));

        sink.Refusals.Clear();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SendAsync();
        Assert.Equal(["ann@example.org", "later@example.org"], sink.Messages.Select(m => m.To));
        // Somebody who is taken out gets nothing more, and what was refused for good waits for nobody.
        var never = (await api.GetAsync("deliveries/people/receipts")).Items
            .Single(r => (string?)r!["recipient"] == "never@example.org")!["id"];
        (await api.PutAsync("deliveries/people", new { kind = "email", target = "ann@example.org" })).Is(200);
        (await api.PostAsync($"deliveries/people/receipts/{never}/resend")).IsProblem(409, "not_allowed_now");
        await organisation.LogAsync(Entry("2026-11-11T10:00:00Z"));
        await app.WatchAsync();
        await organisation.SealAsync();
        (await api.PutAsync("deliveries/people", new { kind = "email", target = "later@example.org" })).Is(200);
        await app.SendAsync();
        Assert.Contains("2 ann@example.org dropped 1", await api.ReceiptsAsync("people"));
        Assert.Equal(2, sink.Messages.Count);
        Assert.True((bool)(await api.PostAsync("deliveries/people/test")).Is(200)["taken"]!);
        Assert.Equal("later@example.org", sink.Messages.Last().To);
    }

    [Fact]
    public async Task Without_a_mail_server_it_is_refused_with_what_to_set_and_one_that_is_away_is_tried_again()
    {
        var organisation = await NewAsync(Store.Sqlite, postgres);
        await using var app = organisation.App;
        var refused = await organisation.Admin.PutAsync("deliveries/people", new { kind = "email", target = "ann@example.org" });
        Assert.Contains("Mail:Host", refused.IsRefused("$.target invalid").Text, StringComparison.Ordinal);

        using var gone = new SmtpSink();
        var port = gone.Port;
        gone.Dispose();
        var other = await NewAsync(
            Store.Sqlite, postgres, null, ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{port}"), ("Mail:Tls", "none"),
            ("Mail:From", "tracker@example.org"));
        await using var away = other.App;
        (await other.Admin.PutAsync("deliveries/people", new { kind = "email", target = "ann@example.org" })).Is(201);
        await other.SealAsync();
        await away.SendAsync();
        Assert.Equal(["1 ann@example.org waiting 1"], await other.Admin.ReceiptsAsync("people"));
    }
}
