using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Flags.Coaching;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.People;

namespace ServiceTracker.Application.People;

/// <summary>
/// Tells of one person at one site what the person and their managers alike are to know. Of the others it tells what
/// <see cref="FiguresOfOthers"/> shows the person, whoever asks.
/// </summary>
public sealed class PersonQuery(
    IServiceTrackerDb db, IRollupStore store, RollupUpdate update, FigureReader figures, FiguresOfOthers others, AgreementQuery agreement,
    LoggingQuery logging, UnitStandingReader standings, ConversationQuery conversations, StarterQuery starters, PeopleInSight people,
    MasterDataReader masterData, BusinessToday today)
{
    /// <summary>Weeks of the figures: as many as comparisons over the API have, for a basic that is seldom missed takes some
    /// hundreds.</summary>
    public const int Weeks = 12;

    /// <summary>Most flags, and most interactions with a miss, that are listed.</summary>
    public const int MostFlags = 30, MostMisses = 10;

    /// <summary>The person of a code.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="code">As it was asked.</param>
    /// <param name="siteCode">The site; null for the home site, or where the person never served there, the first by name.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null where the person, or the site, is not the asker's to see.</returns>
    public async Task<PersonFigures?> FindAsync(Actor actor, string? code, string? siteCode, CancellationToken cancellation)
    {
        await update.SettleAsync(actor, cancellation);
        // Of one moment, so that all of it fits together.
        await using var snapshot = await store.BeginSnapshotAsync(db, cancellation);
        var master = await masterData.GetAsync(cancellation);
        if (await people.FindAsync(actor, master, code, cancellation) is not { } person || !actor.SeesPerson(person.Id)) return null;
        var sites = await SitesAsync(actor, person, master, cancellation);
        var site = siteCode is not null ? sites.FirstOrDefault(s => s.Code == siteCode)
            : sites.FirstOrDefault(s => s.Id == person.HomeSiteId) ?? (sites is [var first, ..] ? first : null);
        return site is null ? null : await OfAsync(actor, person, site, sites, master, cancellation);
    }

    private async Task<PersonFigures> OfAsync(
        Actor actor, StaffMember person, Site site, IReadOnlyList<Site> sites, MasterData master, CancellationToken cancellation)
    {
        var day = today.Of(actor, master, site);
        var (first, last) = (others.LastWeek.AddWeeks(1 - Weeks), others.LastWeek);
        var beside = await others.BesideAsync(actor, person, first, last, site, cancellation);
        var good = await GoodWeeksAsync(site, first, last, cancellation);
        var scope = new FigureScope(first.Monday, day, site, person, null);
        var days = await DaysAsync(actor, scope, cancellation);
        var effect = DayToDay.DesignEffect(
            [.. beside.Own.Select(w => (new LineKey(RollupQuery.UnitOf(w), w.Baseline, w.WeekStart), (FigureSums)w))]);
        var whole = BasicOf(null, beside, PersonBesideOthers.AllBasics, good, effect, null);
        IReadOnlyList<PersonBasic> basics =
        [
            .. (master.BaselineOn(day)?.Expectations ?? []).Select(e => BasicOf(
                e, beside, line => CountOf(line, e.Code, master), good, effect, whole.Beside?.Expected)),
        ];
        var flags = await FlagsAsync(actor, person, site, master, cancellation);
        var talks = await conversations.OfPersonAsync(actor, person, site, cancellation);
        var question = new FigureQuestion(actor, new FigureScope(first.Monday, last.Sunday, site, person, null), Breakdown.None);
        var standing = (await standings.OfAsync(question, IsoWeek.Of(day), cancellation))?.Find(question.Scope.Unit, Breakdown.None);
        return new PersonFigures(
            person, site, sites, first, last, day, InShortOf(person, whole, basics, flags, talks, day, master), standing, whole, basics,
            days,
            DaySpread.Of([.. days.Select(d => (d.K, d.N))]), await starters.OfAsync(actor, person, site, last, cancellation),
            await agreement.OfAsync(actor, question.Scope, master, cancellation),
            await logging.OfAsync(actor, question.Scope, cancellation) is [var own, ..] ? own : null, flags, talks,
            await MissesAsync(actor, scope, master, cancellation));
    }

    // What is told of an open flag, and when what was agreed about it is looked at again.
    private static PersonInShort InShortOf(
        StaffMember person, PersonBasic whole, IReadOnlyList<PersonBasic> basics, IReadOnlyList<FlagDetails> flags,
        IReadOnlyList<Conversation> talks, DateOnly day, MasterData master)
    {
        var open = flags.Where(f => f.Flag.IsOpen).ToList();
        var agreed = talks.SelectMany(t => t.Agreed).Select(a => a.Until).Concat(open.Select(f => f.Flag.LookAgainOn))
            .Where(d => d >= day).Min();
        return PersonInShort.Of(
            person.Name, whole.Own.Met, whole.Own.Applicable, whole.Beside,
            [.. basics.Where(b => b.Beside is not null).Select(b => new BasicBeside(NameOf(b.Basic!), b.Beside!))],
            [
                .. open.Select(f => new FlagInShort(
                    f.Flag.Kind, f.Flag.Expectation is { } code ? master.QuestionOf(code, f.Flag.DetectedOn).TrimEnd(' ', '?') : null,
                    f.Channel?.Name, f.Evidence.N, f.Evidence.ObservedRate, f.Evidence.UsualRate,
                    f.Flag.Kind == FlagKind.Critical ? f.Flag.DetectedOn : f.Flag.Since, f.Flag.IsSettled)),
            ],
            agreed);
    }

    private static string NameOf(Expectation basic) => basic.Question.TrimEnd(' ', '?');

    private static PersonBasic BasicOf(
        Expectation? basic, PersonBesideOthers beside, PersonBesideOthers.Count count, IReadOnlySet<(int Person, DateOnly Week)> good,
        double effect, double? common)
    {
        var own = new ExpectationTally(Viewpoint.Person);
        foreach (var line in beside.Own)
        {
            var (met, n) = count(line);
            own.Add(n, met);
        }

        return new PersonBasic(
            basic, own, BesideOthers.Of(beside.Cells(count), effect, common),
            BesideOthers.Of(beside.Cells(count, (who, week) => good.Contains((who, week))), effect, common));
    }

    private static (long Met, long N) CountOf(StaffWeek line, string code, MasterData master)
    {
        var baseline = master.Baselines[line.Baseline];
        if (baseline.Find(code) is not { } expectation) return (0, 0);
        var tally = line.TallyOf(baseline, expectation, Viewpoint.Person);
        return (tally.Met, tally.Applicable);
    }

    private async Task<IReadOnlyList<Site>> SitesAsync(
        Actor actor, StaffMember person, MasterData master, CancellationToken cancellation)
    {
        var own = actor.OfOwnSites(master.Sites.All).Select(s => s.Id).ToArray();
        var id = person.Id;
        var served = await actor.Visible(db.Interactions.AsNoTracking()).Where(i => EF.Parameter(own).Contains(i.SiteId) && i.StaffId == id)
            .Select(i => i.SiteId).Distinct().ToListAsync(cancellation);
        return
        [
            .. served.Append(person.HomeSiteId).Distinct().Where(actor.Sees).Select(s => master.Sites.Find(s)).OfType<Site>()
                .OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    // Who was reliable at the end of which week. Fixed week by week: a set that changed for weeks gone by would tell of one person by the
    // difference.
    private async Task<IReadOnlySet<(int Person, DateOnly Week)>> GoodWeeksAsync(
        Site site, IsoWeek first, IsoWeek last, CancellationToken cancellation)
    {
        var (from, to, id) = (first.Monday, last.Monday, site.Id);
        var weeks = await db.UnitWeeks.AsNoTracking()
            .Where(w => w.SiteId == id && w.WeekStart >= from && w.WeekStart <= to && w.ChannelId == 0 && w.StaffId != 0)
            .Where(w => w.Class == ConsistencyClass.Reliable).Select(w => new { w.StaffId, w.WeekStart }).ToListAsync(cancellation);
        return weeks.Select(w => (w.StaffId, w.WeekStart)).ToHashSet();
    }

    private async Task<IReadOnlyList<WorkedDay>> DaysAsync(Actor actor, FigureScope scope, CancellationToken cancellation)
    {
        var sums = await figures.SumsAsync(new FigureQuestion(actor, scope, Breakdown.Day), cancellation);
        return
        [
            .. sums.GroupBy(l => l.Key.Period!.Value).OrderBy(g => g.Key).Select(g => new WorkedDay(
                g.Key, g.Sum(l => l.Sums.Interactions), g.Sum(l => l.Sums.Rate(Viewpoint.Person).N),
                g.Sum(l => l.Sums.Rate(Viewpoint.Person).K))),
        ];
    }

    private async Task<IReadOnlyList<FlagDetails>> FlagsAsync(
        Actor actor, StaffMember person, Site site, MasterData master, CancellationToken cancellation)
    {
        var (id, at) = (person.Id, site.Id);
        var found = await FlagFilter.OfSort(actor.Visible(db.Flags.AsNoTracking()), notes: false)
            .Where(f => f.SiteId == at && f.StaffId == id && f.Supported)
            .OrderByDescending(f => f.DetectedAt).ThenBy(f => f.Id).Take(MostFlags).ToListAsync(cancellation);
        return [.. found.Select(f => FlagDetails.Of(f, master, []))];
    }

    private async Task<IReadOnlyList<InteractionDetails>> MissesAsync(
        Actor actor, FigureScope scope, MasterData master, CancellationToken cancellation)
    {
        var (from, site, person) = (scope.From, scope.Site!.Id, scope.Staff!.Id);
        var rows = await actor.Visible(db.Interactions.AsNoTracking())
            .Where(i => i.SiteId == site && i.StaffId == person && i.BusinessDate >= from)
            .Where(i => i.State == InteractionState.Counted && i.ApplicableCount > 0 && !i.AllBasicsMet)
            .OrderByDescending(i => i.OccurredAt).ThenBy(i => i.Id).Take(MostMisses).ToListAsync(cancellation);
        return await InteractionDetailsQuery.WithWhatStandsBesideAsync(db, rows, master, cancellation);
    }
}
