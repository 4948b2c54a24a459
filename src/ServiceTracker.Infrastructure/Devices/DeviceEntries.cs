using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>
/// Takes in what a device kept while it could not send it: each entry as the interaction of whoever's PIN confirmed it, by the way that
/// every interaction goes; or, where that PIN is not right, for a manager to say whose it is.
/// </summary>
public sealed class DeviceEntries(
    ServiceTrackerDb db, MasterDataReader master, DeviceProofs proofs, LogInteraction log, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Most entries at once.</summary>
    public const int MaxBatch = 50;

    /// <summary>Entries of one device that wait for a manager; more of them wait on the device. No shift logs as much, and whoever has
    /// taken a device away fills no store with it.</summary>
    public const int MaxUnclaimed = 2_000;

    /// <summary>Characters of an entry that is kept for a manager.</summary>
    public const int MaxContent = 8_000;

    /// <summary>What is kept of an entry is written so.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Takes entries in.</summary>
    /// <param name="device">From where.</param>
    /// <param name="entries">What it kept.</param>
    /// <param name="deviceNow">The device's clock now, from which it follows how wrong it is.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>One outcome for each, in their order.</returns>
    public async Task<IReadOnlyList<QueuedOutcome>> TakeAsync(
        Device device, IReadOnlyList<QueuedEntry> entries, DateTimeOffset deviceNow, CancellationToken cancellation)
    {
        var data = await master.GetAsync(cancellation);
        var off = OffBy(deviceNow);
        Guid[] ids = [.. entries.Where(e => e.Id is not null).Select(e => e.Id!.Value)];
        var kept = await db.UnclaimedEntries.AsNoTracking().Where(u => EF.Parameter(ids).Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, cancellation);
        var outcomes = new QueuedOutcome[entries.Count];
        for (var n = 0; n < entries.Count; n++)
        {
            var entry = entries[n];
            outcomes[n] = Faults(entry) is { } faults ? QueuedOutcome.Refusing(entry.Id, faults)
                : kept.TryGetValue(entry.Id!.Value, out var before) ? Again(device, before)
                : await TakeAsync(device, data, entry, deviceNow, off, cancellation);
        }

        return outcomes;
    }

    private async Task<QueuedOutcome> TakeAsync(
        Device device, MasterData data, QueuedEntry entry, DateTimeOffset deviceNow, TimeSpan off, CancellationToken cancellation)
    {
        var verdict = await proofs.JudgeAsync(device, data, entry.Staff, entry.Proof, deviceNow, cancellation);
        var ground = verdict.Ground ?? (entry.HandOver ? UnclaimedGround.HandedOver : null);
        if (ground is { } why) return await KeepAsync(device, entry, why, off, cancellation);
        var (site, person) = (data.Sites[device.SiteId], verdict.Person!);
        var actor = DeviceAccess.ActorOf(device, person);
        var at = entry.OccurredAt!.Value - off;
        var result = await log.RunAsync(actor, Of(at), cancellation);
        if (result is Result<InteractionDetails>.Conflict or Result<InteractionDetails>.Invalid
            && await db.Interactions.AsNoTracking().Where(i => i.SiteId == site.Id && i.Id == entry.Id && i.RecordedBy == actor.Id)
                .Select(i => (DateTime?)i.OccurredAt).FirstOrDefaultAsync(cancellation) is { } stored)
            // A retry has the time of the first attempt, however wrong the device's clock was then.
            result = await log.RunAsync(actor, Of(new DateTimeOffset(stored, TimeSpan.Zero)), cancellation);
        if (result is Result<InteractionDetails>.Ok { IsNew: true } && off != TimeSpan.Zero)
        {
            audit.Record(
                actor, "entry.clock_corrected", $"interaction/{entry.Id}", new { entry.OccurredAt },
                new { OccurredAt = at, ClockDifference = (long)off.TotalSeconds }, site.Id);
            await db.SaveChangesAsync(cancellation);
        }

        return result switch
        {
            Result<InteractionDetails>.Ok { IsNew: var isNew } => new(entry.Id, isNew ? QueuedOutcome.Stored : QueuedOutcome.Replayed),
            Result<InteractionDetails>.Invalid invalid => QueuedOutcome.Refusing(entry.Id, invalid.Errors),
            Result<InteractionDetails>.Conflict conflict => QueuedOutcome.Refusing(entry.Id, [new("$", "conflict", conflict.Message)]),
            Result<InteractionDetails>.Forbidden no => QueuedOutcome.Refusing(entry.Id, [new("$", "forbidden", no.Message)]),
            _ => new(entry.Id, QueuedOutcome.Later),
        };

        InteractionEntry Of(DateTimeOffset when) =>
            entry.AsOf(site.Code, person.Code, when, data.BaselineOn(site.Calendar.At(when.UtcDateTime).BusinessDate));
    }

    // It is there already: what became of it since is not undone by a device that repeats itself.
    private static QueuedOutcome Again(Device device, UnclaimedEntry kept) =>
        kept.DeviceId != device.Id
            ? QueuedOutcome.Refusing(kept.Id, [new("$.id", "conflict", "Another device has sent an entry with this id.")])
            : new(kept.Id, kept.SettledAt is null || kept.AssignedTo is null ? QueuedOutcome.Unclaimed : QueuedOutcome.Replayed);

    private async Task<QueuedOutcome> KeepAsync(
        Device device, QueuedEntry entry, UnclaimedGround ground, TimeSpan off, CancellationToken cancellation)
    {
        // What is stored already is not unclaimed as well: the answer to it was lost, and the PIN changed meanwhile.
        if (await db.Interactions.AnyAsync(
            i => i.SiteId == device.SiteId && i.Id == entry.Id && i.RecordedBy.StartsWith(device.ActorId), cancellation))
            return new(entry.Id, QueuedOutcome.Replayed);
        var content = JsonSerializer.Serialize(entry with { Proof = null }, Json);
        if (content.Length > MaxContent)
            return QueuedOutcome.Refusing(entry.Id, [new("$", FieldError.Invalid, $"At most {MaxContent} characters in all.")]);
        if (await db.UnclaimedEntries.CountAsync(u => u.DeviceId == device.Id && u.SettledAt == null, cancellation) >= MaxUnclaimed)
            return new(entry.Id, QueuedOutcome.Later);
        var staff = StorableText.Shortened(Code.Trim(entry.Staff), Code.MaxLength);
        db.UnclaimedEntries.Add(new UnclaimedEntry
        {
            Id = entry.Id!.Value,
            DeviceId = device.Id,
            SiteId = device.SiteId,
            Staff = staff,
            Ground = ground,
            OccurredAt = (entry.OccurredAt!.Value - off).UtcDateTime,
            ArrivedAt = clock.GetUtcNow().UtcDateTime,
            Content = content,
        });
        audit.Record(
            DeviceAccess.ActorOf(device, null), "entry.unclaimed", UnclaimedEntries.SubjectOf(entry.Id.Value), null,
            new { Staff = staff, Ground = Domain.SnakeCase<UnclaimedGround>.Text(ground) }, device.SiteId);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (StoreFailure.Of(e) == StoreTrouble.Refused)
        {
            // The same from two tabs at once.
            db.ChangeTracker.Clear();
            if (!await db.UnclaimedEntries.AnyAsync(u => u.Id == entry.Id && u.DeviceId == device.Id, cancellation)) throw;
        }

        return new(entry.Id, QueuedOutcome.Unclaimed);
    }

    // Clocks differ a little everywhere; by more than is taken from any sender it is the device's that is wrong.
    private TimeSpan OffBy(DateTimeOffset deviceNow)
    {
        var off = deviceNow - clock.GetUtcNow();
        return off.Duration() <= InteractionIntake.ClockTolerance ? TimeSpan.Zero : off;
    }

    private static List<FieldError>? Faults(QueuedEntry entry)
    {
        var errors = new List<FieldError>();
        if (entry.Id is null || entry.Id == Guid.Empty) errors.Add(new("$.id", FieldError.Required, "Every entry has an id of its own."));
        if (entry.OccurredAt is not { Year: >= 1990 and < 2500 })
            errors.Add(new("$.occurredAt", FieldError.Required, "Say when it was, with an offset."));
        return errors.Count == 0 ? null : errors;
    }
}
