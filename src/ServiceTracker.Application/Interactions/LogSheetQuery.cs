using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>What customers may count on when they are served on one channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Checks">Basics that are met or missed.</param>
/// <param name="Measures">Basics that are a number.</param>
public sealed record ChannelBasics(Channel Channel, IReadOnlyList<Expectation> Checks, IReadOnlyList<Expectation> Measures);

/// <summary>Prepares the <see cref="LogSheet"/> of whoever is about to log.</summary>
public sealed class LogSheetQuery(IServiceTrackerDb db, MasterDataReader masterData, TimeProvider clock)
{
    /// <summary>Most of today's entries that are listed.</summary>
    public const int MaxEntries = 30;

    /// <summary>The sheet for a site and a person.</summary>
    /// <param name="actor">Who logs. A staff account with a person of its own logs as that person.</param>
    /// <param name="siteCode">The site; the own home site or the first one where absent.</param>
    /// <param name="personCode">Who served; the account's own person where absent.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <param name="date">The business date; the running one where absent.</param>
    public async Task<LogSheet> RunAsync(
        Actor actor, string? siteCode, string? personCode, CancellationToken cancellation, DateOnly? date = null)
    {
        var master = await masterData.GetAsync(cancellation);
        var sites = actor.OfOwnSites(master.Sites.All).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var errors = new List<FieldError>();
        var own = master.Staff.Find(actor.StaffId);
        if (Site(sites, siteCode, own, errors) is not { } site)
            return new LogSheet { Sites = sites, Errors = errors, Obstacle = LogObstacle.NoSite };

        var today = date ?? site.Calendar.At(clock.GetUtcNow().UtcDateTime).BusinessDate;
        var ownOnly = own is not null && actor.LogsForItselfOnly;
        var people = (ownOnly ? [own!] : master.Staff.All.Where(p => actor.Sees(p.HomeSiteId)))
            .Where(p => p.IsActiveOn(today))
            .OrderBy(p => p.HomeSiteId != site.Id).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var person = Person(people, ownOnly ? null : personCode, own, errors);
        var baseline = master.BaselineOn(today);
        var sheet = new LogSheet
        {
            Sites = sites,
            Site = site,
            Today = today,
            People = people,
            Person = person,
            OwnOnly = ownOnly,
            Baseline = baseline,
            Channels = baseline is null ? [] : [.. BasicsOf(baseline, master)],
            Reasons = [.. ReasonsOf(master)],
            Errors = errors,
        };
        sheet = sheet with { Obstacle = ObstacleOf(sheet, master) };
        return person is null ? sheet : await WithEntriesAsync(sheet, actor, master, cancellation);
    }

    private static Site? Site(List<Site> sites, string? code, StaffMember? own, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(code)) return sites.Find(s => s.Id == own?.HomeSiteId) ?? sites.FirstOrDefault();
        if (sites.Find(s => s.Code == Code.Trim(code)) is { } chosen) return chosen;
        errors.Add(new("$.site", FieldError.UnknownReference, $"There is no site “{code}”."));
        return sites.FirstOrDefault();
    }

    private static StaffMember? Person(List<StaffMember> people, string? code, StaffMember? own, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(code)) return people.Find(p => p.Id == own?.Id);
        var chosen = people.Find(p => p.Code == Code.Trim(code));
        if (chosen is null) errors.Add(new("$.staff", FieldError.UnknownReference, $"There is nobody “{code}” who is active today."));
        return chosen;
    }

    /// <summary>The reasons in the order of their tiles.</summary>
    public static IEnumerable<Reason> ReasonsOf(MasterData master) => master.Reasons.All.OrderBy(TileOrder);

    /// <summary>What a baseline asks on each channel on which it asks anything, counter first.</summary>
    public static IEnumerable<ChannelBasics> BasicsOf(Baseline baseline, MasterData master) =>
        from channel in master.Channels.All.OrderBy(c => c.Kind)
        let basics = baseline.Expectations.Where(e => e.AppliesTo(channel.Code)).ToLookup(e => e.Kind)
        where basics.Count > 0
        select new ChannelBasics(channel, [.. basics[ExpectationKind.Check]], [.. basics[ExpectationKind.Measure]]);

    // The order of the pictures is the order of the tiles; a reason of the business's own stands before "other".
    private static int TileOrder(Reason reason)
    {
        for (var i = 0; i < Reason.Icons.Count; i++)
        {
            if (Reason.Icons[i] == reason.Icon) return 2 * i;
        }

        return 2 * (Reason.Icons.Count - 1) - 1;
    }

    private static LogObstacle ObstacleOf(LogSheet sheet, MasterData master) =>
        master.Channels.All.Count == 0 ? LogObstacle.NoChannel
        : sheet.Baseline is null ? LogObstacle.NoBaseline
        : sheet.Channels.Count == 0 ? LogObstacle.NothingApplies
        : sheet.People.Count == 0 ? sheet.OwnOnly ? LogObstacle.NotActive : LogObstacle.NobodyActive
        : sheet.Person is null ? LogObstacle.PersonNotChosen
        : LogObstacle.None;

    private async Task<LogSheet> WithEntriesAsync(LogSheet sheet, Actor actor, MasterData master, CancellationToken cancellation)
    {
        var (siteId, personId, today) = (sheet.Site!.Id, sheet.Person!.Id, sheet.Today);
        var entries = actor.Visible(db.Interactions.AsNoTracking()).Where(i => i.SiteId == siteId && i.BusinessDate == today);
        // What a staff account sees is its own anyway: by it or for it.
        if (!sheet.OwnOnly) entries = entries.Where(i => i.StaffId == personId);
        var newest = await entries.OrderByDescending(i => i.OccurredAt).ThenBy(i => i.Id).Take(MaxEntries).ToListAsync(cancellation);
        var ids = newest.ConvertAll(i => i.Id);
        var causes = (
            await db.MissCauses.AsNoTracking().Where(c => c.SiteId == siteId && ids.Contains(c.InteractionId)).ToListAsync(cancellation))
            .ToLookup(c => c.InteractionId);
        return sheet with
        {
            EntryCount = newest.Count < MaxEntries ? newest.Count : await entries.CountAsync(cancellation),
            Entries = [.. newest.Select(i => InteractionDetails.Of(i, master, causes: [.. causes[i.Id].OrderBy(c => c.Bit)]))],
        };
    }
}
