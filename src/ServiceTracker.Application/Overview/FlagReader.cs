using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>Reads flags and recorded changes for the overview, of the actor's sites alone.</summary>
public sealed class FlagReader(IServiceTrackerDb db)
{
    // All of them stand with the flags.
    private const int MostNotes = 5;

    /// <summary>Flags, notes on the data left out, that were open on a date or were closed from a day on.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="asOf">The date: what was detected later is not known yet, what was closed later is still open.</param>
    /// <param name="closedFrom">First day of closing.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<Flag>> FlagsAsync(
        Actor actor, Site? site, DateOnly asOf, DateOnly closedFrom, CancellationToken cancellation)
    {
        var flags = FlagFilter.Whole(FlagFilter.OfSort(actor.Visible(db.Flags.AsNoTracking()), notes: false))
            .Where(f => f.DetectedOn <= asOf)
            .Where(f => f.Status != FlagStatus.Closed || f.ClosedOn >= closedFrom);
        if (site is { Id: var id }) flags = flags.Where(f => f.SiteId == id);
        return await flags.ToListAsync(cancellation);
    }

    /// <summary>Notes on the data that nobody has seen, the latest first; none for who does not work on flags.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="asOf">The date: what was detected later is not known yet.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<Flag>> NotesAsync(Actor actor, Site? site, DateOnly asOf, CancellationToken cancellation)
    {
        var notes = FlagFilter.OpenOnes(FlagFilter.OfSort(actor.Visible(db.Flags.AsNoTracking()), notes: true))
            .Where(f => f.DetectedOn <= asOf);
        if (site is { Id: var id }) notes = notes.Where(f => f.SiteId == id);
        return await notes.OrderByDescending(f => f.DetectedAt).ThenBy(f => f.Id).Take(MostNotes).ToListAsync(cancellation);
    }

    /// <summary>Recorded changes of the process.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="site">What concerns this site, or null for all.</param>
    /// <param name="from">First date.</param>
    /// <param name="to">Last date, included.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<ProcessChange>> ChangesAsync(
        Actor actor, Site? site, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var found = await db.ProcessChanges.AsNoTracking().Where(c => c.Date >= from && c.Date <= to).ToListAsync(cancellation);
        return
        [
            .. found.Where(c => c.SiteId == 0 || (actor.Sees(c.SiteId) && (site is null || c.SiteId == site.Id)))
                .OrderByDescending(c => c.Date).ThenBy(c => c.Id),
        ];
    }

    /// <summary>What a flag says, as a concern; null where it is no concern but good news.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="master">Names.</param>
    /// <param name="site">The site shown, or null: then the flag's own is named.</param>
    public static Concern? ConcernOf(Flag flag, MasterData master, Site? site)
    {
        if (flag.Kind == FlagKind.Better || flag.IsNote) return null;
        var evidence = FlagEvidence.Read(flag.Evidence);
        var person = master.Staff.Find(flag.StaffId);
        var ownSite = site is null ? master.Sites.Find(flag.SiteId) : null;
        var hasRates = evidence.N > 0 && flag.Kind != FlagKind.Critical;
        return new Concern
        {
            Flag = flag.Id,
            Kind = flag.Kind switch
            {
                FlagKind.Erratic => ConcernKind.Erratic,
                FlagKind.Critical => ConcernKind.Critical,
                FlagKind.Comparison => ConcernKind.BelowColleagues,
                _ => ConcernKind.Fell,
            },
            Seat = person is not null ? Seat.Person : flag.ChannelId is not null ? Seat.Channel
                : ownSite is not null ? Seat.Site : Seat.System,
            Basic = flag.Expectation,
            Question = flag.Expectation is { } code ? master.QuestionOf(code, flag.DetectedOn) : null,
            Channel = master.Channels.Find(flag.ChannelId)?.Name,
            Site = person is null ? ownSite?.Name : null,
            Person = person?.Name,
            ChannelId = flag.ChannelId,
            SiteId = flag.SiteId,
            StaffId = flag.StaffId,
            Since = flag.Kind == FlagKind.Critical ? flag.DetectedOn : flag.Since,
            Now = hasRates ? evidence.ObservedRate : null,
            Usual = hasRates ? evidence.UsualRate : null,
            N = hasRates ? evidence.N : 0,
            IsSettled = flag.IsSettled,
        };
    }
}
