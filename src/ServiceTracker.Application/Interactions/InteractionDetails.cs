using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>An interaction with the names of what it refers to: enough for a page, an answer of the API or a row of a file.</summary>
public sealed record InteractionDetails(
    Interaction Interaction,
    Baseline Baseline,
    Site Site,
    Team? Team,
    StaffMember? Staff,
    Channel Channel,
    Reason? Reason,
    InteractionText? Text,
    IReadOnlyList<MissCause> Causes,
    IReadOnlyList<StandOut> StandOuts)
{
    /// <summary>All evidence on the contact, this one included, by time; empty when there is no other.</summary>
    public IReadOnlyList<ContactEvidence> Contact { get; init; } = [];

    /// <summary>The ISO week of the business date.</summary>
    public IsoWeek Week => IsoWeek.Of(Interaction.BusinessDate);

    /// <summary>Local civil time at the site.</summary>
    public DateTime LocalTime => DateTime.SpecifyKind(Interaction.OccurredAt.AddMinutes(Interaction.UtcOffset), DateTimeKind.Unspecified);

    /// <summary>The zone of the local time: the one the site had when it was written.</summary>
    public string Zone => Site.ZoneOf(Interaction.ZoneNumber);

    /// <summary>What was missed, whether or not it is disputed or excused.</summary>
    public IReadOnlyList<Expectation> Missed => [.. Baseline.Expectations.Where(e => ((Interaction.Met | Interaction.Na) & e.Mask) == 0)];

    /// <summary>It was recorded on a later business day than it occurred.</summary>
    public bool IsLate => Site.CalendarOf(Interaction.ZoneNumber).At(Interaction.RecordedAt).BusinessDate > Interaction.BusinessDate;

    /// <summary>There are stand-outs, and they do not count because a basic was missed or nothing was scored.</summary>
    public bool HasHollowStandOuts => Interaction.StandOuts > 0 && !Interaction.AllMet;

    /// <summary>The details of a record that was just stored.</summary>
    public static InteractionDetails Of(InteractionRecord record, MasterData master) =>
        Of(record.Interaction, master, record.Text, record.Causes, record.StandOuts);

    /// <summary>The details of an interaction and what stands beside it.</summary>
    public static InteractionDetails Of(
        Interaction i, MasterData master, InteractionText? text = null, IReadOnlyList<MissCause>? causes = null, IReadOnlyList<StandOut>? standOuts = null) => new(
        i, master.Baselines[i.Baseline], master.Sites[i.SiteId], master.Team(i.SiteId, i.TeamId), master.Staff.Find(i.StaffId),
        master.Channels[i.ChannelId], master.Reasons.Find(i.ReasonId), text, causes ?? [], standOuts ?? []);
}

/// <summary>One piece of evidence on a contact of which there are several.</summary>
/// <param name="Id">The interaction.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="Counts">It is the one that counts, with the others' answers where it has none itself.</param>
public sealed record ContactEvidence(Guid Id, Source Source, bool Counts);

/// <summary>Finds one interaction with everything that stands beside it.</summary>
public sealed class InteractionDetailsQuery(IServiceTrackerDb db, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>The interaction with what its source itself said, or null when there is none that the actor may see.</summary>
    public async Task<InteractionDetails?> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await update.SettleAsync(cancellation);
        return await FindAsItStandsAsync(actor, id, cancellation);
    }

    /// <summary>The same for whoever only wants back what was handed in.</summary>
    internal async Task<InteractionDetails?> FindAsItStandsAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var found = await actor.Visible(db.Interactions.AsNoTracking()).FirstOrDefaultAsync(i => i.Id == id, cancellation);
        if (found is null) return null;
        var master = await masterData.GetAsync(cancellation);
        if (found.ContactId == id && await db.OwnAnswers.AsNoTracking().FirstOrDefaultAsync(o => o.SiteId == found.SiteId && o.InteractionId == id, cancellation) is { } own)
            Domain.Interactions.Contact.Answer(found, own, master.Baselines[found.Baseline]);
        return (await WithWhatStandsBesideAsync(db, [found], master, cancellation))[0];
    }

    /// <summary>Interactions, in their order, with the texts, causes and stand-outs that are stored beside them.</summary>
    internal static async Task<IReadOnlyList<InteractionDetails>> WithWhatStandsBesideAsync(
        IServiceTrackerDb db, IReadOnlyList<Interaction> found, MasterData master, CancellationToken cancellation)
    {
        int[] sites = [.. found.Select(i => i.SiteId).Distinct()];
        Guid[] contacts = [.. found.Where(i => i.ContactId is not null).Select(i => i.ContactId!.Value).Distinct()];
        var evidence = (contacts.Length == 0 ? [] : await db.Interactions.AsNoTracking()
                .Where(i => sites.Contains(i.SiteId) && i.ContactId != null && contacts.Contains(i.ContactId!.Value)).OrderBy(i => i.OccurredAt).ThenBy(i => i.Id)
                .Select(i => new { i.SiteId, i.ContactId, i.Id, i.Source }).ToListAsync(cancellation))
            .ToLookup(i => (i.SiteId, i.ContactId), i => new ContactEvidence(i.Id, i.Source, i.Id == i.ContactId));
        return
        [
            .. (await BesideInteractions.ReadAsync(db, found, cancellation)).Select(r => InteractionDetails.Of(r, master) with
            {
                Contact = r.Interaction.ContactId is { } contact ? [.. evidence[(r.Interaction.SiteId, contact)]] : [],
            }),
        ];
    }
}
