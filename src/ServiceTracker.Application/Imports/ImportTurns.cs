namespace ServiceTracker.Application.Imports;

/// <summary>
/// Lets the imports of this server store one after another. Two at once would wait for each other inside the store: for the only writer of
/// SQLite, for the same new people, for the same lines of the rollups. Checking goes on side by side.
/// </summary>
public sealed class ImportTurns : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Waits for the turn, which ends where what is given back is disposed.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    public void Dispose() => turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
