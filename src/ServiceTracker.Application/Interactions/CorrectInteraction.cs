using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>
/// Corrects a stored interaction, leaves it out of the figures or takes it in again: who logged it until the end of its business day, a
/// manager at any time. What was before is kept.
/// </summary>
public sealed class CorrectInteraction(IServiceTrackerDb db, ChangeInteraction change, MasterDataReader masterData, TimeProvider clock)
{
    private static readonly Refusal NotTheirs =
        Refusal.Forbidden("An interaction is corrected by who logged it, or by a manager. Whom it is about may dispute what was missed.");

    /// <summary>Corrects it.</summary>
    /// <param name="actor">Who corrects.</param>
    /// <param name="siteId">Its site, one of the actor's.</param>
    /// <param name="id">Its id.</param>
    /// <param name="input">What is to be otherwise, and why.</param>
    /// <param name="version">The version it was read at; null to correct it whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The site that it is of since.</returns>
    public async Task<Result<Site>> RunAsync(
        Actor actor, int siteId, Guid id, InteractionCorrection input, int? version, CancellationToken cancellation)
    {
        var site = (await masterData.GetAsync(cancellation)).Sites[siteId];
        var done = await change.RunAsync(
            actor, actor.Visible(db.Interactions).Where(i => i.SiteId == siteId && i.Id == id), DecideAsync, cancellation);
        return done.To(_ => site);

        async Task<Result<IntendedChange>> DecideAsync(InteractionRecord entry, MasterData master, CancellationToken ending)
        {
            var before = entry.Interaction;
            if (!actor.MayCorrect(before) && !actor.Recorded(before)) return NotTheirs;
            if (version is not null && version != before.Version)
                return Refusal.Stale("Somebody else changed this interaction since you read it. Read it again.");
            if (await WhyNotNowAsync(actor, before, master, input, ending) is { } notNow) return notNow;
            var now = clock.GetUtcNow().UtcDateTime;
            var read = new CorrectionReader(master, actor, now).Read(entry, input);
            if (read is not Result<InteractionRecord>.Ok { Value: var after }) return read.To(_ => new IntendedChange("", null));
            await OvertakeAsync(before, after.Interaction, master, now, ending);
            site = master.Sites[after.Interaction.SiteId];
            var kind = after.Interaction.State == before.State ? RevisionKind.Corrected
                : after.Interaction.State == InteractionState.Excluded ? RevisionKind.Excluded : RevisionKind.Restored;
            var reason = input.Reason!.Trim();
            return new IntendedChange(
                $"interaction.{kind.ToString().ToLowerInvariant()}", InteractionFacts.Of(entry, master))
            {
                After = after,
                Is = new { reason, interaction = InteractionFacts.Of(after, master) },
                Revision = (kind, reason),
            };
        }
    }

    /// <summary>Whether this actor may correct an interaction now, as far as the interaction alone tells.</summary>
    public async Task<bool> IsOpenToAsync(Actor actor, Interaction interaction, CancellationToken cancellation) =>
        actor.MayCorrect(interaction) || (actor.MayLog && actor.Recorded(interaction)
            && !IsOver(interaction, await masterData.GetAsync(cancellation)));

    private bool IsOver(Interaction i, MasterData master) =>
        master.Sites[i.SiteId].CalendarOf(i.ZoneNumber).At(clock.GetUtcNow().UtcDateTime).BusinessDate > i.BusinessDate;

    private async Task<Refusal?> WhyNotNowAsync(
        Actor actor, Interaction i, MasterData master, InteractionCorrection input, CancellationToken cancellation)
    {
        if (!actor.MayCorrect(i))
        {
            if (IsOver(i, master))
                return Refusal.NotAllowedNow("Its business day is over: a manager whom it is not about can correct it.", []);
            // What a manager decided stays until a manager decides otherwise.
            var last = await db.InteractionRevisions.AsNoTracking()
                .Where(r => r.SiteId == i.SiteId && r.InteractionId == i.Id && r.Kind <= RevisionKind.Restored)
                .OrderByDescending(r => r.Version).Select(r => new { r.Kind, r.By }).FirstOrDefaultAsync(cancellation);
            if (last is not null && last.By != actor.Id)
            {
                return Refusal.NotAllowedNow(
                    i.State == InteractionState.Excluded ? "A manager excluded it, and can take it in again."
                        : "A manager corrected it, and can correct it again.", []);
            }
        }

        if (actor.MayJudge(i)) return null;
        if (input.Observations is not { } answers) return null;
        var ruled = await db.Disputes.AsNoTracking().Where(d => d.SiteId == i.SiteId && d.InteractionId == i.Id && d.RuledBy != null)
            .Select(d => d.Expectation).ToListAsync(cancellation);
        return ruled.Exists(r => answers.AllMet || answers.Answers.ContainsKey(r))
            ? Refusal.NotAllowedNow("A manager ruled on this basic, and can correct it.", []) : null;
    }

    // What is no longer missed, or another person's, needs no ruling any more.
    private async Task OvertakeAsync(
        Interaction before, Interaction after, MasterData master, DateTime utcNow, CancellationToken cancellation)
    {
        if ((before.Held & ~after.Held) == 0) return;
        var open = await db.Disputes.Where(d => d.SiteId == before.SiteId && d.InteractionId == before.Id && d.Status == DisputeStatus.Open)
            .ToListAsync(cancellation);
        foreach (var dispute in open)
        {
            var mask = master.Baselines[before.Baseline].Find(dispute.Expectation)?.Mask ?? 0;
            if ((after.Held & mask) == 0) dispute.Overtake(utcNow);
        }
    }
}
