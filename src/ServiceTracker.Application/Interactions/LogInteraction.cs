using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Logs interactions, one or many; each is answered on its own.</summary>
public sealed class LogInteraction(
    IServiceScopeFactory scopes, WriteBatcher batcher, MasterDataCache cache, IInteractionStore store, OpenTicket openTicket,
    TimeProvider clock)
{
    /// <summary>Most interactions in one batch.</summary>
    public const int MaxBatch = 1000;

    /// <summary>Said to a role that may not log.</summary>
    public const string NotOfThisRole = "Logging interactions is not part of this role.";

    /// <summary>Code of the error where another entry answered the ticket.</summary>
    public const string TicketUsed = "used";

    // Whoever changes master data that often has more pressing trouble than this request.
    private const int MostRounds = 5;

    /// <summary>Logs one interaction.</summary>
    /// <returns>The stored interaction, new or met again by a retry; or what is wrong.</returns>
    public async Task<Result<InteractionDetails>> RunAsync(Actor actor, InteractionEntry entry, CancellationToken cancellation) =>
        (await RunAsync(actor, [entry], cancellation))[0];

    /// <summary>Logs many interactions; a bad one fails alone.</summary>
    /// <returns>One result for each, in their order.</returns>
    public async Task<IReadOnlyList<Result<InteractionDetails>>> RunAsync(
        Actor actor, IReadOnlyList<InteractionEntry> entries, CancellationToken cancellation)
    {
        if (!actor.MayLog) return [.. entries.Select(_ => new Result<InteractionDetails>.Forbidden(NotOfThisRole))];

        var results = new Result<InteractionDetails>[entries.Count];
        var ids = new Guid?[entries.Count];
        var open = Enumerable.Range(0, entries.Count).ToList();
        var master = cache.Latest ?? await AskAsync(cancellation);
        for (var round = 0; open.Count > 0 && round < MostRounds; round++)
        {
            var (records, places) = Read(actor, entries, open, ids, results, master);
            // What this server remembers may be out of date: nothing is refused by it without asking.
            if (records.Count < open.Count && await AskAsync(cancellation) is var fresh && fresh != master)
            {
                master = fresh;
                (records, places) = Read(actor, entries, open, ids, results, master);
            }

            open = records.Count == 0 ? [] : await StoreAsync(actor, records, places, results, master, cancellation);
            if (open.Count > 0) master = await AskAsync(cancellation);
        }

        foreach (var place in open) results[place] = Refusal.Unavailable();
        await RecogniseRetriesAsync(actor, entries, ids, results, master, cancellation);
        return results;
    }

    // What was stored stays stored, whatever has become of its people, dates and baselines since: only new content is judged. Asked only
    // about what was refused, so that nobody else pays for it. What was handed to the store already may be there although its answer was
    // lost, with or without an id of the client's.
    private async Task RecogniseRetriesAsync(
        Actor actor, IReadOnlyList<InteractionEntry> entries, Guid?[] ids, Result<InteractionDetails>[] results, MasterData master,
        CancellationToken cancellation)
    {
        var places = Enumerable.Range(0, results.Length)
            .Where(i => results[i] is Result<InteractionDetails>.Invalid
                && ((entries[i].Id ?? ids[i]) is not null || !string.IsNullOrWhiteSpace(entries[i].ExternalId))).ToList();
        if (places.Count == 0) return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var found = await scope.ServiceProvider.GetRequiredService<StoredRetries>()
                .FindAsync(actor, [.. places.Select(i => entries[i] with { Id = entries[i].Id ?? ids[i] })], master, cancellation);
            var same = found.Where(f => f.Value.IsSame).ToList();
            var stored = await FindAsync(actor, same.Select(f => (f.Value.SiteId, f.Value.Id)), cancellation);
            foreach (var (n, entry) in same)
            {
                if (stored.TryGetValue((entry.SiteId, entry.Id), out var details))
                    results[places[n]] = new Result<InteractionDetails>.Ok(details);
            }
        }
        catch (Exception e) when (store.TroubleOf(e) is var trouble && trouble.IsOfStore())
        {
            // The others keep their answers: what is stored of this batch is told, however the store fares since.
            foreach (var place in places.Where(i => results[i] is Result<InteractionDetails>.Invalid))
                results[place] = Refusal.Unavailable(trouble);
        }
    }

    private (List<InteractionRecord> Records, List<int> Places) Read(
        Actor actor, IReadOnlyList<InteractionEntry> entries, List<int> open, Guid?[] ids, Result<InteractionDetails>[] results,
        MasterData master)
    {
        var intake = new InteractionIntake(master, actor, clock.GetUtcNow().UtcDateTime, openTicket: openTicket);
        var records = new List<InteractionRecord>(open.Count);
        var places = new List<int>(open.Count);
        foreach (var place in open)
        {
            var errors = new List<FieldError>();
            if (intake.Read(entries[place], errors, ids[place]) is { } record)
            {
                ids[place] = record.Interaction.Id;
                records.Add(record);
                places.Add(place);
            }
            else results[place] = Refusal.Invalid(errors);
        }

        return (records, places);
    }

    // Gives back the places that have to be scored again.
    private async Task<List<int>> StoreAsync(
        Actor actor,
        List<InteractionRecord> records, List<int> places, Result<InteractionDetails>[] results, MasterData master,
        CancellationToken cancellation)
    {
        var again = new List<int>();
        var outcomes = await batcher.WriteAsync(records, master.Revision, cancellation);
        var met = await FindWhileThereAsync(
            actor, outcomes.Where(o => o.Status == WriteStatus.Same).Select(o => (o.SiteId, o.Id)), cancellation);
        for (var n = 0; n < outcomes.Length; n++)
        {
            switch (outcomes[n].Status)
            {
                case WriteStatus.Stored:
                    results[places[n]] = new Result<InteractionDetails>.Ok(InteractionDetails.Of(records[n], master), IsNew: true);
                    break;
                case WriteStatus.Same:
                    // A retry is answered with what is stored, corrections included.
                    results[places[n]] = new Result<InteractionDetails>.Ok(
                        met.GetValueOrDefault((outcomes[n].SiteId, outcomes[n].Id)) ?? InteractionDetails.Of(records[n], master));
                    break;
                case WriteStatus.Conflict:
                    results[places[n]] = Refusal.Conflict(
                        "An interaction with this id or external id is stored already, with other content. Nothing was changed.");
                    break;
                case WriteStatus.TicketUsed:
                    results[places[n]] = new FieldError(
                        "$.ticket", TicketUsed, "Another entry answered this ticket; ask for the next one, or leave it out.");
                    break;
                case WriteStatus.MasterDataChanged:
                    again.Add(places[n]);
                    break;
                case WriteStatus.Refused:
                    results[places[n]] = new FieldError(
                        "$", FieldError.Invalid, "The store cannot keep this interaction; the server's log says why.");
                    break;
                default:
                    results[places[n]] = Refusal.Unavailable(outcomes[n].Trouble);
                    break;
            }
        }

        return again;
    }

    // The store is asked only where memory does not do: nearly every interaction is logged without a context.
    private async Task<MasterData> AskAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await cache.GetAsync(scope.ServiceProvider.GetRequiredService<IServiceTrackerDb>(), cancellation);
    }

    // A store that goes away after it said that the entry is there takes nothing of that back.
    private async Task<IReadOnlyDictionary<(int SiteId, Guid Id), InteractionDetails>> FindWhileThereAsync(
        Actor actor, IEnumerable<(int SiteId, Guid Id)> which, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(actor, which, cancellation);
        }
        catch (Exception e) when (store.TroubleOf(e).IsOfStore())
        {
            return new Dictionary<(int, Guid), InteractionDetails>();
        }
    }

    // Together for each site, since a batch that is sent again meets all of it again.
    private async Task<IReadOnlyDictionary<(int SiteId, Guid Id), InteractionDetails>> FindAsync(
        Actor actor, IEnumerable<(int SiteId, Guid Id)> which, CancellationToken cancellation)
    {
        var found = new Dictionary<(int, Guid), InteractionDetails>();
        var bySite = which.ToLookup(w => w.SiteId, w => w.Id);
        if (bySite.Count == 0) return found;
        await using var scope = scopes.CreateAsyncScope();
        var query = scope.ServiceProvider.GetRequiredService<InteractionDetailsQuery>();
        foreach (var ids in bySite)
        {
            foreach (var (id, details) in await query.FindAsTheyStandAsync(actor, ids.Key, [.. ids], cancellation))
                found.Add((ids.Key, id), details);
        }

        return found;
    }
}
