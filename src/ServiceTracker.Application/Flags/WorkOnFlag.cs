using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Application.Flags;

/// <summary>Takes a step of the work on a flag.</summary>
public sealed class WorkOnFlag(
    IServiceTrackerDb db, FlagConfirmationQuery confirmation, MasterDataReader masterData, BusinessToday today, AuditTrail audit,
    TimeProvider clock)
{
    private static readonly FlagTransitionInputValidator Rules = new();

    private static readonly Refusal NotTheirs = Refusal.Forbidden("Flags are worked on by a manager.");

    private static readonly Refusal NotThere = Refusal.NotFound("There is no such flag.");

    /// <summary>Takes the step, if it may be taken now and lacks nothing.</summary>
    /// <param name="actor">A manager or administrator of the flag's site.</param>
    /// <param name="id">The flag, or the note that was seen.</param>
    /// <param name="input">The step.</param>
    /// <param name="version">The version it was read at; null to take it whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The flag as it is then.</returns>
    public async Task<Result<Flag>> RunAsync(
        Actor actor, Guid id, FlagTransitionInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.May(Permission.WorksOnFlags)) return NotTheirs;
        var errors = FieldError.From(await Rules.ValidateAsync(input, cancellation));
        if (Read(input, errors) is not { } step) return Refusal.Invalid(errors);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Held to the end: of two who take a step at once the second sees what the first has done.
        var which = actor.Visible(db.Flags).Where(f => f.Id == id);
        if (await which.ExecuteUpdateAsync(f => f.SetProperty(x => x.Version, x => x.Version), cancellation) == 0) return NotThere;
        var flag = await which.SingleAsync(cancellation);
        if (version is not null && version != flag.Version)
            return Refusal.Stale("Somebody else worked on this flag since you read it. Read it again.");
        if (NotNow(flag, step.To) is { } notNow) return notNow;

        var history = await db.FlagEvents.AsNoTracking().Where(e => e.SiteId == flag.SiteId && e.FlagId == id)
            .OrderBy(e => e.Position).ToListAsync(cancellation);
        var master = await masterData.GetAsync(cancellation);
        var day = today.Of(actor, master, master.Sites[flag.SiteId]);
        if (step.To == FlagStatus.Closed)
            step = step with { Confirmed = IsConfirmed(history) || await confirmation.OfAsync(flag, day, cancellation) is not null };
        errors.AddRange(step.Missing(flag.IsNote).Select(Lacking));
        if (step.LookAgainOn is { } again && (again < day || again.DayNumber - day.DayNumber > FlagTransitionInput.MostDaysAhead))
            errors.Add(new("$.lookAgainOn", "out_of_range", "A day from today on, at most a year ahead."));
        if (errors.Count > 0) return Refusal.Invalid(errors);

        var before = Facts(flag);
        var now = clock.GetUtcNow().UtcDateTime;
        var line = step.Take(flag, history.Count + 1, now, day, actor.Id, actor.Name);
        db.FlagEvents.Add(line);
        // What is told next is part of this flag or another one, and its unit stands otherwise.
        db.DetectionQueue.Add(DetectionQueueEntry.OfDecision(flag, day, now));
        audit.Record(
            actor, $"flag.{SnakeCase<FlagStatus>.Text(step.To)}", $"flag/{id}", before,
            new { flag = Facts(flag), line.Action, line.Note, line.Reason }, flag.SiteId);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return flag;
    }

    private static FlagTransition? Read(FlagTransitionInput input, List<FieldError> errors)
    {
        FlagFinding? finding = null;
        if (Given(input.Finding) is { } word)
        {
            if (SnakeCase<FlagFinding>.TryParse(word, out var found)) finding = found;
            else errors.Add(new("$.finding", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<FlagFinding>.All)}."));
        }

        if (!SnakeCase<FlagStatus>.TryParse(input.To, out var to) && !string.IsNullOrWhiteSpace(input.To))
            errors.Add(new("$.to", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<FlagStatus>.All)}."));
        return errors.Count > 0 ? null : new FlagTransition
        {
            To = to,
            Finding = finding,
            Action = Given(input.Action),
            Note = Given(input.Note),
            Owner = Given(input.Owner),
            LookAgainOn = input.LookAgainOn,
            Reason = Given(input.Reason),
        };
    }

    private static Refusal? NotNow(Flag flag, FlagStatus to)
    {
        var possible = FlagSteps.From(flag.Status, flag.IsNote);
        if (possible.Contains(to)) return null;
        string[] steps = [.. possible.Select(SnakeCase<FlagStatus>.Text)];
        var now = SnakeCase<FlagStatus>.Text(flag.Status);
        return Refusal.NotAllowedNow(
            $"This is {now} now, from where it does not go to {SnakeCase<FlagStatus>.Text(to)}. " +
            (steps.Length == 0 ? "Nothing more is to be done about it." : $"It goes to: {string.Join(", ", steps)}."), steps);
    }

    // What the data said before it was opened again is no longer so.
    private static bool IsConfirmed(IEnumerable<FlagEvent> history) =>
        history.Reverse().TakeWhile(e => e.From != FlagStatus.Closed).Any(e => e.Confirmed);

    private static FieldError Lacking(FlagStepNeed need) => need switch
    {
        FlagStepNeed.Finding => new("$.finding", FieldError.Required, "Say what it turned out to be."),
        FlagStepNeed.Action => new("$.action", FieldError.Required, "Say what is being done."),
        FlagStepNeed.LookAgainOn => new("$.lookAgainOn", FieldError.Required, "Say when to look again."),
        FlagStepNeed.Reason => new("$.reason", FieldError.Required, "Say why nothing more is to be done: no later data say so yet."),
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    private static object Facts(Flag f) => new
    {
        status = SnakeCase<FlagStatus>.Text(f.Status),
        finding = f.Finding is { } finding ? SnakeCase<FlagFinding>.Text(finding) : null,
        f.Owner,
        f.LookAgainOn,
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
