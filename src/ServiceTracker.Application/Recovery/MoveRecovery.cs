using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>Takes a step of a case.</summary>
public sealed class MoveRecovery(
    IServiceTrackerDb db, ChangeInteraction change, MasterDataReader masterData, BusinessToday today, AuditTrail audit,
    TimeProvider clock)
{
    private static readonly Refusal NotTheirs = Refusal.Forbidden("Cases are worked on by those who serve customers, and by managers.");

    private static readonly Refusal NotThere = Refusal.NotFound("There is no such case.");

    /// <summary>
    /// Takes the step, if it may be taken now and lacks nothing. Where the customer was wrong, the interaction is proposed to leave the
    /// figures with it; a manager who may judge it confirms that by closing.
    /// </summary>
    /// <param name="actor">Somebody who logs, and sees the case.</param>
    /// <param name="id">The case.</param>
    /// <param name="input">The step.</param>
    /// <param name="version">The version it was read at; null to take it whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The case as it is then.</returns>
    public async Task<Result<RecoveryCase>> RunAsync(
        Actor actor, Guid id, RecoveryTransitionInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.May(Permission.Logs)) return NotTheirs;
        var errors = new List<FieldError>();
        if (Read(input, errors) is not { } step) return Refusal.Invalid(errors);
        if (step is { To: RecoveryStatus.Closed, Outcome: RecoveryOutcome.CustomerWrong }
            && await InteractionAsync(actor, id, cancellation) is { } about)
            return await CloseWithInteractionAsync(actor, id, about, step, version, cancellation);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var taken = await TakeAsync(actor, id, step, version, cancellation);
        if (taken is not Result<RecoveryCase>.Ok) return taken;
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return taken;
    }

    // The interaction of a case that still counts; what is excluded already stays so.
    private async Task<(int SiteId, Guid Id)?> InteractionAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var of = await actor.Visible(db.RecoveryCases.AsNoTracking()).Where(c => c.Id == id && c.InteractionId != null)
            .Select(c => new { c.SiteId, Id = c.InteractionId!.Value }).FirstOrDefaultAsync(cancellation);
        return of is not null && await db.Interactions.AnyAsync(
            i => i.SiteId == of.SiteId && i.Id == of.Id && i.State != InteractionState.Excluded, cancellation) ? (of.SiteId, of.Id) : null;
    }

    private async Task<Result<RecoveryCase>> CloseWithInteractionAsync(
        Actor actor, Guid id, (int SiteId, Guid Id) about, RecoveryTransition step, int? version, CancellationToken cancellation)
    {
        Result<RecoveryCase> taken = NotThere.Of<RecoveryCase>();
        var changed = await change.RunAsync(
            actor, db.Interactions.Where(i => i.SiteId == about.SiteId && i.Id == about.Id), DecideAsync, cancellation);
        return taken is Result<RecoveryCase>.Ok { Value: var closed } ? changed.To(_ => closed) : taken;

        async Task<Result<IntendedChange>> DecideAsync(InteractionRecord entry, MasterData master, CancellationToken ending)
        {
            taken = await TakeAsync(actor, id, step, version, ending);
            if (taken is not Result<RecoveryCase>.Ok { Value: var of }) return taken.To(_ => new IntendedChange("", null));
            var before = entry.Interaction;
            var confirms = actor.MayJudge(before);
            var after = entry with
            {
                Interaction = (Correction.None(before) with
                {
                    ExcludedAs = ExclusionGround.CustomerConduct,
                    State = confirms ? InteractionState.Excluded : InteractionState.Counted,
                }).Of(before, master.Baselines[before.Baseline]),
            };
            var kind = confirms ? RevisionKind.Excluded : RevisionKind.Corrected;
            return new IntendedChange($"interaction.{kind.ToString().ToLowerInvariant()}", InteractionFacts.Of(entry, master))
            {
                After = after,
                Is = new { recovery = of.Id, interaction = InteractionFacts.Of(after, master) },
                Revision = (kind, $"The case of {of.Since:yyyy-MM-dd} ended so: the customer was wrong or abusive."),
            };
        }
    }

    // Inside the open transaction; stored by whoever opened it.
    private async Task<Result<RecoveryCase>> TakeAsync(
        Actor actor, Guid id, RecoveryTransition step, int? version, CancellationToken cancellation)
    {
        // Held to the end: of two who take a step at once the second sees what the first has done.
        var which = actor.Visible(db.RecoveryCases).Where(c => c.Id == id);
        if (await which.ExecuteUpdateAsync(c => c.SetProperty(x => x.Version, x => x.Version), cancellation) == 0)
            return NotThere;
        var of = await which.SingleAsync(cancellation);
        if (version is not null && version != of.Version)
            return Refusal.Stale("Somebody else worked on this case since you read it. Read it again.");
        if (NotNow(of.Status, step.To) is { } notNow) return notNow;
        var master = await masterData.GetAsync(cancellation);
        var day = today.Of(actor, master, master.Sites[of.SiteId]);
        List<FieldError> errors = [.. step.Missing(of).Select(Lacking)];
        if (step.DueOn is { } due && (due < day || due.DayNumber - day.DayNumber > RecoveryTransitionInput.MostDaysAhead))
            errors.Add(new("$.dueOn", "out_of_range", "A day from today on, at most a year ahead."));
        if (errors.Count > 0) return Refusal.Invalid(errors);

        var before = Facts(of);
        var position = 1 + await db.RecoveryEvents.CountAsync(e => e.SiteId == of.SiteId && e.CaseId == id, cancellation);
        var line = step.Take(of, position, clock.GetUtcNow().UtcDateTime, day, actor.Id, actor.Name);
        db.RecoveryEvents.Add(line);
        audit.Record(
            actor, $"recovery.{SnakeCase<RecoveryStatus>.Text(step.To)}", $"recovery/{id}", before,
            new { recovery = Facts(of), line.Words, line.Steps }, of.SiteId);
        return of;
    }

    private static RecoveryTransition? Read(RecoveryTransitionInput input, List<FieldError> errors)
    {
        var to = RecoveryStatus.Open;
        if (string.IsNullOrWhiteSpace(input.To)) errors.Add(new("$.to", FieldError.Required, "Say where the step leads."));
        else if (!SnakeCase<RecoveryStatus>.TryParse(input.To, out to) || !RecoverySteps.All.Contains(to))
            errors.Add(new("$.to", FieldError.Invalid, $"One of: {string.Join(", ", RecoverySteps.Words)}."));
        var cause = OpenRecovery.CauseOf(input.Cause, errors);
        RecoveryOutcome? outcome = null;
        if (Given(input.Outcome) is { } word)
        {
            if (SnakeCase<RecoveryOutcome>.TryParse(word, out var found)) outcome = found;
            else errors.Add(new("$.outcome", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<RecoveryOutcome>.All)}."));
        }

        foreach (var (path, text) in new[] { ("$.words", input.Words), ("$.steps", input.Steps) })
        {
            if (text?.Length > RecoveryTransitionInput.MaxText)
                errors.Add(new(path, FieldError.Invalid, $"At most {RecoveryTransitionInput.MaxText} characters."));
        }

        return errors.Count > 0 ? null : new RecoveryTransition
        {
            To = to,
            Words = Given(input.Words),
            Cause = cause,
            Steps = Given(input.Steps),
            DueOn = input.DueOn,
            Outcome = outcome,
        };
    }

    private static Refusal? NotNow(RecoveryStatus now, RecoveryStatus to)
    {
        var possible = RecoverySteps.From(now);
        if (possible.Contains(to)) return null;
        string[] steps = [.. possible.Select(SnakeCase<RecoveryStatus>.Text)];
        return Refusal.NotAllowedNow(
            $"This case is {SnakeCase<RecoveryStatus>.Text(now)} now, from where it does not go to {SnakeCase<RecoveryStatus>.Text(to)}. " +
            $"It goes to: {string.Join(", ", steps)}.", steps);
    }

    private static FieldError Lacking(RecoveryNeed need) => need switch
    {
        RecoveryNeed.Words => new("$.words", FieldError.Required, "Say what the customer was told."),
        RecoveryNeed.Cause => new("$.cause", FieldError.Required, "Say what got in the way; that it is not known is no cause."),
        RecoveryNeed.Steps => new("$.steps", FieldError.Required, "Say what is being done about it."),
        RecoveryNeed.DueOn => new("$.dueOn", FieldError.Required, "Say on which day the customer is asked again."),
        RecoveryNeed.Outcome => new("$.outcome", FieldError.Required, "Say how it ended."),
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    private static object Facts(RecoveryCase c) => new
    {
        status = SnakeCase<RecoveryStatus>.Text(c.Status),
        cause = c.Cause is { } cause ? SnakeCase<Cause>.Text(cause) : null,
        outcome = c.Outcome is { } outcome ? SnakeCase<RecoveryOutcome>.Text(outcome) : null,
        c.OwnerName,
        c.DueOn,
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
