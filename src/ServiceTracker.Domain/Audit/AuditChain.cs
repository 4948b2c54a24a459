using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServiceTracker.Domain.Audit;

/// <summary>
/// What the links of the audit record are made of. The chain holds salted digests and not the values: these can be erased with their salt,
/// and it stays whole.
/// </summary>
public static class AuditChain
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltBytes = 16;

    private static readonly byte[] Nothing = [0xFF, 0xFF, 0xFF, 0xFF];

    /// <summary>The digest of a line: SHA-256 of the salt, the site, the id, the microsecond and each text with its length before
    /// it.</summary>
    public static byte[] DigestOf(AuditEntry entry, ReadOnlySpan<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        Append(hash, entry.SiteId);
        hash.AppendData(entry.Id.ToByteArray(bigEndian: true));
        // As far as both stores keep it.
        Append(hash, entry.At.Ticks / TimeSpan.TicksPerMicrosecond);
        foreach (var text in new[] { entry.By, entry.ByName, entry.Origin, entry.Action, entry.Subject, entry.Before, entry.After })
            Append(hash, text);
        return hash.GetHashAndReset();
    }

    /// <summary>Begins the link of a date, to which the digests of its lines are added in their order by time and id.</summary>
    /// <param name="previous">The hash of the link before it; null for the first.</param>
    /// <param name="day">UTC date.</param>
    public static IncrementalHash Link(byte[]? previous, DateOnly day)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous ?? []);
        Append(hash, day.DayNumber);
        return hash;
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    // With its length, so that no two lines say the same when texts move from one field to the next.
    private static void Append(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            hash.AppendData(Nothing);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
