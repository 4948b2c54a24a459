using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>How e-mail is sent: <c>Mail:Host</c>, without which none is, <c>Mail:Port</c> (587), <c>Mail:User</c>, <c>Mail:Password</c>,
/// <c>Mail:From</c>, and <c>Mail:Tls</c>: <c>starttls</c>, <c>implicit</c> (as on port 465), or <c>none</c> for a server of one's own
/// network.</summary>
public sealed record MailSettings(string Host, int Port, string? User, string? Password, MailboxAddress From, SecureSocketOptions Tls)
{
    /// <summary>What is configured, or null.</summary>
    /// <exception cref="InvalidOperationException">Something of it cannot be.</exception>
    public static MailSettings? Of(IConfiguration configuration)
    {
        if (configuration["Mail:Host"] is not { Length: > 0 } host) return null;
        if (!MailboxAddress.TryParse(configuration["Mail:From"] ?? "", out var from))
            throw new InvalidOperationException("Mail:From is needed with Mail:Host: an address such as tracker@example.com.");
        var tls = (configuration["Mail:Tls"] ?? "starttls") switch
        {
            "starttls" => SecureSocketOptions.StartTls,
            "implicit" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"Mail:Tls is starttls, implicit or none, not “{other}”."),
        };
        var port = configuration.GetValue("Mail:Port", tls == SecureSocketOptions.SslOnConnect ? 465 : 587);
        return new MailSettings(host, port, configuration["Mail:User"], configuration["Mail:Password"], from, tls);
    }
}
