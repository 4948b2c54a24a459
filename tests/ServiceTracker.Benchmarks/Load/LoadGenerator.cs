using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ServiceTracker.Benchmarks.Load;

/// <summary>
/// Drives a server over a number of connections, each of which sends its next request when the last one is answered. One thread waits for
/// all sockets at once: a client of tasks and buffers would take a good part of the cores that the server needs.
/// </summary>
internal static class LoadGenerator
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>Requests ready to be sent, as bytes.</summary>
    /// <param name="path">Path of all of them.</param>
    /// <param name="token">Bearer token, or null.</param>
    /// <param name="bodies">Their JSON bodies.</param>
    public static byte[][] Posts(string path, string? token, IEnumerable<string> bodies)
    {
        var head =
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}Content-Type: " +
            $"application/json\r\nContent-Length: ";
        return [
            .. bodies.Select(b =>
                Encoding.UTF8.GetBytes($"{head}{Encoding.UTF8.GetByteCount(b).ToString(CultureInfo.InvariantCulture)}\r\n\r\n{b}"))];
    }

    /// <summary>Sends the requests in turns, from the first again after the last, until the time is over.</summary>
    /// <exception cref="InvalidOperationException">A request was not answered with a status of 2xx.</exception>
    public static Task<LoadResult> RunAsync(int port, int connections, TimeSpan duration, byte[][] requests) =>
        Task.Factory.StartNew(() => Run(port, connections, duration, requests), TaskCreationOptions.LongRunning);

    private static LoadResult Run(int port, int connections, TimeSpan duration, byte[][] requests)
    {
        var all = new Dictionary<Socket, LoadConnection>(connections);
        try
        {
            for (var i = 0; i < connections; i++)
            {
                var connection = new LoadConnection(port);
                all.Add(connection.Socket, connection);
            }

            return Drive(all, duration, requests);
        }
        finally
        {
            foreach (var connection in all.Values) connection.Dispose();
        }
    }

    private static LoadResult Drive(Dictionary<Socket, LoadConnection> all, TimeSpan duration, byte[][] requests)
    {
        var waiting = new HashSet<Socket>(all.Keys);
        var ready = new List<Socket>(all.Count);
        var ticks = new List<long>(1 << 16);
        var next = 0;
        var started = Stopwatch.GetTimestamp();
        foreach (var connection in all.Values) connection.Send(requests[next++ % requests.Length], Stopwatch.GetTimestamp());
        while (waiting.Count > 0)
        {
            ready.Clear();
            ready.AddRange(waiting);
            Socket.Select(ready, null, null, AnswerLimit);
            if (ready.Count == 0) throw new InvalidOperationException($"No answer within {AnswerLimit}.");
            foreach (var socket in ready)
            {
                var connection = all[socket];
                if (!connection.Receive()) continue;
                var now = Stopwatch.GetTimestamp();
                ticks.Add(now - connection.SentAt);
                if (connection.Status is < 200 or > 299) throw new InvalidOperationException("Refused: " + connection.Text);
                if (Stopwatch.GetElapsedTime(started, now) < duration) connection.Send(requests[next++ % requests.Length], now);
                else waiting.Remove(socket);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        ticks.Sort();
        return new LoadResult(
            ticks.Count, seconds, Milliseconds(ticks[ticks.Count / 2]), Milliseconds(ticks[(int)(0.99 * (ticks.Count - 1))]));
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
