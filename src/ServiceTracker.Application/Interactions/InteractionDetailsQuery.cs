using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Application.Interactions;

/// <summary>Finds one interaction with everything that stands beside it.</summary>
public sealed class InteractionDetailsQuery(IServiceTrackerDb db, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>The interaction with what its source itself said, or null when there is none that the actor may see.</summary>
    public async Task<InteractionDetails?> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await update.SettleAsync(actor, cancellation);
        return await FindAsItStandsAsync(actor, id, cancellation);
    }

    /// <summary>The same for whoever only wants back what was handed in.</summary>
    internal async Task<InteractionDetails?> FindAsItStandsAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var found = await actor.Visible(db.Interactions.AsNoTracking()).FirstOrDefaultAsync(i => i.Id == id, cancellation);
        if (found is null) return null;
        var master = await masterData.GetAsync(cancellation);
        // The one that counts holds the answers of all, which are told beside its own.
        if (found.ContactId == id && await db.OwnAnswers.AsNoTracking()
            .FirstOrDefaultAsync(o => o.SiteId == found.SiteId && o.InteractionId == id, cancellation) is { } own)
            Domain.Interactions.Contact.Answer(found, own, master.Baselines[found.Baseline]);
        return (await WithWhatStandsBesideAsync(db, [found], master, cancellation))[0];
    }

    /// <summary>Interactions, in their order, with the texts, causes and stand-outs that are stored beside them, and with how their contact
    /// counts where there is other evidence on it.</summary>
    internal static async Task<IReadOnlyList<InteractionDetails>> WithWhatStandsBesideAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> found, MasterData master, CancellationToken cancellation)
    {
        int[] sites = [.. found.Select(i => i.SiteId).Distinct()];
        Guid[] contacts = [.. found.Where(i => i.ContactId is not null).Select(i => i.ContactId!.Value).Distinct()];
        var evidence = (contacts.Length == 0 ? [] : await db.Interactions.AsNoTracking()
                .Where(i => sites.Contains(i.SiteId) && i.ContactId != null && contacts.Contains(i.ContactId!.Value))
                .OrderBy(i => i.OccurredAt).ThenBy(i => i.Id)
                .Select(i => new { i.SiteId, i.ContactId, i.Id, i.Source, i.Baseline, i.Met, i.Na }).ToListAsync(cancellation))
            .ToLookup(i => (i.SiteId, i.ContactId), i => new ContactEvidence(
                i.Id, i.Source, i.Id == i.ContactId ? Score.Of(master.Baselines[i.Baseline], i.Met, i.Na) : null));
        return
        [
            .. (await BesideInteractions.ReadAsync(db, found, cancellation)).Select(r => InteractionDetails.Of(r, master) with
            {
                Contact = r.Interaction.ContactId is { } contact ? [.. evidence[(r.Interaction.SiteId, contact)]] : [],
            }),
        ];
    }
}
