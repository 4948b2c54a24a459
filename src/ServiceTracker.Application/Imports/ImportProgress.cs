using System.Collections.Concurrent;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>How far the imports that run on this server have come; the store learns of it only at their end.</summary>
public sealed class ImportProgress
{
    private readonly ConcurrentDictionary<Guid, ImportRun> running = [];
    private readonly ConcurrentDictionary<Guid, IAsyncDisposable> claims = [];

    /// <summary>Keeps the claim of an import from its beginning to its end.</summary>
    public void Keep(Guid id, IAsyncDisposable claim) => claims[id] = claim;

    /// <summary>Gives the claim of an import back.</summary>
    public ValueTask GiveBackAsync(Guid id) => claims.TryRemove(id, out var claim) ? claim.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Notes the present state of a running import.</summary>
    public void Report(ImportRun run) => running[run.Id] = run;

    /// <summary>Forgets an import that has ended.</summary>
    public void End(Guid id) => running.TryRemove(id, out _);

    /// <summary>
    /// The present state, or null when it does not run on this server. One that has just ended runs no more: only the store has what was
    /// wrong with it.
    /// </summary>
    public ImportRun? Find(Guid id) => running.GetValueOrDefault(id)?.Copy() is { IsUnderWay: true } run ? run : null;
}
