using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Checks;

/// <summary>Seals tickets so that nobody outside reads or makes one: Data Protection, as text that is safe in an address.</summary>
public sealed class TicketSeal(IDataProtectionProvider protection)
{
    private const int Length = 4 * sizeof(int) + 1;

    private readonly IDataProtector seal = protection.CreateProtector("ServiceTracker.CheckTicket");

    /// <summary>A ticket, sealed.</summary>
    public string Seal(CheckTicket ticket)
    {
        var plain = new byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(plain, ticket.SiteId);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(4), ticket.StaffId);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(8), ticket.ChannelId);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(12), ticket.Number);
        plain[^1] = (byte)ticket.Check;
        return WebEncoders.Base64UrlEncode(seal.Protect(plain));
    }

    /// <summary>The ticket, or null where it was not sealed here.</summary>
    public CheckTicket? Open(string text)
    {
        try
        {
            var plain = seal.Unprotect(WebEncoders.Base64UrlDecode(text)).AsSpan();
            return plain.Length != Length ? null : new CheckTicket(
                BinaryPrimitives.ReadInt32BigEndian(plain), BinaryPrimitives.ReadInt32BigEndian(plain[4..]),
                BinaryPrimitives.ReadInt32BigEndian(plain[8..]), BinaryPrimitives.ReadInt32BigEndian(plain[12..]), (CheckKind)plain[^1]);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
