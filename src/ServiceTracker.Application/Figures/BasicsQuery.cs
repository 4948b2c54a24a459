using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>One basic in a week.</summary>
/// <param name="Basic">The basic, as the baseline in force has it.</param>
/// <param name="Week">The week's counts.</param>
/// <param name="Chart">How often it was met, by week.</param>
/// <param name="Places">Where it is met less often; null where it was never applicable. Places and people by their numbers.</param>
/// <param name="Hours">When it is met less often, and at which site.</param>
public sealed record BasicLine(
    Expectation Basic, ExpectationTally Week, UnitChart Chart, BasicPlaces? Places, IReadOnlyList<HoursOfSite> Hours);

/// <summary>A team that differs from the others of its site.</summary>
/// <param name="Unit">The site and the team.</param>
/// <param name="Gap">By how much.</param>
public sealed record TeamOfSite(Unit Unit, TeamGap Gap);

/// <summary>Which basics are not delivered every time, and where.</summary>
/// <param name="Baseline">The baseline in force on the last day of the week that has come.</param>
/// <param name="Lines">In the order of the baseline.</param>
/// <param name="Raised">Baselines of the weeks shown that asked for more than the one before, oldest first.</param>
/// <param name="Teams">Teams that differ from the others of their site on the same channels.</param>
/// <param name="ByChannel">Every basic on each channel on which it was applicable.</param>
public sealed record BasicsFigures(
    Baseline Baseline, IReadOnlyList<BasicLine> Lines, IReadOnlyList<RaisedBar> Raised, IReadOnlyList<TeamOfSite> Teams,
    IReadOnlyList<BasicOnChannel> ByChannel);

/// <summary>The weeks of a basic on a channel.</summary>
/// <param name="Basic">Code of the basic.</param>
/// <param name="ChannelId">The channel.</param>
/// <param name="Weeks">Met of applicable in each week asked for, oldest first.</param>
public sealed record BasicOnChannel(string Basic, int ChannelId, IReadOnlyList<WeekCount> Weeks)
{
    /// <summary>The weeks of several channels together.</summary>
    /// <param name="channels">All of the same weeks.</param>
    /// <param name="weeks">Those weeks, also where there are no channels.</param>
    public static IReadOnlyList<WeekCount> Together(IReadOnlyList<BasicOnChannel> channels, IReadOnlyList<IsoWeek> weeks) =>
        [.. weeks.Select((w, i) => new WeekCount(w, channels.Sum(c => c.Weeks[i].N), channels.Sum(c => c.Weeks[i].K)))];
}

/// <summary>
/// Tells of each basic how often it was met in a week, how that was before, and on which channel or at which site it is lower. For who sees
/// everybody's figures.
/// </summary>
public sealed class BasicsQuery(FigureReader figures, HoursQuery hours, MasterDataReader masterData)
{
    /// <summary>
    /// Weeks over which places and people are compared, the one shown included: enough to tell a few points, recent enough to act on.
    /// </summary>
    public const int WeeksCompared = 8;

    /// <summary>The basics of a week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="today">The present business date: a baseline that has not begun yet judges nothing.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <param name="weeksByChannel">Weeks of each basic by channel, at least those of a chart.</param>
    /// <param name="ofHours">Tell of hours, for which interactions are read one by one.</param>
    /// <returns>Null where no baseline is in force.</returns>
    public async Task<Result<BasicsFigures?>> RunAsync(
        Actor actor, IsoWeek week, Site? site, DateOnly today, CancellationToken cancellation,
        int weeksByChannel = UnitChart.DefaultWeeks, bool ofHours = true)
    {
        if (!actor.SeesEverybody)
            return new Result<BasicsFigures?>.Forbidden("Basics by place tell of everybody; a staff account has its own figures.");
        var master = await masterData.GetAsync(cancellation);
        if (master.BaselineOn(week.Sunday < today ? week.Sunday : today) is not { } baseline) return new Result<BasicsFigures?>.Ok(null);

        var chart = new FigureQuestion(
            actor, FigureScope.OfWeeks(week.AddWeeks(1 - weeksByChannel), week, site),
            Breakdown.Week | Breakdown.Channel | Breakdown.Expectation);
        var charted = await figures.SumsAsync(chart, cancellation);
        const Breakdown Places = Breakdown.Site | Breakdown.Staff | Breakdown.Channel;
        var recent = new FigureQuestion(
            actor, FigureScope.OfWeeks(week.AddWeeks(1 - WeeksCompared), week, site), Places | Breakdown.Team | Breakdown.Expectation);
        var people = await figures.SumsAsync(recent, cancellation);

        // Asked for after the figures, so that every baseline they name is there.
        master = await masterData.GetAsync(cancellation);
        var weekly = new BasicTallies<DateOnly>(master, Viewpoint.Process);
        var onChannels = new BasicTallies<(DateOnly Week, int Channel)>(master, Viewpoint.Process);
        foreach (var (key, sums) in charted)
        {
            weekly.Add(key.Period!.Value, key.Baseline, sums);
            onChannels.Add((key.Period.Value, key.Unit.ChannelId!.Value), key.Baseline, sums);
        }

        var byPlace = new BasicTallies<Unit>(master, Viewpoint.Process);
        foreach (var (key, sums) in people) byPlace.Add(key.Unit.Reduce(Places), key.Baseline, sums);
        var shown = byPlace.Applicable.Where(c => baseline.Find(c.Basic) is not null).ToList();
        var places = BasicPlaces.Of(
            [
                .. shown.Select(c => new BasicCount(
                    c.Basic, $"{c.Key.SiteId}", $"{c.Key.ChannelId}", $"{c.Key.StaffId}", c.Tally.Met, c.Tally.Applicable)),
            ],
            site is null ? null : await ElsewhereAsync(
                recent.Scope, shown.ToLookup(c => (c.Basic, c.Key.ChannelId), c => c.Tally), master, cancellation));

        var faltering = (ofHours ? await hours.RunAsync(actor, week, site, cancellation) : []).ToLookup(h => h.Hours.Expectation);
        var weeks = week.LatestOf(UnitChart.DefaultWeeks);
        return new Result<BasicsFigures?>.Ok(new BasicsFigures(baseline,
        [
            .. baseline.Expectations.Select(basic => new BasicLine(
                basic, weekly.Find(week.Monday, basic.Code) ?? new ExpectationTally(Viewpoint.Process),
                UnitChart.Of([.. weeks.Select(w => CountOf(w, basic.Code))], master.BaselineTerms, hasTarget: false),
                places.GetValueOrDefault(basic.Code), [.. faltering[basic.Code]])),
        ],
        RaisedIn([.. charted.Where(c => c.Key.Period >= weeks[0].Monday)], weeks, master), TeamsOf(people),
        [
            .. onChannels.Applicable.Where(c => baseline.Find(c.Basic) is not null).Select(c => (c.Basic, c.Key.Channel)).Distinct()
                .Select(c => new BasicOnChannel(
                    c.Basic, c.Channel, [.. week.LatestOf(weeksByChannel).Select(w => CountOn(w, c.Channel, c.Basic))])),
        ]));

        WeekCount CountOf(IsoWeek of, string basic) => Count(of, weekly.Find(of.Monday, basic));
        WeekCount CountOn(IsoWeek of, int channel, string basic) => Count(of, onChannels.Find((of.Monday, channel), basic));
        static WeekCount Count(IsoWeek of, ExpectationTally? tally) => new(of, tally?.Applicable ?? 0, tally?.Met ?? 0);
    }

    // What the other sites delivered together, from the sums over all sites: it costs as much however many there are. Whoever sees one site
    // alone learns of the others by it whether their own is lower, and by how much.
    private async Task<IReadOnlyCollection<BasicCount>> ElsewhereAsync(
        FigureScope scope, ILookup<(string Basic, int? Channel), ExpectationTally> here, MasterData master, CancellationToken cancellation)
    {
        var everywhere = new BasicTallies<Unit>(master, Viewpoint.Process);
        var question = new FigureQuestion(
            Actor.CommandLine, scope with { Site = null }, Breakdown.Channel | Breakdown.Expectation);
        foreach (var (key, sums) in await figures.SumsAsync(question, cancellation))
            everywhere.Add(key.Unit.Reduce(Breakdown.Channel), key.Baseline, sums);
        return
        [
            .. everywhere.Applicable.Select(c =>
            {
                var own = here[(c.Basic, c.Key.ChannelId)];
                // The two sums were read one after the other.
                var n = Math.Max(0, c.Tally.Applicable - own.Sum(t => t.Applicable));
                return new BasicCount(c.Basic, "", $"{c.Key.ChannelId}", "", Math.Clamp(c.Tally.Met - own.Sum(t => t.Met), 0, n), n);
            }),
        ];
    }

    private static List<RaisedBar> RaisedIn(
        IReadOnlyList<(LineKey Key, FigureSums Sums)> charted, IReadOnlyList<IsoWeek> weeks, MasterData master)
    {
        var raised = new List<RaisedBar>();
        foreach (var change in BaselineTerm.Changes(master.BaselineTerms, weeks[0].Monday, weeks[^1].Sunday))
        {
            var before = master.Baselines[master.BaselineTerms.Last(t => t.From < change.From).Number];
            var added = master.Baselines[change.Number].Expectations.Where(e => before.Find(e.Code) is null).ToList();
            if (added.Count == 0) continue;
            var since = charted.Where(c => master.Baselines[c.Key.Baseline].EffectiveFrom >= change.From).ToList();
            var tallies = new BasicTallies<int>(master, Viewpoint.Process);
            foreach (var (key, sums) in since) tallies.Add(0, key.Baseline, sums);
            raised.Add(new RaisedBar(
                change.Number, change.From, [.. added.Select(e => e.Question)],
                added.Sum(e => tallies.Find(0, e.Code)?.Missed ?? 0), since.Sum(c => c.Sums.Rate(Viewpoint.Process).N)));
        }

        return raised;
    }

    private static IReadOnlyList<TeamOfSite> TeamsOf(IReadOnlyList<(LineKey Key, FigureSums Sums)> people) =>
    [
        .. people.Where(p => p.Key.Unit is { TeamId: not null, StaffId: not null }).GroupBy(p => p.Key.Unit.SiteId)
            .SelectMany(site => TeamGap.Of([.. site.Select(p =>
            {
                var (n, k) = p.Sums.Rate(Viewpoint.Process);
                return new TeamCount(p.Key.Unit.TeamId!.Value, p.Key.Unit.StaffId!.Value, p.Key.Unit.ChannelId ?? 0, k, n);
            })]).Select(g => new TeamOfSite(new Unit(site.Key, g.Team), g))),
    ];
}
