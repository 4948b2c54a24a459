using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Disputes;

/// <summary>Decides a dispute. Excused, the miss stays out of the person's figures; it is one of the process either way.</summary>
public sealed class RuleOnDispute(ChangeObservation change, TimeProvider clock)
{
    private static readonly Refusal
        NotTheirs = Refusal.Forbidden("Disputes are ruled on by a manager."),
        TheirOwn = Refusal.Forbidden("A dispute is ruled on by a manager who did not record the miss and whom it is not about.");

    /// <summary>Whether an actor may rule on a dispute about an interaction.</summary>
    public static bool IsOpenTo(Actor actor, Interaction i) =>
        actor.MayJudge(i);

    /// <summary>Rules on one disputed miss.</summary>
    /// <param name="actor">A manager who did not record it.</param>
    /// <param name="siteId">The interaction's site.</param>
    /// <param name="id">Its id.</param>
    /// <param name="input">The ruling.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<Guid>> RunAsync(Actor actor, int siteId, Guid id, RulingInput input, CancellationToken cancellation)
    {
        if (!actor.May(Permission.Reviews)) return NotTheirs;
        var errors = RaiseDispute.Faults(input.Expectation, input.Reason);
        Ruling? ruling = SnakeCase<Ruling>.TryParse(input.Ruling, out var ruled) ? ruled : null;
        if (string.IsNullOrWhiteSpace(input.Ruling)) errors.Add(new("$.ruling", FieldError.Required, "Say stands or excused."));
        else if (ruling is null) errors.Add(new("$.ruling", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<Ruling>.All)}."));
        var cause = CauseOf(input, ruling, errors);
        if (errors.Count > 0 || ruling is not { } how || input is not { Expectation: { } basic, Reason: { } why })
            return Refusal.Invalid(errors);

        return await change.RunAsync(actor, siteId, id, basic.Trim(), (observation, master) =>
        {
            if (!IsOpenTo(actor, observation.Entry.Interaction)) return TheirOwn;
            if (observation.WhyNot(DisputeSteps.Ruling) is { } notNow) return notNow;
            observation.Disputes.Single(d => d.Status == DisputeStatus.Open)
                .Rule(how, cause, why.Trim(), clock.GetUtcNow().UtcDateTime, actor.Id, actor.Name);
            return new IntendedChange("interaction.ruled", null)
            {
                After = observation.Marked(
                    held: false, how == Ruling.Excused, cause, master.Baselines[observation.Entry.Interaction.Baseline]),
                Is = new
                {
                    expectation = observation.Basic.Code,
                    ruling = SnakeCase<Ruling>.Text(how),
                    cause = cause is { } c ? SnakeCase<Cause>.Text(c) : null,
                    reason = why.Trim(),
                },
                Revision = (RevisionKind.Ruled, why.Trim()),
            };
        }, cancellation);
    }

    private static Cause? CauseOf(RulingInput input, Ruling? ruling, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(input.Cause))
        {
            if (ruling == Ruling.Excused) errors.Add(new("$.cause", FieldError.Required, "Say what got in the way."));
            return null;
        }

        IEnumerable<Cause> possible = ruling == Ruling.Excused ? Rulings.Excusing : Enum.GetValues<Cause>();
        if (SnakeCase<Cause>.TryParse(input.Cause, out var cause) && possible.Contains(cause)) return cause;
        errors.Add(new("$.cause", FieldError.Invalid, $"One of: {string.Join(", ", possible.Select(SnakeCase<Cause>.Text))}."));
        return null;
    }
}
