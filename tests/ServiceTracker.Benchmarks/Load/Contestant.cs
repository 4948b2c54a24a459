using ServiceTracker.Benchmarks.Processes;

namespace ServiceTracker.Benchmarks.Load;

/// <summary>One of the servers that take turns.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Server">The server.</param>
/// <param name="Requests">What it is sent.</param>
/// <param name="Settle">Waits until the server has done what it put off while it was under load; that work counts as the turn's.</param>
internal sealed record Contestant(string Name, ServerProcess Server, byte[][] Requests, Func<Task>? Settle = null)
{
    /// <summary>Requests it has answered so far, those of the warm-up included.</summary>
    public long Answered { get; set; }
}
