using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Tests.Interactions;

/// <summary>The real store of interactions, with faults where a test wants them.</summary>
internal sealed class FaultyStore(IInteractionStore store) : IInteractionStore
{
    private readonly List<int> attempts = [];
    private int trials;

    /// <summary>Around each attempt in one go: is given the interactions and the real attempt.</summary>
    public Func<IReadOnlyList<Interaction>, Func<Task<StoreAttempt>>, Task<StoreAttempt>> Attempt { get; set; } = (_, attempt) => attempt();

    /// <summary>Before rows are inserted the longer way, inside its transaction.</summary>
    public Func<IReadOnlyList<Interaction>, Task> BeforeInsert { get; set; } = _ => Task.CompletedTask;

    /// <summary>Servers that are said not to answer.</summary>
    public IReadOnlyList<AwayServer> Away { get; set; } = [];

    public bool IsSpread { get; set; }

    /// <summary>How often it was tried whether something can be written.</summary>
    public int Trials => Volatile.Read(ref trials);

    /// <summary>How many interactions each attempt in one go had.</summary>
    public IReadOnlyList<int> Attempts
    {
        get
        {
            lock (attempts) return [.. attempts];
        }
    }

    /// <summary>Takes every fault away.</summary>
    public void Reset()
    {
        lock (attempts) attempts.Clear();
        (Attempt, BeforeInsert, Away, IsSpread) = ((_, attempt) => attempt(), _ => Task.CompletedTask, [], false);
    }

    /// <summary>Fails as a store does that cannot be reached, until it is reset.</summary>
    public void StayAway() => (Attempt, BeforeInsert) = ((_, _) => throw new LineLost(), _ => throw new LineLost());

    /// <summary>Puts this store in the place of the program's own.</summary>
    public static void Replace(IServiceCollection services)
    {
        var own = services.Single(s => s.ServiceType == typeof(IInteractionStore));
        services.Remove(own);
        services.AddSingleton<IInteractionStore>(p =>
            new FaultyStore((IInteractionStore)ActivatorUtilities.CreateInstance(p, own.ImplementationType!)));
    }

    public Task<StoreAttempt> TryStoreAsync(InteractionRows rows, long revision, CancellationToken cancellation)
    {
        lock (attempts) attempts.Add(rows.Interactions.Count);
        return Attempt(rows.Interactions, () => store.TryStoreAsync(rows, revision, cancellation));
    }

    public Task<IReadOnlySet<(int SiteId, Guid InteractionId)>> UseTicketsAsync(
        IServiceTrackerDb db, IReadOnlyList<UsedTicket> tickets, CancellationToken cancellation) =>
        store.UseTicketsAsync(db, tickets, cancellation);

    public async Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        await BeforeInsert(interactions);
        return await store.InsertAsync(db, interactions, cancellation);
    }

    public Task InsertBesideAsync(IServiceTrackerDb db, InteractionRows rows, CancellationToken cancellation) =>
        store.InsertBesideAsync(db, rows, cancellation);

    public Task QueueAsync(IServiceTrackerDb db, IReadOnlyList<RollupQueueEntry> entries, CancellationToken cancellation) =>
        store.QueueAsync(db, entries, cancellation);

    public Task LockBaselinesAsync(IServiceTrackerDb db, bool toPublish, CancellationToken cancellation) =>
        store.LockBaselinesAsync(db, toPublish, cancellation);

    public Task<bool> TryLockRollupsAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation) =>
        store.TryLockRollupsAsync(db, patience, cancellation);

    public void AllowMinutes(IServiceTrackerDb db) => store.AllowMinutes(db);

    public async Task TryWritingAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref trials);
        await Attempt([], () => Task.FromResult(StoreAttempt.Stored));
        await store.TryWritingAsync(cancellation);
    }

    public Task<IReadOnlyList<AwayServer>> FindAwayAsync(IReadOnlyList<int> siteIds, CancellationToken cancellation) =>
        Task.FromResult(Away);

    public StoreTrouble TroubleOf(Exception exception) => store.TroubleOf(exception);
}

/// <summary>What a driver throws when the server cannot be reached or the line is lost.</summary>
internal sealed class LineLost() : DbException("The line was lost.")
{
    public override bool IsTransient => true;
}

/// <summary>Holds attempts to store until the test lets them go, so that what comes meanwhile waits and is stored together.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously),
        opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An attempt stands before the gate.</summary>
    public Task Reached => reached.Task;

    /// <summary>Lets everything through.</summary>
    public void Open() => opened.TrySetResult();

    /// <summary>Waits for the gate to open.</summary>
    public Task PassAsync()
    {
        reached.TrySetResult();
        return opened.Task;
    }
}
