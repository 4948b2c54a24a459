using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// Number of rows and a checksum that does not depend on their order: the sum, modulo 2⁶⁴, of the first 64 bits of the SHA-256 of each
/// row's values as text. Text of one value cannot run into the next one's: each begins with its length.
/// </summary>
internal sealed class TableChecksum
{
    private readonly ArrayBufferWriter<byte> text = new();

    public long Rows { get; private set; }

    public ulong Sum { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <exception cref="InvalidOperationException">A value is of a type that has no text here yet.</exception>
    public void Add(ReadOnlySpan<object?> row)
    {
        text.ResetWrittenCount();
        foreach (var value in row)
        {
            if (value is byte[] bytes) Append(bytes);
            else if (TextOf(value) is { } written) Append(written);
            else text.Write("-"u8);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.WrittenSpan, hash);
        Sum = unchecked(Sum + BinaryPrimitives.ReadUInt64BigEndian(hash));
        Rows++;
    }

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        string s => s,
        bool b => b ? "1" : "0",
        Enum e => e.ToString("D"),
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        Guid id => id.ToString("D"),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        byte or short or int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        CreatedReferences or AgreedStep or FileHead => JsonSerializer.Serialize(value, value.GetType()),
        IEnumerable many => string.Join(',', many.Cast<object?>().Select(v => TextOf(v) ?? "-")),
        _ => throw new InvalidOperationException($"A column of type {value.GetType().Name} cannot be compared between stores."),
    };

    private void Append(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        AppendLength(length);
        Encoding.UTF8.GetBytes(value, text.GetSpan(length));
        text.Advance(length);
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        AppendLength(value.Length);
        text.Write(value);
    }

    private void AppendLength(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(text.GetSpan(sizeof(int)), length);
        text.Advance(sizeof(int));
    }
}
