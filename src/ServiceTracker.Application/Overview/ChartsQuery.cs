using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Analysis;

namespace ServiceTracker.Application.Overview;

/// <summary>
/// The charts of all units of a kind. Their weeks are read at once, as are their standings and their flags: it takes as many queries
/// however many charts there are.
/// </summary>
public sealed class ChartsQuery(IServiceTrackerDb db, FigureReader figures, UnitStandingReader standings, MasterDataReader masterData)
{
    /// <summary>The charts, in no particular order. Who had no interactions in the weeks that are judged has none.</summary>
    /// <param name="actor">Whose sites; who sees everybody.</param>
    /// <param name="by">Of what.</param>
    /// <param name="week">The last week.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="asOf">Flags are those open on this business date.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<IReadOnlyList<ChartOfMany>>> RunAsync(
        Actor actor, ChartsBy by, IsoWeek week, Site? site, DateOnly asOf, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) return Refusal.Forbidden("All charts tell of everybody; a staff account has its own figures.");
        var scope = FigureScope.OfWeeks(week.AddWeeks(1 - UnitChart.DefaultWeeks), week, site);
        var charts = by is ChartsBy.Basics or ChartsBy.BasicsByChannel
            ? await OfBasicsAsync(actor, scope, byChannel: by == ChartsBy.BasicsByChannel, cancellation)
            : await OfUnitsAsync(actor, scope, BreakdownOf(by), cancellation);
        var open = await OpenAsync(actor, site, asOf, cancellation);
        return new Result<IReadOnlyList<ChartOfMany>>.Ok(
        [
            .. charts.Where(c => c.Chart.Points.TakeLast(ReferencePeriod.Usual.Judged).Any(p => p.N > 0))
                .Select(c => c with { Flag = open.FirstOrDefault(f => IsAbout(f, c)) }),
        ]);
    }

    private static Breakdown BreakdownOf(ChartsBy by) => by switch
    {
        ChartsBy.People => Breakdown.Staff,
        ChartsBy.Sites => Breakdown.Site,
        _ => Breakdown.Channel,
    };

    private async Task<IEnumerable<ChartOfMany>> OfUnitsAsync(
        Actor actor, FigureScope scope, Breakdown by, CancellationToken cancellation)
    {
        var question = new FigureQuestion(actor, scope, by);
        var sums = (await figures.RatesAsync(question, cancellation)).Sum(by, by.Viewpoint());
        var week = IsoWeek.Of(scope.To);
        var told = await standings.OfAsync(question, week, cancellation);
        var master = await masterData.GetAsync(cancellation);
        return sums.Units.Where(u => by != Breakdown.Staff || u.StaffId is not null).Select(u => new ChartOfMany(
            u, null, sums.ChartOf(u, week, UnitChart.DefaultWeeks, master.BaselineTerms), told?.Find(u, by), null));
    }

    private async Task<IEnumerable<ChartOfMany>> OfBasicsAsync(
        Actor actor, FigureScope scope, bool byChannel, CancellationToken cancellation)
    {
        const Breakdown Weeks = Breakdown.Week | Breakdown.Channel | Breakdown.Expectation;
        var found = await figures.SumsAsync(new FigureQuestion(actor, scope, Weeks), cancellation);
        // Asked for after the figures, so that every baseline they name is there.
        var master = await masterData.GetAsync(cancellation);
        if (master.BaselineOn(scope.To) is not { } baseline) return [];
        var tallies = new BasicTallies<(Unit Unit, DateOnly Week)>(master, Viewpoint.Process);
        foreach (var (key, sums) in found)
            tallies.Add((new Unit(ChannelId: byChannel ? key.Unit.ChannelId : null), key.Period!.Value), key.Baseline, sums);
        var weeks = IsoWeek.Of(scope.To).LatestOf(UnitChart.DefaultWeeks);
        return tallies.Applicable.Select(t => (t.Key.Unit, t.Basic)).Distinct().Where(c => baseline.Find(c.Basic) is not null)
            .Select(c => new ChartOfMany(
                c.Unit, c.Basic,
                UnitChart.Of([.. weeks.Select(w => CountOf(w, c.Unit, c.Basic))], master.BaselineTerms, hasTarget: false), null, null));

        WeekCount CountOf(IsoWeek week, Unit unit, string basic) =>
            tallies.Find((unit, week.Monday), basic) is { } tally ? new(week, tally.Applicable, tally.Met) : new(week, 0, 0);
    }

    // The newest first.
    private async Task<IReadOnlyList<Flag>> OpenAsync(Actor actor, Site? site, DateOnly asOf, CancellationToken cancellation)
    {
        var flags = FlagFilter.Whole(FlagFilter.OfSort(actor.Visible(db.Flags.AsNoTracking()), notes: false))
            .Where(f => f.DetectedOn <= asOf && (f.Status != FlagStatus.Closed || f.ClosedOn > asOf));
        if (site is { Id: var id }) flags = flags.Where(f => f.SiteId == id);
        return await flags.OrderByDescending(f => f.DetectedOn).ThenBy(f => f.Id).ToListAsync(cancellation);
    }

    // A person's flag is no channel's and no basic's; a channel's is also that of its basic.
    private static bool IsAbout(Flag flag, ChartOfMany chart) => chart switch
    {
        { Unit.StaffId: { } staff } => flag.StaffId == staff,
        _ when flag.StaffId is not null => false,
        { Basic: { } basic } => flag.Expectation == basic && (chart.Unit.ChannelId is null || flag.ChannelId == chart.Unit.ChannelId),
        { Unit.ChannelId: { } channel } => flag.ChannelId == channel,
        _ => flag.ChannelId is null && flag.SiteId == chart.Unit.SiteId,
    };
}
