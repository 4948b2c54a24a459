using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace ServiceTracker.Web.FastLane;

/// <summary>
/// An answer in JSON with its length, made in memory that is used again: an answer is longer than what was sent, and the framework would
/// rent, fill and copy it in pieces. Shown by the benchmark <c>write</c>.
/// </summary>
public sealed class JsonAnswer : IResettable
{
    // One long answer shall not keep its memory for ever.
    private const int UsualBytes = 2048, MostBytesKept = 64 << 10;

    private static readonly ObjectPool<JsonAnswer> Pool = ObjectPool.Create<JsonAnswer>();

    private readonly ArrayBufferWriter<byte> bytes = new(UsualBytes);
    private Utf8JsonWriter? writer;

    /// <summary>Answers with a value.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonSerializerOptions json)
    {
        var answer = Pool.Get();
        answer.Write(value, json);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.bytes.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(answer.bytes.WrittenMemory, context.RequestAborted);
        // After a failure nobody knows who still reads the memory, and it is not used again.
        Pool.Return(answer);
    }

    public bool TryReset()
    {
        bytes.ResetWrittenCount();
        return bytes.Capacity <= MostBytesKept;
    }

    private void Write<T>(T value, JsonSerializerOptions json)
    {
        writer ??= new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = json.Encoder, SkipValidation = true });
        writer.Reset(bytes);
        JsonSerializer.Serialize(writer, value, json);
    }
}
