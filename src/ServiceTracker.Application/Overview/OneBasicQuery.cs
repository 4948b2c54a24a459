using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>
/// Tells of one basic what, where, since when and how sure, as <see cref="OverviewQuery"/> finds it, with the misses that it rests on. Its
/// numbers are those of the queries of figures.
/// </summary>
public sealed class OneBasicQuery(
    BasicsQuery basics, HoursQuery hours, FunnelQuery funnel, BreakdownQuery breakdown, ObstaclesQuery obstacles,
    InteractionListQuery interactions, FlagReader flags, MasterDataReader masterData)
{
    /// <summary>Misses that are listed; all of them are a list of their own.</summary>
    public const int MostMisses = 10;

    /// <summary>The basic as of a week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="code">Code of the basic.</param>
    /// <param name="week">The last whole week that counts.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="channel">Only this channel, or null.</param>
    /// <param name="asOf">Flags are those of this business date.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<OneBasicFigures>> RunAsync(
        Actor actor, string code, IsoWeek week, Site? site, Channel? channel, DateOnly asOf, CancellationToken cancellation)
    {
        var rows = (await hours.TogetherAsync(actor, week, site, cancellation)).Counts.Sum(h => h.N);
        var isSmall = rows <= OverviewQuery.MostRows;
        var asked = await basics.RunAsync(actor, week, site, week.Sunday, cancellation, RateShift.Weeks, ofHours: isSmall);
        if (asked is Result<BasicsFigures?>.Forbidden { Message: var why }) return Refusal.Forbidden(why);
        if (asked is not Result<BasicsFigures?>.Ok { Value: { } found }
            || found.Lines.FirstOrDefault(l => l.Basic.Code == code) is not { } line)
            return Refusal.NotFound($"No baseline in force then has an expectation “{code}”.");

        var (first, compared) = (week.AddWeeks(1 - RateShift.Weeks).Monday, week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday);
        var recorded = await flags.ChangesAsync(actor, site, first, asOf, cancellation);
        var known = await flags.FlagsAsync(actor, site, asOf, week.Monday, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var comparable = new Comparability(master, recorded, site, week.Sunday);
        var shift = comparable.ShiftsOf(found).GetValueOrDefault(code);
        var cells = found.ByChannel.Where(c => c.Basic == code && (channel is null || c.ChannelId == channel.Id)).ToList();
        var weeks = BasicOnChannel.Together(cells, week.LatestOf(RateShift.Weeks));
        var concerns = await DatedAsync(
            actor, code, week, site, ConcernsOf(known, found, shift, master, site, asOf, code, channel), cancellation);
        var own = channel is null ? shift?.Whole : shift?.Channels.GetValueOrDefault(channel.Id);
        var changes = new OverviewChanges(master, site, comparable, Concerning(recorded, site, channel, code));
        var filter = new FigureFilter { From = compared, To = week.Sunday, Site = site?.Code, Channel = channel?.Code };
        var missed = new InteractionFilter { From = compared, To = week.Sunday, Site = site?.Code, Channel = channel?.Code };
        var main = concerns.FirstOrDefault(c => c.Person is null);
        var story = new LevelStory
        {
            Subject = new Concern { Question = line.Basic.Question }.Subject,
            Site = site?.Name,
            Channel = channel?.Name,
            Concern = main,
            HasPeople = concerns.Any(c => c.Person is not null),
            Shift = own,
            Rose = shift?.Rose.Contains(channel?.Id) ?? false,
            Channels = cells.Count,
            Weeks = weeks.Count(w => w.N > 0),
            Now = RateLevel.Of(weeks.TakeLast(RateShift.WeeksNow)),
            After = main is null ? null : changes.Recorded.FirstOrDefault(r => r.ComesBefore(main)),
        };
        return new Result<OneBasicFigures>.Ok(new OneBasicFigures(
            line.Basic, story, concerns,
            UnitChart.Of([.. weeks.TakeLast(UnitChart.DefaultWeeks)], master.BaselineTerms, hasTarget: false),
            [
                .. Concerning(recorded, site, channel, code)
                    .Where(c => c.Date >= week.AddWeeks(1 - UnitChart.DefaultWeeks).Monday).OrderBy(c => c.Date),
            ],
            changes.EffectsOn(weeks, main, code),
            [
                .. cells.Select(c => new BasicChannel(
                        c.ChannelId, c.Weeks, SignalOf(shift, concerns, c.ChannelId), RateLevel.Of(c.Weeks.TakeLast(RateShift.WeeksNow))))
                    .OrderBy(c => master.Channels.Find(c.ChannelId)?.Name, StringComparer.OrdinalIgnoreCase),
            ],
            site is null ? await SitesAsync(actor, code, week, channel, cancellation) : [],
            isSmall
                ? (await funnel.RunAsync(actor, Breakdown.Staff, filter, cancellation, ofOneSite: site is not null, code)).Given() : null,
            (await obstacles.RunAsync(actor, code, missed, cancellation)).Given() ?? new Obstacles(0, []),
            isSmall ? await HoursAsync(actor, code, filter, cancellation) : null,
            (await interactions.RunAsync(
                actor,
                missed with { From = null, State = SnakeCase<InteractionState>.Text(InteractionState.Counted), Missed = code }, null,
                MostMisses, cancellation)).Given()?.Items ?? []));
    }

    private static IReadOnlyList<Concern> ConcernsOf(
        IReadOnlyList<Flag> known, BasicsFigures found, BasicShift? shift, MasterData master, Site? site, DateOnly asOf, string code,
        Channel? channel)
    {
        var shifts = shift is null ? new Dictionary<string, BasicShift>() : new Dictionary<string, BasicShift> { [code] = shift };
        var concerns = new FoundConcerns(master, found with { Lines = [.. found.Lines.Where(l => l.Basic.Code == code)] }, site);
        return
        [
            .. ConcernList.PlacesFirst(ConcernList.Of(
                    known.Where(f => f.Expectation == code && (f.Status != FlagStatus.Closed || f.ClosedOn > asOf))
                        .Select(f => FlagReader.ConcernOf(f, master, site)).OfType<Concern>(),
                    concerns.Fallen(shifts, isOfThis: site is not null).Concat(concerns.Lower(shifts))
                        .Concat(concerns.InHours(new HourFigures([], [])))))
                .Where(c => channel is null || c.ChannelId is null || c.ChannelId == channel.Id),
        ];
    }

    // That a site is lower than the others has no beginning of its own; its weeks may have one.
    private async Task<IReadOnlyList<Concern>> DatedAsync(
        Actor actor, string code, IsoWeek week, Site? shown, IReadOnlyList<Concern> concerns, CancellationToken cancellation)
    {
        var dated = new List<Concern>();
        foreach (var concern in concerns)
        {
            var master = await masterData.GetAsync(cancellation);
            var onset = concern is { Kind: ConcernKind.Lower, ChannelId: null, Since: null, SiteId: { } at }
                    && actor.IfOwn(master.Sites.Find(at)) is { } site
                    && await basics.RunAsync(actor, week, shown ?? site, week.Sunday, cancellation, RateShift.Weeks, ofHours: false)
                        is Result<BasicsFigures?>.Ok { Value: { } there }
                ? Onset.Of(BasicOnChannel.Together(
                    [.. there.ByChannel.Where(c => c.Basic == code)], week.LatestOf(RateShift.Weeks)))
                : null;
            dated.Add(onset is { IsTold: true } && onset.Since < onset.Before ? concern with { Since = onset.Week.Monday } : concern);
        }

        return dated;
    }

    private async Task<IReadOnlyList<BreakdownLine>> SitesAsync(
        Actor actor, string code, IsoWeek week, Channel? channel, CancellationToken cancellation)
    {
        var last = new FigureFilter { From = week.AddWeeks(1 - RateShift.WeeksNow).Monday, To = week.Sunday, Channel = channel?.Code };
        var lines = (await breakdown.RunAsync(actor, Breakdown.Site | Breakdown.Expectation, last, cancellation)).Given() ?? [];
        return [.. lines.Where(l => l.Expectation == code)];
    }

    private async Task<IReadOnlyList<HourOfDay>> HoursAsync(
        Actor actor, string code, FigureFilter filter, CancellationToken cancellation)
    {
        var lines = (await breakdown.RunAsync(actor, Breakdown.HourOfWeek | Breakdown.Expectation, filter, cancellation)).Given() ?? [];
        return HourOfDay.Of(lines.Where(l => l.Expectation == code));
    }

    private static Signal SignalOf(BasicShift? shift, IReadOnlyList<Concern> concerns, int channel) =>
        shift is not null && shift.Fell.Contains(channel) ? Signal.Concern
        : concerns.Any(c => c.ChannelId == channel && c.StaffId is null) ? Signal.Concern
        : shift is not null && shift.Rose.Contains(channel) ? Signal.Improvement : Signal.None;

    private static IReadOnlyList<ProcessChange> Concerning(
        IReadOnlyList<ProcessChange> recorded, Site? site, Channel? channel, string code) =>
        [.. recorded.Where(c => c.Concerns(site?.Id ?? c.SiteId, channel?.Id, code))];
}
