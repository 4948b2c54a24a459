using System.Buffers.Binary;
using System.Security.Cryptography;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Observing;

/// <summary>
/// Draws whom to observe next, more likely who was seen least: somebody of whom s contacts were seen has the weight 1/(1 + s). The draw of
/// a number is the same whenever and wherever it is asked for, and nobody who lacks the secret can tell it beforehand: each person's
/// lot u is a share, the first 64 bits of HMAC-SHA256(secret, "observe", site, date, number, staff), and the smallest −ln(u)·(1 + s) comes
/// first, so that the first one is each with a chance of their weight over the sum of weights. Source: P. S. Efraimidis and P. G. Spirakis,
/// Information Processing Letters 97 (2006) 181–185.
/// </summary>
public static class ObservationDraw
{
    // Apart from the draws of full checks, which have the same secret.
    private static ReadOnlySpan<byte> Purpose => "observe"u8;

    /// <summary>The candidates in the order in which they were drawn.</summary>
    /// <param name="secret">The installation's, of <see cref="FullCheckDraw.SecretLength"/> bytes.</param>
    /// <param name="siteId">Where.</param>
    /// <param name="date">The business date.</param>
    /// <param name="number">How many observations of that day there are at the site: each one leads to another draw.</param>
    /// <param name="candidates">In any order, each person once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The secret is too short, or a number cannot be.</exception>
    public static IReadOnlyList<Candidate> Order(
        ReadOnlySpan<byte> secret, int siteId, DateOnly date, int number, IEnumerable<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, FullCheckDraw.SecretLength, nameof(secret));
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<byte> what = stackalloc byte[Purpose.Length + 4 * sizeof(int)];
        Purpose.CopyTo(what);
        var numbers = what[Purpose.Length..];
        BinaryPrimitives.WriteInt32BigEndian(numbers, siteId);
        BinaryPrimitives.WriteInt32BigEndian(numbers[4..], date.DayNumber);
        BinaryPrimitives.WriteInt32BigEndian(numbers[8..], number);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var drawn = new List<(double Lot, Candidate Who)>();
        foreach (var candidate in candidates)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(candidate.Seen, nameof(candidates));
            BinaryPrimitives.WriteInt32BigEndian(numbers[12..], candidate.StaffId);
            HMACSHA256.HashData(secret, what, hash);
            // Never 0, of which there is no logarithm.
            var share = (BinaryPrimitives.ReadUInt64BigEndian(hash) + 0.5) / Math.Pow(2, 64);
            drawn.Add((-Math.Log(share) * (1 + candidate.Seen), candidate));
        }

        return [.. drawn.OrderBy(d => d.Lot).ThenBy(d => d.Who.StaffId).Select(d => d.Who)];
    }
}
