using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceTracker.Tests.Requests;

/// <summary>An answer as it came.</summary>
/// <param name="Status">Its number.</param>
/// <param name="Headers">The last value of each, by name.</param>
/// <param name="Body">Its bytes, unpacked.</param>
public sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The media type without its parameters, or null.</summary>
    public string? Type => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
}

/// <summary>Sends requests byte by byte over a connection of their own: a client library would mend or refuse half of them.</summary>
public static class Wire
{
    /// <summary>Sends a request.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="request">What.</param>
    /// <param name="more">Headers of whoever sends it.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>Null where the server hung up without a word.</returns>
    /// <exception cref="InvalidDataException">What came is no whole answer.</exception>
    public static async Task<WireAnswer?> SendAsync(
        Uri server, GeneratedRequest request, IEnumerable<(string Name, string Value)> more, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellation);
        var answer = ReadAsync(socket, cancellation);
        try
        {
            for (ReadOnlyMemory<byte> rest = Bytes(server, request, more); rest.Length > 0;)
                rest = rest[await socket.SendAsync(rest, cancellation)..];
            // Who waits for more must see that none comes; who has it all would take it for going away.
            if (request.Framing is Framing.TooLong or Framing.BrokenChunks) socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server may answer before it has read all, and hang up.
        }

        return Parse(await answer, request.Method == "HEAD");
    }

    private static byte[] Bytes(Uri server, GeneratedRequest request, IEnumerable<(string Name, string Value)> more)
    {
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\n");
        if (request.Headers.All(h => h.Name != "Host")) head.Append($"Host: {server.Authority}\r\n");
        foreach (var (name, value) in request.Headers.Concat(more)) head.Append($"{name}: {value}\r\n");
        head.Append("Connection: close\r\n");
        var body = request.Body ?? [];
        switch (request.Framing)
        {
            case Framing.Length when request.Body is not null || request.Method is "POST" or "PUT" or "PATCH":
                head.Append($"Content-Length: {body.Length}\r\n");
                break;
            case Framing.TooLong:
                head.Append($"Content-Length: {body.Length + 10}\r\n");
                break;
            case Framing.TooShort:
                head.Append($"Content-Length: {body.Length / 2}\r\n");
                break;
            case Framing.Chunks or Framing.BrokenChunks:
                head.Append("Transfer-Encoding: chunked\r\n");
                var half = body.Length / 2;
                body = [.. Chunk(body[..half]), .. request.Framing == Framing.Chunks ? Chunk(body[half..]) : "zz\r\n"u8, .. "0\r\n\r\n"u8];
                break;
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static byte[] Chunk(byte[] bytes) =>
        bytes.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private static async Task<byte[]> ReadAsync(Socket socket, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        var portion = new byte[16 << 10];
        try
        {
            while (await socket.ReceiveAsync(portion, cancellation) is > 0 and var got) all.Write(portion, 0, got);
        }
        catch (SocketException)
        {
            // It hung up on bytes that it had not read; what came before stands.
        }

        return all.ToArray();
    }

    private static WireAnswer? Parse(byte[] all, bool isHead)
    {
        while (true)
        {
            if (all.Length == 0) return null;
            var end = all.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0) throw new InvalidDataException($"No head: {Encoding.Latin1.GetString(all)}");
            var lines = Encoding.Latin1.GetString(all, 0, end).Split("\r\n");
            all = all[(end + 4)..];
            var status = int.Parse(lines[0].Split(' ')[1], null);
            if (status < 200) continue;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in lines.Skip(1))
                headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]
                    .Trim();
            return new WireAnswer(
                status, headers,
                isHead || status is 204 or 304 ? [] : Unpacked(Body(all, headers), headers.GetValueOrDefault("Content-Encoding")));
        }
    }

    private static byte[] Body(byte[] rest, Dictionary<string, string> headers)
    {
        if (headers.GetValueOrDefault("Content-Length") is { } length)
            return rest.Length == int.Parse(length, null) ? rest : throw new InvalidDataException($"{rest.Length} bytes came of {length}.");
        if (headers.GetValueOrDefault("Transfer-Encoding") != "chunked") return rest;
        var whole = new List<byte>(rest.Length);
        for (var at = 0; ;)
        {
            var line = rest.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0) throw new InvalidDataException($"It broke off behind {Encoding.Latin1.GetString([.. whole.TakeLast(200)])}");
            var size = Convert.ToInt32(Encoding.ASCII.GetString(rest, at, line), 16);
            at += line + 2;
            if (size == 0) return [.. whole];
            if (at + size + 2 > rest.Length) throw new InvalidDataException("It broke off in a chunk.");
            whole.AddRange(rest.AsSpan(at, size));
            at += size + 2;
        }
    }

    private static byte[] Unpacked(byte[] body, string? packed)
    {
        using var from = new MemoryStream(body);
        using Stream? unpacking = packed switch
        {
            "br" => new BrotliStream(from, CompressionMode.Decompress),
            "gzip" => new GZipStream(from, CompressionMode.Decompress),
            _ => null,
        };
        if (unpacking is null) return body;
        using var whole = new MemoryStream();
        unpacking.CopyTo(whole);
        return whole.ToArray();
    }
}
