using System.Collections.Concurrent;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>
/// Files that wait on this server until their senders have said what the columns are: one of each person, for an hour. Where several
/// servers share a store, whoever is answered by another one sends the file again.
/// </summary>
public sealed class WaitingFiles(TimeProvider clock) : IDisposable
{
    /// <summary>Hours for which a file waits.</summary>
    public const int Hours = 1;

    private readonly ConcurrentDictionary<string, WaitingFile> waiting = new(StringComparer.Ordinal);

    /// <summary>Keeps a file; one that the same person sent before is thrown away.</summary>
    public void Keep(Actor actor, SpooledFile file, ImportOptions options)
    {
        Sweep();
        Drop(actor);
        waiting[actor.Id] = new(file, options, clock.GetUtcNow().UtcDateTime.AddHours(Hours));
    }

    /// <summary>The file of a person, or null.</summary>
    public WaitingFile? Find(Actor actor)
    {
        Sweep();
        return waiting.GetValueOrDefault(actor.Id);
    }

    /// <summary>Hands a file on: whoever asks has to delete it.</summary>
    /// <returns>Whether it still waited.</returns>
    public bool Take(Actor actor, WaitingFile file) => waiting.TryRemove(KeyValuePair.Create(actor.Id, file));

    /// <summary>Throws the file of a person away.</summary>
    public void Drop(Actor actor)
    {
        if (waiting.TryRemove(actor.Id, out var file)) file.File.Dispose();
    }

    public void Dispose()
    {
        foreach (var file in waiting.Values) file.File.Dispose();
        waiting.Clear();
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var (actor, file) in waiting)
            if (file.Until < now && waiting.TryRemove(KeyValuePair.Create(actor, file))) file.File.Dispose();
    }
}
