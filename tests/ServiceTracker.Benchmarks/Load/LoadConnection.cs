using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceTracker.Benchmarks.Load;

/// <summary>
/// One HTTP/1.1 connection with one request under way. It understands just what servers answer to a POST: a head, then a body with a
/// Content-Length or in chunks without trailers.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();

    private byte[] answer = new byte[1 << 14];
    private int received;

    public LoadConnection(int port)
    {
        Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>To wait on until it can be read.</summary>
    public Socket Socket { get; }

    /// <summary>Timestamp at which the request under way was sent.</summary>
    public long SentAt { get; private set; }

    /// <summary>The answer so far, for a message.</summary>
    public string Text => Encoding.UTF8.GetString(answer, 0, received);

    /// <summary>Status of the answer.</summary>
    public int Status => int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);

    /// <summary>Sends a request.</summary>
    public void Send(ReadOnlySpan<byte> request, long now)
    {
        (received, SentAt) = (0, now);
        while (request.Length > 0) request = request[Socket.Send(request)..];
    }

    /// <summary>Reads what there is.</summary>
    /// <returns>Whether the answer is complete.</returns>
    /// <exception cref="InvalidOperationException">The server closed the connection.</exception>
    public bool Receive()
    {
        if (received == answer.Length) Array.Resize(ref answer, 2 * answer.Length);
        var n = Socket.Receive(answer.AsSpan(received));
        if (n == 0) throw new InvalidOperationException("The server closed a connection: " + Text);
        received += n;
        return IsComplete();
    }

    public void Dispose() => Socket.Dispose();

    private bool IsComplete()
    {
        ReadOnlySpan<byte> whole = answer.AsSpan(0, received);
        var end = whole.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = whole[..(end + 2)];
        var body = received - end - 4;
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return whole.EndsWith(LastChunk);
        var number = head[(at + "Content-Length: ".Length)..];
        return body == int.Parse(number[..number.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
