using System.Runtime.CompilerServices;

namespace ServiceTracker.Application.Imports;

/// <summary>Reads one portion while the one before it is judged or stored: two processors at work on a file instead of one.</summary>
internal static class ReadAhead
{
    /// <summary>The portions in their order. Each is made on another thread, and at most one more than was asked for.</summary>
    public static async IAsyncEnumerable<T> Of<T>(IEnumerable<T> portions, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var source = portions.GetEnumerator();
        var next = Task.Run(source.MoveNext, CancellationToken.None);
        try
        {
            while (await next)
            {
                cancellation.ThrowIfCancellationRequested();
                var portion = source.Current;
                next = Task.Run(source.MoveNext, CancellationToken.None);
                yield return portion;
            }
        }
        finally
        {
            // Whoever stops early must not leave somebody reading a file that is about to be closed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
