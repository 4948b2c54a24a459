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
/// Tells of one channel, one site, or a channel at a site how it stands and which of its basics do not, as <see cref="OverviewQuery"/>
/// finds it. Its numbers are those of the queries of figures.
/// </summary>
public sealed class OnePlaceQuery(
    BasicsQuery basics, ConsistencyQuery consistency, FunnelQuery funnel, BreakdownQuery breakdown, InteractionListQuery interactions,
    HoursQuery hours, FlagReader flags, MasterDataReader masterData)
{
    /// <summary>The place as of a week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The last whole week that counts.</param>
    /// <param name="site">The site; null for all.</param>
    /// <param name="channel">The channel; null for all.</param>
    /// <param name="asOf">Flags are those of this business date.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<OnePlaceFigures>> RunAsync(
        Actor actor, IsoWeek week, Site? site, Channel? channel, DateOnly asOf, CancellationToken cancellation)
    {
        var asked = await basics.RunAsync(actor, week, site, week.Sunday, cancellation, RateShift.Weeks, ofHours: false);
        if (asked is Result<BasicsFigures?>.Forbidden { Message: var why }) return Refusal.Forbidden(why);
        var found = asked is Result<BasicsFigures?>.Ok { Value: { } some } ? some : null;
        var unit = new Unit(site?.Id, ChannelId: channel?.Id);
        var reading = await consistency.ReadingAsync(actor, week, RateShift.Weeks, unit, cancellation);
        IReadOnlyList<WeekCount> weeks = [.. reading.Chart.Points.Select(p => new WeekCount(p.Week, p.N, p.K))];
        var isSmall = weeks.TakeLast(BasicsQuery.WeeksCompared).Sum(w => w.N) <= OverviewQuery.MostRows;
        var recorded = await flags.ChangesAsync(actor, site, weeks[0].Week.Monday, asOf, cancellation);
        var known = await flags.FlagsAsync(actor, site, asOf, week.Monday, cancellation);
        var low = channel is null && site is not null
            ? await hours.TogetherAsync(actor, week, site, cancellation) : new HourFigures([], []);
        var master = await masterData.GetAsync(cancellation);
        var comparable = new Comparability(master, recorded, site, week.Sunday);
        var own = recorded.Where(c => c.Concerns(site?.Id ?? c.SiteId, channel?.Id, null)).ToList();
        var changes = new OverviewChanges(master, site, comparable, own);
        var open = known.Where(f => channel is null || f.ChannelId == channel.Id)
            .Where(f => f.Status != FlagStatus.Closed || f.ClosedOn > asOf).ToList();
        var shift = RateShift.Of(weeks, comparable.FromOf(channel?.Id, found));
        var concerns = ConcernsOf(open, found, shift, comparable, low, master, site, channel);
        var main = concerns is [var foremost, ..] ? foremost : null;
        var story = new LevelStory
        {
            Subject = Concern.Everything,
            Site = site?.Name,
            Channel = channel?.Name,
            Concern = main,
            HasPeople = open.Exists(f => f.StaffId is not null),
            Shift = shift,
            Rose = shift is { IsTold: true, Difference: > 0 },
            Weeks = weeks.Count(w => w.N > 0),
            Now = RateLevel.Of(weeks.TakeLast(RateShift.WeeksNow)),
            After = main is null ? null : changes.Recorded.FirstOrDefault(r => r.ComesBefore(main)),
        };
        var compared = new FigureFilter
        {
            From = week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday,
            To = week.Sunday,
            Site = site?.Code,
            Channel = channel?.Code,
        };
        IReadOnlyList<WeekCount> shown = [.. weeks.TakeLast(UnitChart.DefaultWeeks)];
        return new Result<OnePlaceFigures>.Ok(new OnePlaceFigures(
            story, concerns, UnitChart.Of(shown, master.BaselineTerms), reading.Standing,
            [.. own.Where(c => c.Date >= shown[0].Week.Monday).OrderBy(c => c.Date)],
            changes.EffectsOn(weeks, main, null),
            [.. (found?.Lines ?? []).Select(l => OfBasic(l, found!, channel, week, master, concerns)).OfType<PlaceBasic>()],
            [.. (found?.ByChannel ?? []).Select(c => c.ChannelId).Distinct()],
            isSmall ? (await funnel.RunAsync(actor, Breakdown.Staff, compared, cancellation, ofOneSite: site is not null)).Given() : null,
            [.. open.OrderBy(f => f.Status).ThenByDescending(f => f.DetectedOn).ThenBy(f => f.Id).Select(f => changes.LineOf(f))],
            isSmall ? HourOfDay.Of((await breakdown.RunAsync(actor, Breakdown.HourOfWeek, compared, cancellation)).Given() ?? []) : null,
            (await interactions.RunAsync(
                actor,
                new InteractionFilter
                {
                    To = week.Sunday,
                    Site = site?.Code,
                    Channel = channel?.Code,
                    State = SnakeCase<InteractionState>.Text(InteractionState.Counted),
                    Missed = InteractionFilter.AnyMissed,
                }, null, OneBasicQuery.MostMisses, cancellation)).Given()?.Items ?? []));
    }

    // People are told by their flags and by the comparison, further down.
    private static IReadOnlyList<Concern> ConcernsOf(
        IReadOnlyList<Flag> open, BasicsFigures? found, RateShift? shift, Comparability comparable, HourFigures low, MasterData master,
        Site? site, Channel? channel)
    {
        var shifts = comparable.ShiftsOf(found);
        var weekly = found is null ? null : new FoundConcerns(master, found, site);
        var whole = shift is not { IsTold: true, Difference: < 0 } ? [] : new[]
        {
            new Concern
            {
                Kind = ConcernKind.Fell,
                Seat = channel is not null ? Seat.Channel : Seat.Site,
                Channel = channel?.Name,
                ChannelId = channel?.Id,
                Since = shift.Since.Monday,
                Now = shift.Now,
                Usual = shift.Before,
                N = shift.NowN,
                IsSettled = !shift.IsProvisional,
            },
        };
        var told = ConcernList.Of(
            open.Select(f => FlagReader.ConcernOf(f, master, site)).OfType<Concern>(),
            whole.Concat(weekly is null ? []
                : weekly.Fallen(shifts, isOfThis: site is not null).Concat(weekly.Lower(shifts)).Concat(weekly.InHours(low))));
        return
        [
            .. ConcernList.PlacesFirst(told.Where(c => c.Person is null && (channel is null || c.ChannelId == channel.Id)))
                .OrderBy(c => c.Basic is not null),
        ];
    }

    private static PlaceBasic? OfBasic(
        BasicLine line, BasicsFigures found, Channel? channel, IsoWeek week, MasterData master, IReadOnlyList<Concern> concerns)
    {
        var cells = found.ByChannel.Where(c => c.Basic == line.Basic.Code && (channel is null || c.ChannelId == channel.Id)).ToList();
        if (cells.Count == 0) return null;
        var weeks = BasicOnChannel.Together(cells, week.LatestOf(RateShift.Weeks));
        return new PlaceBasic(
            line.Basic, UnitChart.Of([.. weeks.TakeLast(UnitChart.DefaultWeeks)], master.BaselineTerms, hasTarget: false),
            RateLevel.Of(weeks.TakeLast(RateShift.WeeksNow)), RateLevel.Of(weeks.SkipLast(RateShift.WeeksNow)),
            concerns.FirstOrDefault(c => c.Basic == line.Basic.Code));
    }
}
