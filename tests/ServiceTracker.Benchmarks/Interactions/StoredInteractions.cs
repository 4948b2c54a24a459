using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Interactions;

/// <summary>Looks into the product's store from outside.</summary>
internal static class StoredInteractions
{
    /// <summary>How many interactions there are.</summary>
    public static Task<long> CountAsync(StoreSettings store) => AskAsync(store, db => db.Interactions.LongCountAsync());

    /// <summary>A speed is worth nothing when something got lost.</summary>
    /// <exception cref="InvalidOperationException">The store does not hold exactly what was acknowledged.</exception>
    public static async Task ExpectAsync(StoreSettings store, long acknowledged)
    {
        var stored = await CountAsync(store);
        if (stored != acknowledged) throw new InvalidOperationException($"{acknowledged} interactions were acknowledged, {stored} are stored.");
    }

    private static async Task<T> AskAsync<T>(StoreSettings store, Func<ServiceTrackerDb, Task<T>> question)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(store).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>());
    }
}
