using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Databases;

/// <summary>32 connections that log single interactions and small batches, each with a key of its own, and note what was
/// answered.</summary>
internal sealed class LoggingLoad
{
    private const int Connections = 32;

    private readonly Api api;
    private readonly int number;
    private readonly ConcurrentDictionary<string, JsonObject> sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> acknowledged = new(StringComparer.Ordinal);
    private readonly Task work;
    private int refused;
    private volatile bool stopping;

    public LoggingLoad(Api api, int number)
    {
        (this.api, this.number) = (api, number);
        work = Task.WhenAll(Enumerable.Range(0, Connections).Select(c => Task.Run(() => WorkAsync(c))));
    }

    public IReadOnlyDictionary<string, JsonObject> Sent => sent;

    public ICollection<string> AcknowledgedKeys => acknowledged.Keys;

    public int Acknowledged => acknowledged.Count;

    /// <summary>Returns when so many are acknowledged.</summary>
    public Task AcknowledgesAsync(int interactions) =>
        GoesOnUntilAsync($"{interactions} acknowledged", () => acknowledged.Count >= interactions);

    /// <summary>Returns when so many requests were answered with 503.</summary>
    public Task RefusedAsync(int requests) => GoesOnUntilAsync($"{requests} refused", () => Volatile.Read(ref refused) >= requests);

    /// <summary>Returns when every connection is lost, as it is when the program ends.</summary>
    public Task EndsAsync() => work.WaitAsync(Eventually.Deadline);

    /// <summary>Sends nothing more and waits for what is under way.</summary>
    public Task StopAsync()
    {
        stopping = true;
        return work.WaitAsync(Eventually.Deadline);
    }

    private async Task GoesOnUntilAsync(string what, Func<bool> condition)
    {
        await Eventually.HoldsAsync(what, () => work.IsFaulted || condition());
        if (work.IsFaulted) await work;
    }

    private async Task WorkAsync(int connection)
    {
        for (var n = 0; !stopping; n++)
        {
            var entries = Enumerable.Range(0, n % 4 == 3 ? 5 : 1).Select(k => NewEntry(connection, n, k)).ToList();
            foreach (var (key, entry) in entries) sent[key] = entry;
            try
            {
                if (entries is [var (key, entry)]) Note(key, await api.PostAsync("interactions", entry));
                else Note(entries, await api.PostAsync("interactions/batch", new JsonArray([.. entries.Select(e => e.Entry.DeepClone())])));
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private (string Key, JsonObject Entry) NewEntry(int connection, int n, int k)
    {
        var entry = Entry($"2024-03-{1 + n % 28:00}T{connection % 24:00}:00:00Z", connection % 2 == 0 ? "harbour" : "mill")
            .Observed("greeted", n % 5 == 0 ? "missed" : "met").With("note", $"{connection}/{n}/{k}");
        // Some clients make an id, others have a key of their own.
        var key = n % 3 == 0 ? $"load {number}, {connection}/{n}/{k}" : Guid.CreateVersion7().ToString();
        return (key, entry.With(n % 3 == 0 ? "externalId" : "id", key));
    }

    private void Note(List<(string Key, JsonObject Entry)> entries, Answer answer)
    {
        if (answer.Status != 200)
        {
            Refused(answer);
            return;
        }

        foreach (var (item, entry) in answer.Items.Zip(entries))
        {
            var status = (int)item!["status"]!;
            if (status is 200 or 201) acknowledged[entry.Key] = true;
            else Assert.Equal((503, "unavailable"), (status, (string?)item["problem"]!["code"]));
        }
    }

    private void Note(string key, Answer answer)
    {
        if (answer.Status is 200 or 201) acknowledged[key] = true;
        else Refused(answer);
    }

    private void Refused(Answer answer)
    {
        answer.IsUnavailable();
        Interlocked.Increment(ref refused);
    }
}
