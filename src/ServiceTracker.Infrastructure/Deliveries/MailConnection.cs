using MailKit.Net.Smtp;
using MimeKit;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>Hands one message to the mail server that is configured.</summary>
internal sealed class MailConnection(MailSettings settings)
{
    // So long one message may take as a whole.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Who sends.</summary>
    public MailboxAddress From => settings.From;

    /// <summary>Hands it over.</summary>
    /// <returns>What the server said.</returns>
    public async Task<string> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        using var client = new SmtpClient();
        await client.ConnectAsync(settings.Host, settings.Port, settings.Tls, end.Token);
        if (settings.User is { Length: > 0 } user) await client.AuthenticateAsync(user, settings.Password ?? "", end.Token);
        var answer = await client.SendAsync(message, end.Token);
        try
        {
            await client.DisconnectAsync(quit: true, end.Token);
        }
        catch (Exception e) when (e is IOException or MailKit.ProtocolException or OperationCanceledException)
        {
            // The message is taken; whether the farewell was heard does not matter.
        }

        return answer;
    }
}
