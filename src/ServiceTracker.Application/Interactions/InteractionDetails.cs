using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Scoring;

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

    /// <summary>How the contact counts where there is other evidence on it; null where there is none.</summary>
    public Score? Together => Contact.FirstOrDefault(e => e.Counts)?.Together;

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
    public bool HasHollowStandOuts => Interaction.StandOuts > 0 && !Interaction.AllBasicsMet;

    /// <summary>The details of a record that was just stored.</summary>
    public static InteractionDetails Of(InteractionRecord record, MasterData master) =>
        Of(record.Interaction, master, record.Text, record.Causes, record.StandOuts);

    /// <summary>The details of an interaction and what stands beside it.</summary>
    public static InteractionDetails Of(
        Interaction i, MasterData master, InteractionText? text = null,
        IReadOnlyList<MissCause>? causes = null, IReadOnlyList<StandOut>? standOuts = null) => new(
        i, master.Baselines[i.Baseline], master.Sites[i.SiteId], master.Team(i.SiteId, i.TeamId), master.Staff.Find(i.StaffId),
        master.Channels[i.ChannelId], master.Reasons.Find(i.ReasonId), text, causes ?? [], standOuts ?? []);
}

/// <summary>One piece of evidence on a contact of which there are several.</summary>
/// <param name="Id">The interaction.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="Together">Where this is the one that counts: the score of what all evidence says together. Null for the others.</param>
public sealed record ContactEvidence(Guid Id, Source Source, Score? Together)
{
    /// <summary>It is the one that counts, with the others' answers where it has none itself.</summary>
    public bool Counts => Together is not null;
}
