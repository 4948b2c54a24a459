using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Logs interactions, one or many; each is answered on its own.</summary>
public sealed class LogInteraction(IServiceTrackerDb db, InteractionWriter writer, InteractionDetailsQuery details, MasterDataCache cache, TimeProvider clock)
{
    /// <summary>Most interactions in one batch.</summary>
    public const int MaxBatch = 1000;

    /// <summary>Logs one interaction.</summary>
    /// <returns>The stored interaction, new or met again by a retry; or what is wrong.</returns>
    public async Task<Result<InteractionDetails>> RunAsync(Actor actor, InteractionEntry entry, CancellationToken cancellation) =>
        (await RunAsync(actor, [entry], cancellation))[0];

    /// <summary>Logs many interactions in one transaction; a bad one fails alone.</summary>
    /// <returns>One result for each, in their order.</returns>
    public async Task<IReadOnlyList<Result<InteractionDetails>>> RunAsync(
        Actor actor, IReadOnlyList<InteractionEntry> entries, CancellationToken cancellation)
    {
        if (!actor.MayLog) return [.. entries.Select(_ => new Result<InteractionDetails>.Forbidden("Logging interactions is not part of this role."))];

        var master = await cache.GetAsync(db, cancellation);
        var intake = new InteractionIntake(master, actor, clock.GetUtcNow().UtcDateTime);
        var results = new Result<InteractionDetails>[entries.Count];
        var records = new List<InteractionRecord>(entries.Count);
        var places = new List<int>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var errors = new List<FieldError>();
            if (intake.Read(entries[i], errors) is { } record)
            {
                records.Add(record);
                places.Add(i);
            }
            else results[i] = new Result<InteractionDetails>.Invalid(errors);
        }

        if (records.Count == 0) return results;
        var outcomes = await writer.WriteAsync(records, cancellation);
        for (var n = 0; n < outcomes.Length; n++)
        {
            results[places[n]] = outcomes[n] switch
            {
                { Status: WriteStatus.Stored } => new Result<InteractionDetails>.Ok(InteractionDetails.Of(records[n], master), IsNew: true),
                { Status: WriteStatus.Conflict } => new Result<InteractionDetails>.Conflict(
                    "An interaction with this id or external id is stored already, with other content. Nothing was changed."),
                // A retry is answered with what is stored, corrections included.
                { } met => await details.FindAsync(actor, met.Id, cancellation) is { } stored
                    ? new Result<InteractionDetails>.Ok(stored)
                    : new Result<InteractionDetails>.Ok(InteractionDetails.Of(records[n], master)),
            };
        }

        return results;
    }
}
