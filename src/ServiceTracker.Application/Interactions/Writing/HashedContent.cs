using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>
/// Collects content to be hashed to 128 bits with XXH3: every text with its length before it, so that other content is other bytes.
/// The hash is no cryptographic one: a sender who made two contents hash the same would only have their own second one taken for a retry.
/// Every interaction is hashed, a million in an import: shown by the benchmarks <c>write</c> and <c>import</c>.
/// </summary>
/// <param name="scratch">Where the bytes go while there is room.</param>
internal ref struct HashedContent(Span<byte> scratch)
{
    private Span<byte> bytes = scratch;

    /// <summary>Number of bytes collected.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a text, or that there is none.</summary>
    public void Add(string? text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), text?.Length ?? -1);
        var chars = MemoryMarshal.AsBytes(text.AsSpan());
        chars.CopyTo(Take(chars.Length));
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), number);

    /// <summary>Adds the sum of hashes, which their order does not change.</summary>
    public void Add(UInt128 sum) => BinaryPrimitives.WriteUInt128LittleEndian(Take(16), sum);

    /// <summary>Takes out what was added last, and gives its hash.</summary>
    /// <param name="start">The length before it was added.</param>
    public UInt128 TakeHash(int start)
    {
        var hash = XxHash128.HashToUInt128(bytes[start..Length]);
        Length = start;
        return hash;
    }

    /// <summary>The hash of everything.</summary>
    public readonly byte[] Hash() => XxHash128.Hash(bytes[..Length]);

    private Span<byte> Take(int count)
    {
        if (count > bytes.Length - Length)
        {
            var larger = new byte[2 * (Length + count)];
            bytes[..Length].CopyTo(larger);
            bytes = larger;
        }

        var taken = bytes.Slice(Length, count);
        Length += count;
        return taken;
    }
}
