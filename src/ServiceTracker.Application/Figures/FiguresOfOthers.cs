using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>
/// What a staff account may learn of others. Its own person's figures it sees in every detail; of others only sums of whole weeks of a
/// site, as a whole and by channel, and of these only such that neither one of them nor any difference of several tells of fewer than
/// <see cref="MinimumPeople"/> other people or <see cref="MinimumSample.Default"/> of their interactions.
/// </summary>
/// <remarks>
/// Differences are safe by construction: the week of a site is cut once into parts (<see cref="ShownChannels"/>), each of which is large
/// enough without what the asker knows already, and everything shown is a sum of whole parts.
/// </remarks>
public sealed class FiguresOfOthers(IServiceTrackerDb db, RollupQuery rollups, MasterDataReader masterData, TimeProvider clock)
{
    /// <summary>Fewest other people behind a figure.</summary>
    public const int MinimumPeople = BesideOthers.FewestOthers;

    /// <summary>Said with every answer that may leave something out. Always the same words: they do not tell what was left out.</summary>
    public const string NotShown =
        "Of others, staff see whole weeks of a site and of its channels, from the Wednesday after. Not shown: " +
        "what has too few colleagues to keep them unrecognised (5 others with 10 interactions are needed).";

    // Until then entries still come in late, and the difference of two looks would be one colleague's entry.
    private const int DaysUntilSettled = 2;

    /// <summary>What figures of others may be broken down by.</summary>
    internal const Breakdown MayAskBy = Breakdown.Site | Breakdown.Channel;

    /// <summary>The last week of which staff are shown anything of others.</summary>
    public IsoWeek LastWeek => IsoWeek.Of(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-DaysUntilSettled)).AddWeeks(-1);

    /// <summary>Whether a question of an actor is about others than its own person.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="person">Whom alone the question is about.</param>
    public static bool AreAsked(Actor actor, StaffMember? person) => person is null ? !actor.SeesEverybody : !actor.SeesPerson(person.Id);

    /// <summary>Finds what staff may not ask of others at all.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="scope">About what.</param>
    /// <param name="by">What the answer is to be broken down by.</param>
    /// <param name="master">Which sites there are.</param>
    /// <param name="errors">Receives what is wrong.</param>
    internal static void Check(Actor actor, FigureScope scope, Breakdown by, MasterData master, List<FieldError> errors)
    {
        if (!AreAsked(actor, scope.Staff)) return;
        if (scope.Site is null && !by.HasFlag(Breakdown.Site) && actor.OfOwnSites(master.Sites.All).Skip(1).Any())
            errors.Add(Refused("$.site", "Name one site, or break down by site: staff see no sums over several."));
        if (scope.From.DayOfWeek != DayOfWeek.Monday)
            errors.Add(Refused(
                "$.from", "Begin on a Monday: of others, staff see whole weeks. Your own figures (staff=your code) have any dates."));
        if (scope.To.DayOfWeek != DayOfWeek.Sunday)
            errors.Add(Refused(
                "$.to", "End on a Sunday: of others, staff see whole weeks. Your own figures (staff=your code) have any dates."));
    }

    /// <summary>That staff may not ask this of others.</summary>
    internal static FieldError Refused(string path, string message) => new(path, "forbidden", message);

    /// <summary>
    /// The channels of a site's week that are shown one by one; null when not even the week as a whole is. What is left of the week is
    /// large enough too, or there is nothing left: else subtracting would tell it.
    /// </summary>
    /// <param name="channels">Every channel that had interactions, each with the other people's scored interactions there, by
    /// person.</param>
    public static IReadOnlySet<int>? ShownChannels(IReadOnlyDictionary<int, IReadOnlyDictionary<int, long>> channels)
    {
        if (!IsEnough(channels.Keys)) return null;
        var shown = channels.Keys.Where(c => IsEnough([c])).OrderByDescending(c => channels[c].Values.Sum()).ThenBy(c => c).ToList();
        while (shown.Count > 0 && shown.Count < channels.Count && !IsEnough(channels.Keys.Except(shown))) shown.RemoveAt(shown.Count - 1);
        return shown.ToHashSet();

        bool IsEnough(IEnumerable<int> among)
        {
            var people = among.SelectMany(c => channels[c]).Where(p => p.Value > 0).ToList();
            return people.Sum(p => p.Value) >= MinimumSample.Default && people.DistinctBy(p => p.Key).Count() >= MinimumPeople;
        }
    }

    /// <summary>What is shown of some weeks.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<ShownFigures> OfAsync(Actor actor, IsoWeek from, IsoWeek to, Site? site, CancellationToken cancellation)
    {
        var last = to > LastWeek ? LastWeek : to;
        var lines = from > last ? [] : await rollups.StaffWeeksAsync(actor, from, last, site, cancellation);
        var known = lines.Count > 0 ? await RecordedByAsync(actor, from, last, site, cancellation) : [];
        // Asked for after the figures, so that every site they name is there.
        var sites = actor.OfOwnSites((await masterData.GetAsync(cancellation)).Sites.All).Where(s => site is null || s.Id == site.Id)
            .Select(s => s.Id).ToList();

        var shown = PartsOf(lines, known, actor.StaffId);
        return new ShownFigures(sites, lines, shown, from, to);
    }

    /// <summary>
    /// A person's weeks at a site beside those of the others there, of which everybody who asks is told what the person may be told: so the
    /// person's page is the same for the person and for a manager.
    /// </summary>
    /// <param name="actor">Who asks: somebody who sees everybody, or the person.</param>
    /// <param name="person">The person.</param>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    /// <param name="site">The site.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidOperationException">A staff account asks about another person.</exception>
    internal async Task<PersonBesideOthers> BesideAsync(
        Actor actor, StaffMember person, IsoWeek from, IsoWeek to, Site site, CancellationToken cancellation)
    {
        if (!actor.SeesPerson(person.Id)) throw new InvalidOperationException("A staff account is told of its own person alone.");
        var lines = await rollups.StaffWeeksAsync(actor, from, to, site, cancellation);
        var known = actor.SeesEverybody || lines.Count == 0 ? [] : await RecordedByAsync(actor, from, to, site, cancellation);
        var told = lines.Where(l => l.WeekStart <= LastWeek.Monday).ToList();
        return new PersonBesideOthers(person.Id, lines, PartsOf(told, known, person.Id), known);
    }

    /// <summary>The sums that answer a question which <see cref="Check"/> has let through.</summary>
    internal async Task<IReadOnlyList<(LineKey Key, FigureSums Sums)>> LinesAsync(FigureQuestion question, CancellationToken cancellation)
    {
        var scope = question.Scope;
        var isRefused = scope.Staff is not null || question.IsBy(~(MayAskBy | Breakdown.Week))
            || scope.From.DayOfWeek != DayOfWeek.Monday || scope.To.DayOfWeek != DayOfWeek.Sunday;
        if (isRefused) throw new InvalidOperationException("Staff may not ask this of others, and should have been refused.");
        var units = question.By.Units() | (scope.Channel is null ? 0 : Breakdown.Channel);
        var shown = await OfAsync(question.Who, IsoWeek.Of(scope.From), IsoWeek.Of(scope.To), scope.Site, cancellation);
        var byWeek = question.IsBy(Breakdown.Week);
        return
        [
            .. (byWeek ? shown.Weekly(units) : shown.Throughout(units)).Where(l => scope.Channel is null || l.ChannelId == scope.Channel.Id)
                .Select(l =>
                    (new LineKey(new Unit(l.SiteId, null, null, l.ChannelId), l.Baseline, byWeek ? l.WeekStart : null), (FigureSums)l)),
        ];
    }

    // The weeks of sites that are shown, each with the channels that are shown one by one.
    private static Dictionary<(int Site, DateOnly Week), IReadOnlySet<int>> PartsOf(
        IReadOnlyList<StaffWeek> lines, IReadOnlyDictionary<(int Site, DateOnly Week, int Channel, int Person), long> known, int? without)
    {
        var shown = new Dictionary<(int, DateOnly), IReadOnlySet<int>>();
        foreach (var week in lines.GroupBy(l => (l.SiteId, l.WeekStart)))
        {
            // What still waits may take out all that is stored.
            var channels = week.GroupBy(l => l.ChannelId).Where(c => c.Sum(l => l.Interactions + l.Excluded) > 0)
                .ToDictionary(c => c.Key, c => (IReadOnlyDictionary<int, long>)c
                .Where(l => l.StaffId != 0 && l.StaffId != without).GroupBy(l => l.StaffId)
                .ToDictionary(
                    p => p.Key, p => p.Sum(l => l.Scored) - known.GetValueOrDefault((week.Key.SiteId, week.Key.WeekStart, c.Key, p.Key))));
            if (ShownChannels(channels) is { } set) shown.Add(week.Key, set);
        }

        return shown;
    }

    // What an account has logged it can read one by one, for whomever it was: a token without a person of its own, or somebody who once
    // managed others.
    private async Task<Dictionary<(int Site, DateOnly Week, int Channel, int Person), long>> RecordedByAsync(
        Actor actor, IsoWeek from, IsoWeek to, Site? site, CancellationToken cancellation)
    {
        var (first, last) = (from.Monday, to.Sunday);
        var rows = actor.Visible(db.Interactions.AsNoTracking())
            .Where(i => i.BusinessDate >= first && i.BusinessDate <= last && i.StaffId != null
            && i.State == InteractionState.Counted && i.ApplicableCount > 0);
        if (site is { Id: var id }) rows = rows.Where(i => i.SiteId == id);
        var days = await rows.GroupBy(i => new { i.SiteId, i.BusinessDate, i.ChannelId, i.StaffId })
            .Select(g => new { g.Key, N = g.LongCount() }).ToListAsync(cancellation);
        return days.GroupBy(d => (d.Key.SiteId, IsoWeek.Of(d.Key.BusinessDate).Monday, d.Key.ChannelId, d.Key.StaffId!.Value))
            .ToDictionary(g => g.Key, g => g.Sum(d => d.N));
    }
}

/// <summary>Lines of some weeks, with which sums of them may be shown.</summary>
/// <param name="sites">The sites asked about.</param>
/// <param name="lines">Every line of these weeks.</param>
/// <param name="shown">The weeks of sites that are shown, each with the channels that are shown one by one.</param>
/// <param name="from">First week asked about.</param>
/// <param name="to">Last week asked about, included.</param>
internal sealed class ShownFigures(
    IReadOnlyCollection<int> sites, IReadOnlyList<StaffWeek> lines, IReadOnlyDictionary<(int Site, DateOnly Week),
    IReadOnlySet<int>> shown, IsoWeek from, IsoWeek to)
{
    /// <summary>The lines of every unit of a breakdown in every week in which its sum is shown.</summary>
    public IEnumerable<StaffWeek> Weekly(Breakdown by) =>
        MayBeSummed(by) ? lines.Where(l => IsShown(l.SiteId, l.WeekStart, l.ChannelId, by)) : [];

    /// <summary>
    /// The lines of every unit of a breakdown whose sum is shown in each of the weeks. A time that holds a week that is not shown is not
    /// shown either, also where nothing happened in that week: a sum with a gap would not be the manager's, and one without would tell of
    /// the gap.
    /// </summary>
    public IEnumerable<StaffWeek> Throughout(Breakdown by)
    {
        var weeks = to.WeeksSince(from) + 1;
        var whole = Weekly(by).GroupBy(l => (l.SiteId, by.HasFlag(Breakdown.Channel) ? l.ChannelId : 0))
            .Where(u => u.Select(l => l.WeekStart).Distinct().Count() == weeks);
        return whole.SelectMany(u => u);
    }

    /// <summary>Weekly counts of every unit of a breakdown, where they are shown.</summary>
    public IReadOnlyList<UnitWeekCount> Counts(Breakdown by) =>
    [
        .. Weekly(by).Select(l => new UnitWeekCount(
            RollupQuery.UnitOf(l), IsoWeek.Of(l.WeekStart), l.Scored, l.AllBasicsMet, l.ScoredPerson, l.AllBasicsMetPerson)),
    ];

    private bool MayBeSummed(Breakdown by) =>
        (by & ~(Breakdown.Site | Breakdown.Channel)) == 0 && (by.HasFlag(Breakdown.Site) || sites.Count <= 1);

    private bool IsShown(int site, DateOnly week, int channel, Breakdown by) =>
        shown.TryGetValue((site, week), out var channels) && (!by.HasFlag(Breakdown.Channel) || channels.Contains(channel));
}
