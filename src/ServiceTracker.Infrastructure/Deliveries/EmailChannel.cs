using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>Sends the files of a week to one person, as one ZIP file. The id of the message is the same at every attempt, by which mail
/// systems drop a second copy.</summary>
/// <param name="mail">How mail is sent; null: not at all.</param>
internal sealed class EmailChannel(DeliverySettings settings, MailConnection? mail, TimeProvider clock) : IDeliveryChannel
{
    /// <summary>Bytes of an attachment at most; larger ones are a link, since mail systems refuse them.</summary>
    public const int MostAttached = 8 << 20;

    public DeliveryKind Kind => DeliveryKind.Email;

    public string? FaultOf(string target) => mail is null
        ? "E-mail is not set up on this server: Mail:Host and Mail:From say how it is sent." : DeliveryTarget.FaultOfEmail(target);

    public async Task<DeliveryAnswer> SendAsync(Parcel parcel, CancellationToken cancellation)
    {
        var (revision, seal) = (parcel.Revision, parcel.Revision.Seal);
        using var zip = new BoundedCopy(MostAttached);
        await parcel.WriteArchiveAsync(zip, cancellation);
        var content = zip.Content;
        var link = settings.LinkTo(
            $"/reports?week={revision.Week}&site={Uri.EscapeDataString(revision.Site.Code)}&revision={seal.Revision}");
        var late = seal.IsLate ? " It was sealed late." : "";
        var again = seal.Revision > 1 ? $" This is revision {seal.Revision}: it takes the place of what you got before." : "";
        var text = $"""
            The files of week {revision.Week} of {revision.Site.Name}, as they were sealed
            on {seal.SealedAt:yyyy-MM-dd HH:mm} UTC.{late}{again}

            {string.Join("\r\n", parcel.Files.Select(f => $"{f.Name}: {f.Rows} rows"))}

            {(content is null ? "They are too large for a message: " : "On the page: ")}{link}

            Sent by ServiceTracker for the delivery “{parcel.Delivery.Name}”.
            """;
        var body = new BodyBuilder { TextBody = text };
        if (content is not null) body.Attachments.Add(parcel.NameOfArchive, content, new ContentType("application", "zip"));
        return await SendAsync(
            parcel.Receipt.Recipient, $"{parcel.Receipt.Id}",
            $"{revision.Week} {revision.Site.Name}{(seal.Revision > 1 ? $", revision {seal.Revision}" : "")}", body, cancellation);
    }

    public async Task<DeliveryAnswer> TryAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (FaultOf(delivery.Target) is { } fault) return DeliveryAnswer.Refused(fault);
        var answer = DeliveryAnswer.Refused("Nobody to send to.");
        foreach (var recipient in delivery.Recipients)
        {
            var body = new BodyBuilder
            {
                TextBody = $"This is a trial of the delivery “{delivery.Name}” of ServiceTracker. Nothing is to be done.",
            };
            var id = $"trial-{Guid.CreateVersion7(clock.GetUtcNow())}";
            answer = await SendAsync(recipient, id, "Trial of a delivery", body, cancellation);
            if (answer.Outcome != DeliveryOutcome.Taken) return answer with { Words = $"{recipient}: {answer.Words}" };
        }

        return answer;
    }

    private async Task<DeliveryAnswer> SendAsync(
        string recipient, string id, string subject, BodyBuilder body, CancellationToken cancellation)
    {
        if (mail is null) return DeliveryAnswer.Refused(FaultOf(recipient)!);
        if (!MailboxAddress.TryParse(recipient, out var to)) return DeliveryAnswer.Refused($"“{recipient}” is not an e-mail address.");
        using var message = new MimeMessage();
        message.From.Add(mail.From);
        message.To.Add(to);
        // A name may hold what would end a header.
        message.Subject = string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
        message.MessageId = $"{id}@{mail.From.Domain}";
        message.Date = clock.GetUtcNow();
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = body.ToMessageBody();
        try
        {
            return DeliveryAnswer.Taken(await mail.SendAsync(message, cancellation));
        }
        catch (SmtpCommandException e) when ((int)e.StatusCode >= 500)
        {
            return DeliveryAnswer.Refused($"{(int)e.StatusCode} {e.Message}");
        }
        catch (SmtpCommandException e)
        {
            return DeliveryAnswer.Later($"{(int)e.StatusCode} {e.Message}");
        }
        catch (Exception e) when (e is AuthenticationException or SslHandshakeException or ProtocolException or ServiceNotConnectedException
            or IOException or SocketException or NotSupportedException or TimeoutException)
        {
            return DeliveryAnswer.Later(e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DeliveryAnswer.Later("The mail server did not answer in time.");
        }
    }
}
