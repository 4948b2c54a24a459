using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions.Writing;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Finds out whether a store that could not be written can be by now, and opens one for writing that was opened for reading
/// alone.</summary>
public sealed class WritingTrial(
    StoreState state, IInteractionStore store, ServingLock serving, KeysInStore keys, IServiceScopeFactory scopes)
{
    /// <summary>Writes something that changes nothing; where that works, whatever was remembered as the store's trouble is over.</summary>
    /// <exception cref="Exception">It does not work: as the driver says it, or since another server has the file by now.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var wasReadOnly = state.Present?.Trouble == StoreTrouble.ReadOnly;
        if (wasReadOnly) await LetGoAsync();
        await store.TryWritingAsync(cancellation);
        if (wasReadOnly) await LetGoAsync();
        if (state.IsReadOnly) await ReopenAsync(cancellation);
        state.Wrote();
        keys.StoreWaiting();
    }

    // A connection may do what was allowed when it was opened, and one to a file that only reads keeps all others of its process from
    // writing.
    private async Task LetGoAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var connection = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>().Database.GetDbConnection();
        if (connection is NpgsqlConnection postgres) NpgsqlConnection.ClearPool(postgres);
        else SqliteConnection.ClearAllPools();
    }

    private async Task ReopenAsync(CancellationToken cancellation)
    {
        // Whoever writes to a file is its only server.
        serving.Take();
        state.Reopened();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IUpgradeLock>()
            .SettleAsync(scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>(), cancellation);
    }
}
