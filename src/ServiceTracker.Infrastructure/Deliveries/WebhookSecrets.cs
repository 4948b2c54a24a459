using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>The keys that sign what webhooks are sent, as the Standard Webhooks specification says; sealed by Data Protection where they
/// are kept, since a copy of the store alone would sign for us.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private const string Prefix = "whsec_";

    // Bytes; 24 to 64 by the specification.
    private const int Length = 32;

    private IDataProtector Protector => protection.CreateProtector("ServiceTracker.Webhook");

    /// <summary>A new one.</summary>
    /// <returns>As it is shown once, and as it is kept.</returns>
    public (string Shown, string Kept) Make()
    {
        var shown = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));
        return (shown, Protector.Protect(shown));
    }

    /// <summary>The signature of a message, with its version.</summary>
    /// <param name="kept">The secret as it is kept.</param>
    /// <param name="id">Id of the message.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">What is sent.</param>
    /// <exception cref="CryptographicException">The key that sealed the secret is gone.</exception>
    public string Sign(string kept, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes($"{id}.{timestamp}.");
        byte[] signed = [.. head, .. body];
        return "v1," + Convert.ToBase64String(
            HMACSHA256.HashData(Convert.FromBase64String(Protector.Unprotect(kept)[Prefix.Length..]), signed));
    }
}
