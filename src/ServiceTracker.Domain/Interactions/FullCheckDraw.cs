using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ServiceTracker.Domain.Interactions;

/// <summary>
/// Draws which of a person's own logs are full checks. The draw of a number is the same whenever and wherever it is asked for, and nobody
/// who lacks the secret can tell it beforehand: the first 64 bits of HMAC-SHA256(secret, site, staff, channel, number), a share of 1 in k.
/// </summary>
public static class FullCheckDraw
{
    /// <summary>Length of the secret, in bytes.</summary>
    public const int SecretLength = 32;

    /// <summary>The value that draws none.</summary>
    public const int Never = 0;

    /// <summary>The draw of one number.</summary>
    /// <param name="secret">The installation's, of <see cref="SecretLength"/> bytes.</param>
    /// <param name="siteId">Where it is logged.</param>
    /// <param name="staffId">Who served.</param>
    /// <param name="channelId">On which channel.</param>
    /// <param name="number">Of the person's own logs there, from 1.</param>
    /// <param name="oneIn">One in how many is a full check: 1 is all, <see cref="Never"/> none. What is drawn at a larger k is drawn at
    /// each smaller one, too.</param>
    /// <exception cref="ArgumentOutOfRangeException">The secret is too short, or a number cannot be.</exception>
    public static CheckKind Of(ReadOnlySpan<byte> secret, int siteId, int staffId, int channelId, int number, int oneIn)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, SecretLength, nameof(secret));
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(oneIn);
        if (oneIn == Never) return CheckKind.Quick;
        Span<byte> what = stackalloc byte[4 * sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(what, siteId);
        BinaryPrimitives.WriteInt32BigEndian(what[4..], staffId);
        BinaryPrimitives.WriteInt32BigEndian(what[8..], channelId);
        BinaryPrimitives.WriteInt32BigEndian(what[12..], number);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, what, hash);
        return Math.BigMul(BinaryPrimitives.ReadUInt64BigEndian(hash), (ulong)oneIn, out _) == 0 ? CheckKind.Full : CheckKind.Quick;
    }
}
