using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Disputes;

/// <summary>Says that a miss is not the person's, or not fair: until it is ruled on, it is out of the person's figures alone.</summary>
public sealed class RaiseDispute(IServiceTrackerDb db, ChangeObservation change, TimeProvider clock)
{
    private static readonly Refusal NotTheirs =
        Refusal.Forbidden("A miss is disputed by the person it is about, or by an administrator on their behalf.");

    /// <summary>Disputes one missed basic.</summary>
    /// <param name="actor">The person, or an administrator.</param>
    /// <param name="siteId">The interaction's site.</param>
    /// <param name="id">Its id.</param>
    /// <param name="input">Which basic, and why.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<Guid>> RunAsync(Actor actor, int siteId, Guid id, DisputeInput input, CancellationToken cancellation)
    {
        var errors = Faults(input.Expectation, input.Reason);
        if (errors.Count > 0 || input is not { Expectation: { } basic, Reason: { } why }) return Refusal.Invalid(errors);
        return await change.RunAsync(actor, siteId, id, basic.Trim(), (observation, master) =>
        {
            var i = observation.Entry.Interaction;
            var isOwn = i.StaffId is { } staff && actor.Is(staff);
            if (!isOwn && !actor.IsAdmin) return NotTheirs;
            if (observation.WhyNot(DisputeSteps.Dispute) is { } notNow) return notNow;
            var now = clock.GetUtcNow().UtcDateTime;
            db.Disputes.Add(new Dispute
            {
                SiteId = siteId,
                Id = Guid.CreateVersion7(now),
                InteractionId = id,
                Expectation = observation.Basic.Code,
                Reason = why.Trim(),
                At = now,
                By = actor.Id,
                ByName = actor.Name,
                OnBehalf = !isOwn,
            });
            return new IntendedChange("interaction.disputed", null)
            {
                After = observation.Marked(held: true, excused: false, null, master.Baselines[i.Baseline]),
                Is = new
                {
                    expectation = observation.Basic.Code,
                    reason = why.Trim(),
                    onBehalfOf = isOwn ? null : master.Staff.Find(i.StaffId)?.Code,
                },
                Revision = (RevisionKind.Disputed, why.Trim()),
            };
        }, cancellation);
    }

    /// <summary>What is wrong with what every step needs.</summary>
    internal static List<FieldError> Faults(string? expectation, string? reason)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(expectation))
            errors.Add(new("$.expectation", FieldError.Required, "Say which missed basic it is about."));
        if (string.IsNullOrWhiteSpace(reason)) errors.Add(new("$.reason", FieldError.Required, "Say why."));
        else if (reason.Length > DisputeInput.MaxReason)
            errors.Add(new("$.reason", FieldError.Invalid, $"At most {DisputeInput.MaxReason} characters."));
        return errors;
    }
}
