using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Disputes;

/// <summary>One observation of an interaction of which something is decided, and the disputes there were about it.</summary>
/// <param name="Entry">The interaction as its own source gave it.</param>
/// <param name="Basic">The basic that was observed.</param>
/// <param name="Disputes">The disputes about it, the first one first; what is changed of them is stored with the interaction.</param>
internal sealed record DisputedObservation(InteractionRecord Entry, Expectation Basic, IReadOnlyList<Dispute> Disputes)
{
    /// <summary>The steps that are possible now.</summary>
    public IReadOnlyList<string> Steps => DisputeSteps.From(
        Entry.Interaction.ResultOf(Basic), Disputes.Any(d => d.Status == DisputeStatus.Stands), Entry.Interaction.StaffId is not null);

    /// <summary>Why a step cannot be taken, or null.</summary>
    public Refusal? WhyNot(string step)
    {
        if (Steps.Contains(step)) return null;
        var result = SnakeCase<ObservationResult>.Text(Entry.Interaction.ResultOf(Basic));
        var now = Disputes.Any(d => d.Status == DisputeStatus.Stands) ? "It was ruled that this miss stands."
            : Entry.Interaction.StaffId is null ? "It is in nobody's figures."
            : $"“{Basic.Code}” is {result} in this evidence.";
        return Refusal.NotAllowedNow(
            now + (Steps.Count == 0 ? " Nothing is to be decided about it." : $" What can be done: {string.Join(", ", Steps)}."), Steps);
    }

    /// <summary>The interaction with other marks on this observation and another cause of the miss.</summary>
    /// <param name="held">It is under dispute from now on.</param>
    /// <param name="excused">It is excused from now on.</param>
    /// <param name="cause">What got in the way; null leaves what was said.</param>
    public InteractionRecord Marked(bool held, bool excused, Cause? cause, Baseline baseline)
    {
        var (i, bit) = (Entry.Interaction, Basic.Mask);
        var marked = (Correction.None(i) with
        {
            Held = held ? i.Held | bit : i.Held & ~bit,
            Excused = excused ? i.Excused | bit : i.Excused & ~bit,
        }).Of(i, baseline);
        return Entry with
        {
            Interaction = marked,
            Causes = cause is not { } found ? Entry.Causes
                :
                [
                    .. Entry.Causes.Where(c => c.Bit != Basic.Bit)
                        .Append(new MissCause { SiteId = i.SiteId, InteractionId = i.Id, Bit = (short)Basic.Bit, Cause = found })
                        .OrderBy(c => c.Bit),
                ],
        };
    }
}

/// <summary>Decides something of one observation, as one change of its interaction.</summary>
public sealed class ChangeObservation(IServiceTrackerDb db, ChangeInteraction change)
{
    internal Task<Result<Guid>> RunAsync(
        Actor actor, int siteId, Guid id, string expectation, Func<DisputedObservation, MasterData, Result<IntendedChange>> decide,
        CancellationToken cancellation)
    {
        return change.RunAsync(
            actor, actor.Visible(db.Interactions).Where(i => i.SiteId == siteId && i.Id == id), DecideAsync, cancellation);

        async Task<Result<IntendedChange>> DecideAsync(InteractionRecord entry, MasterData master, CancellationToken ending)
        {
            if (master.Baselines[entry.Interaction.Baseline].Find(expectation) is not { } basic)
                return new FieldError(
                    "$.expectation", FieldError.UnknownReference,
                    $"Baseline {entry.Interaction.Baseline} has no expectation “{expectation}”.");
            var disputes = await db.Disputes.Where(d => d.SiteId == siteId && d.InteractionId == id && d.Expectation == expectation)
                .OrderBy(d => d.At).ToListAsync(ending);
            return decide(new DisputedObservation(entry, basic, disputes), master);
        }
    }
}
