using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>A program made with the first use and shared by all tests that only read.</summary>
public abstract class SharedRunning : IAsyncDisposable
{
    // Asked for nothing on SQLite, and never started. Fixtures of an assembly cannot be given one another.
    private readonly PostgresCluster postgres = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private Running? running;

    /// <summary>The program with everything in it.</summary>
    public async Task<Running> StartedAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (running is not null) return running;
            // Its own detectors would run beside the test's reading.
            var started = await Running.StartAsync(Store.Sqlite, postgres, watches: false);
            await FillAsync(started);
            return running = started;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null) await running.DisposeAsync();
        await postgres.DisposeAsync();
        gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts in what the tests read.</summary>
    protected abstract Task FillAsync(Running app);
}
