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
    /// <summary>The interaction with what its source itself said.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="site">Code of its site; where it is null, the id has to be one of a single site among those that the actor
    /// sees.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<InteractionDetails>> FindAsync(Actor actor, Guid id, string? site, CancellationToken cancellation)
    {
        await update.SettleAsync(actor, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var own = actor.Visible(db.Interactions.AsNoTracking()).Where(i => i.Id == id);
        if (site is not null)
        {
            var only = master.Sites.Find(site)?.Id ?? 0;
            own = own.Where(i => i.SiteId == only);
        }

        var found = await own.ToListAsync(cancellation);
        return found switch
        {
            [] => Refusal.NotFound($"There is no interaction {id}."),
            [_] => (await WithOwnAnswersAsync(found, master, cancellation))[0],
            _ => new FieldError("site", FieldError.Required, "Interactions of " + string.Join(" and ", found
                    .Select(i => master.Sites.Find(i.SiteId)!.Code).Order(StringComparer.Ordinal)) + " have this id: say of which site."),
        };
    }

    /// <summary>Interactions of a site as they are stored, for whoever only wants back what was handed in.</summary>
    internal async Task<IReadOnlyDictionary<Guid, InteractionDetails>> FindAsTheyStandAsync(
        Actor actor, int siteId, Guid[] ids, CancellationToken cancellation)
    {
        var found = await actor.Visible(db.Interactions.AsNoTracking())
            .Where(i => i.SiteId == siteId && EF.Parameter(ids).Contains(i.Id)).ToListAsync(cancellation);
        if (found.Count == 0) return new Dictionary<Guid, InteractionDetails>();
        return (await WithOwnAnswersAsync(found, await masterData.GetAsync(cancellation), cancellation)).ToDictionary(d =>
            d.Interaction.Id);
    }

    // The one that counts holds the answers of all, which are told beside its own.
    private async Task<IReadOnlyList<InteractionDetails>> WithOwnAnswersAsync(
        List<Interaction> found, MasterData master, CancellationToken cancellation)
    {
        var counting = found.Where(i => i.ContactId == i.Id).ToDictionary(i => i.Id);
        if (counting.Count > 0)
        {
            var (site, ids) = (found[0].SiteId, counting.Keys.ToArray());
            foreach (var own in await db.OwnAnswers.AsNoTracking()
                .Where(o => o.SiteId == site && EF.Parameter(ids).Contains(o.InteractionId)).ToListAsync(cancellation))
                Domain.Interactions.Contact.Answer(counting[own.InteractionId], own,
                    master.Baselines[counting[own.InteractionId].Baseline]);
        }

        return await WithWhatStandsBesideAsync(db, found, master, cancellation);
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
