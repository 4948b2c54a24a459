using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>Makes, edits and deletes drafts. A published baseline is frozen: its change is a new draft.</summary>
public sealed class DraftBaseline(IServiceTrackerDb db, IStore store, AuditTrail audit)
{
    private const string Deleted = "baseline.deleted", Subject = "baseline/";

    // More make a draft at the same moment only where something is wrong.
    private const int MostRounds = 50;

    private static readonly BaselineInputValidator Rules = new();

    /// <summary>Makes a new draft with the next number.</summary>
    public async Task<Result<Baseline>> CreateAsync(Actor actor, BaselineInput input, CancellationToken cancellation)
    {
        if (await RefusalAsync(actor, input, cancellation) is { } refusal) return refusal;
        for (var round = 1; ; round++)
        {
            var number = await NextNumberAsync(cancellation);
            var draft = new Baseline { Number = number, Name = "" };
            Fill(draft, input);
            db.Baselines.Add(draft);
            audit.Record(actor, "baseline.drafted", $"baseline/{number}", null, BaselineFacts.Of(input));
            try
            {
                await db.SaveChangesAsync(cancellation);
                return new Result<Baseline>.Ok(draft, IsNew: true);
            }
            catch (DbUpdateException e) when (round < MostRounds && store.TroubleOf(e) == StoreTrouble.Refused)
            {
                // Somebody else took the number at the same moment; there are more of them.
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Replaces the content of a draft.</summary>
    /// <param name="actor">A manager or administrator.</param>
    /// <param name="number">The draft's number.</param>
    /// <param name="input">The whole new content.</param>
    /// <param name="version">The version it was read at; null to save whatever it is now.</param>
    public async Task<Result<Baseline>> EditAsync(
        Actor actor, int number, BaselineInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("Baselines are made by a manager.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Held to the end: of two who save at once the second reads what the first has saved.
        await db.Baselines.Where(b => b.Number == number)
            .ExecuteUpdateAsync(b => b.SetProperty(x => x.Version, x => x.Version), cancellation);
        var draft = await db.Baselines.Include(b => b.Expectations.OrderBy(e => e.Bit))
            .SingleOrDefaultAsync(b => b.Number == number, cancellation);
        if (draft is null) return Refusal.NotFound($"There is no baseline {number}.");
        if (await RefusalAsync(actor, input, cancellation) is { } refusal) return refusal;
        if (draft.IsPublished) return Refusal.Conflict($"Baseline {number} is published and frozen. Make a new draft instead.");
        if (version is not null && version != draft.Version)
            return Refusal.Stale("Somebody else changed this draft since you read it. Read it again and make your change to that.");

        audit.Record(actor, "baseline.edited", $"baseline/{number}", BaselineFacts.Of(draft), BaselineFacts.Of(input));
        // The old rows leave first: the new ones may have the same bits.
        draft.Expectations.Clear();
        draft.Version++;
        await db.SaveChangesAsync(cancellation);
        Fill(draft, input);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return draft;
    }

    /// <summary>Deletes a draft, which nothing was ever scored by. What it said stays in the audit record.</summary>
    /// <param name="actor">A manager or administrator.</param>
    /// <param name="number">The draft's number, which no other baseline will have.</param>
    /// <param name="version">The version it was read at; null to delete whatever it is now.</param>
    /// <returns>The draft as it was.</returns>
    public async Task<Result<Baseline>> DeleteAsync(Actor actor, int number, int? version, CancellationToken cancellation)
    {
        if (!actor.Manages) return new Result<Baseline>.Forbidden("Baselines are made by a manager.");
        var draft = await db.Baselines.Include(b => b.Expectations.OrderBy(e => e.Bit))
            .SingleOrDefaultAsync(b => b.Number == number, cancellation);
        if (draft is null) return new Result<Baseline>.NotFound($"There is no baseline {number}.");
        if (draft.IsPublished)
            return new Result<Baseline>.Conflict($"Baseline {number} is published: interactions are scored by it, so it stays.");
        if (version is not null && version != draft.Version)
            return new Result<Baseline>.Stale("Somebody else changed this draft since you read it. Look at it again before deleting it.");

        audit.Record(actor, Deleted, Subject + number, BaselineFacts.Of(draft), null);
        db.Baselines.Remove(draft);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Result<Baseline>.Stale("Somebody else changed, published or deleted this draft just now. Look at it again.");
        }

        return draft;
    }

    /// <summary>The input that gives this baseline again, to edit it or to start a new draft from it.</summary>
    public static BaselineInput InputOf(Baseline baseline) =>
        new(baseline.Name, baseline.EffectiveFrom, baseline.TargetConsistency, [.. baseline.Expectations.Select(ExpectationInput.Of)]);

    // The audit record tells baselines apart by their numbers, so that of a deleted draft is not given again.
    private async Task<int> NextNumberAsync(CancellationToken cancellation)
    {
        var deleted = await db.AuditEntries.Where(a => a.SiteId == 0 && a.Action == Deleted)
            .Select(a => a.Subject).ToListAsync(cancellation);
        var last = await db.Baselines.MaxAsync(b => (int?)b.Number, cancellation) ?? 0;
        return 1 + deleted.Select(s => int.Parse(s[Subject.Length..], CultureInfo.InvariantCulture)).Append(last).Max();
    }

    private static void Fill(Baseline draft, BaselineInput input)
    {
        draft.Name = input.Name!.Trim();
        draft.EffectiveFrom = input.EffectiveFrom!.Value;
        draft.TargetConsistency = input.TargetConsistency ?? Baseline.DefaultTarget;
        draft.Expectations.AddRange((input.Expectations ?? []).Select((e, bit) => e.ToExpectation(draft.Number, bit)));
    }

    private async Task<Result<Baseline>?> RefusalAsync(Actor actor, BaselineInput input, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("Baselines are made by a manager.");
        var errors = FieldError.From(await Rules.ValidateAsync(input, cancellation));
        var known = await db.Channels.Select(c => c.Code).ToListAsync(cancellation);
        for (var i = 0; i < (input.Expectations?.Count ?? 0); i++)
        {
            foreach (var unknown in (input.Expectations![i]?.Channels ?? []).Select(Domain.Organisation.Code.Trim)
                .Where(c => c != Expectation.EveryChannel).Except(known))
                errors.Add(new($"$.expectations[{i}].channels", FieldError.UnknownReference, $"There is no channel “{unknown}”."));
        }

        return errors.Count > 0 ? Refusal.Invalid(errors) : null;
    }
}
