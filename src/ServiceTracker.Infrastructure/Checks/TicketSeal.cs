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

    /// <summary>Tickets, sealed together: a seal is ten times as long as what is in it, and a form brings back one for each
    /// channel.</summary>
    public string Seal(params IReadOnlyCollection<CheckTicket> tickets)
    {
        var plain = new byte[Length * tickets.Count];
        foreach (var (n, ticket) in tickets.Index())
        {
            var place = plain.AsSpan(n * Length, Length);
            BinaryPrimitives.WriteInt32BigEndian(place, ticket.SiteId);
            BinaryPrimitives.WriteInt32BigEndian(place[4..], ticket.StaffId);
            BinaryPrimitives.WriteInt32BigEndian(place[8..], ticket.ChannelId);
            BinaryPrimitives.WriteInt32BigEndian(place[12..], ticket.Number);
            place[^1] = (byte)ticket.Check;
        }

        return WebEncoders.Base64UrlEncode(seal.Protect(plain));
    }

    /// <summary>The only ticket of a text, or null where none, or not one alone, was sealed here.</summary>
    public CheckTicket? Open(string text) => OpenAll(text) is [var only] ? only : null;

    /// <summary>The tickets of a text; none where it was not sealed here.</summary>
    public IReadOnlyList<CheckTicket> OpenAll(string text)
    {
        try
        {
            return [.. seal.Unprotect(WebEncoders.Base64UrlDecode(text)).Chunk(Length).Where(c => c.Length == Length).Select(Read)];
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return [];
        }
    }

    private static CheckTicket Read(byte[] plain) => new(
        BinaryPrimitives.ReadInt32BigEndian(plain), BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(4)),
        BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(8)), BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(12)),
        (CheckKind)plain[^1]);
}
