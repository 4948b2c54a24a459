using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Consistency;

/// <summary>Sums of one unit and baseline, and of what else was asked for.</summary>
/// <param name="Unit">Site, team, person and channel.</param>
/// <param name="Baseline">Number of the baseline.</param>
/// <param name="Period">Monday of the week or the business date, where asked for.</param>
/// <param name="ReasonId">The reason, where asked for.</param>
/// <param name="HourOfWeek">0 to 167, where asked for.</param>
internal readonly record struct LineKey(Unit Unit, int Baseline, DateOnly? Period = null, int? ReasonId = null, short? HourOfWeek = null);

/// <summary>What lines are broken down by, beyond unit and baseline.</summary>
[Flags]
internal enum LineDetail
{
    None = 0,
    Week = 1,
    Day = 2,
    Reason = 4,
    HourOfWeek = 8,

    /// <summary>With the numbers of each basic.</summary>
    Basics = 16,
}

/// <summary>
/// The sums behind any question about a time: whole weeks from the rollups, days at either end and details that no rollup has from the rows.
/// A staff account is given its own person's, and of others what <see cref="FiguresOfOthers"/> shows.
/// </summary>
public sealed class FigureLines(IServiceTrackerDb db, RollupQuery rollups, FiguresOfOthers others, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>The sums of a scope.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="scope">Which interactions.</param>
    /// <param name="by">What the lines will be broken down by: they may be summed over other units.</param>
    /// <param name="detail">What else they are broken down by.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<IReadOnlyList<(LineKey Key, FigureSums Sums)>> OfAsync(
        Actor actor, FigureScope scope, Breakdown by, LineDetail detail, CancellationToken cancellation)
    {
        if (FiguresOfOthers.AreAsked(actor, scope.Staff)) return await others.LinesAsync(actor, scope, by, detail, cancellation);
        await update.SettleAsync(cancellation);
        var lines = new Dictionary<LineKey, StaffWeek>();
        // Hours and days of sites have a rollup of their own, which knows nothing of people, channels and single basics.
        var byHour = scope is { Staff: null, Channel: null } && (by & ~Breakdown.Site) == 0 && (detail & (LineDetail.Reason | LineDetail.Basics)) == 0;
        if (byHour && (detail & (LineDetail.HourOfWeek | LineDetail.Day)) != 0)
        {
            await AddHoursAsync(actor, scope, by, scope.From, scope.To, detail, lines, cancellation);
            return Filled(lines);
        }

        if ((detail & ~(LineDetail.Week | LineDetail.Basics)) != 0)
        {
            await AddRowsAsync(actor, scope, scope.From, scope.To, detail, lines, cancellation);
            return Filled(lines);
        }

        var firstWeek = scope.From.DayOfWeek == DayOfWeek.Monday ? IsoWeek.Of(scope.From) : IsoWeek.Of(scope.From).AddWeeks(1);
        var lastWeek = scope.To.DayOfWeek == DayOfWeek.Sunday ? IsoWeek.Of(scope.To) : IsoWeek.Of(scope.To).AddWeeks(-1);
        if (firstWeek.Monday > lastWeek.Monday)
        {
            await AddDaysAsync(scope.From, scope.To);
        }
        else
        {
            if (RollupQuery.IsOfEverySite(actor, scope.Unit, by)) await AddOrgWeeksAsync(actor, scope, firstWeek, lastWeek, detail, lines, cancellation);
            else await AddStaffWeeksAsync(actor, scope, firstWeek, lastWeek, detail, lines, cancellation);
            if (scope.From < firstWeek.Monday) await AddDaysAsync(scope.From, firstWeek.Monday.AddDays(-1));
            if (scope.To > lastWeek.Sunday) await AddDaysAsync(lastWeek.Sunday.AddDays(1), scope.To);
        }

        return Filled(lines);

        Task AddDaysAsync(DateOnly from, DateOnly to) => byHour
            ? AddHoursAsync(actor, scope, by, from, to, detail, lines, cancellation)
            : AddRowsAsync(actor, scope, from, to, detail, lines, cancellation);
    }

    /// <summary>Scored interactions and those with all basics met, by unit and week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="from">First week.</param>
    /// <param name="to">Last week, included.</param>
    /// <param name="unit">Only of this unit.</param>
    /// <param name="by">What the counts will be broken down by: the units may be summed over everything else.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<IReadOnlyList<UnitWeekCount>> WeeklyCountsAsync(Actor actor, IsoWeek from, IsoWeek to, Unit unit, Breakdown by, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        if (!FiguresOfOthers.AreAsked(actor, master.Staff.Find(unit.StaffId))) return await rollups.WeeklyCountsAsync(actor, from, to, unit, by, cancellation);
        var shown = await others.OfAsync(actor, from, to, master.Sites.Find(unit.SiteId), cancellation);
        return [.. shown.Counts(by | unit.Breakdown).Where(c => unit.ChannelId is null || c.Unit.ChannelId == unit.ChannelId)];
    }

    /// <summary>The rows of a scope.</summary>
    /// <exception cref="InvalidOperationException">A staff account asks for others' rows.</exception>
    internal IQueryable<Interaction> Rows(Actor actor, FigureScope scope, DateOnly from, DateOnly to)
    {
        if (FiguresOfOthers.AreAsked(actor, scope.Staff)) throw new InvalidOperationException("A staff account is given no rows of others.");
        var rows = actor.OfOwnSites(db.Interactions.AsNoTracking(), i => i.SiteId).Where(i => i.BusinessDate >= from && i.BusinessDate <= to);
        if (scope.Site is { Id: var site }) rows = rows.Where(i => i.SiteId == site);
        if (scope.Staff is { Id: var staff }) rows = rows.Where(i => i.StaffId == staff);
        return scope.Channel is { Id: var channel } ? rows.Where(i => i.ChannelId == channel) : rows;
    }

    private async Task AddHoursAsync(
        Actor actor, FigureScope scope, Breakdown by, DateOnly from, DateOnly to, LineDetail detail, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        var (bySite, byHour) = (by.HasFlag(Breakdown.Site), detail.HasFlag(LineDetail.HourOfWeek));
        foreach (var hour in await rollups.HoursAsync(actor, from, to, scope.Site, bySite, (detail & (LineDetail.Day | LineDetail.Week)) != 0, byHour, cancellation))
        {
            var key = new LineKey(
                new Unit(bySite ? hour.SiteId : null), 0,
                detail.HasFlag(LineDetail.Day) ? hour.BusinessDate : detail.HasFlag(LineDetail.Week) ? IsoWeek.Of(hour.BusinessDate).Monday : null,
                HourOfWeek: byHour ? hour.HourOfWeek : null);
            LineOf(lines, key).Add(hour);
        }
    }

    private async Task AddStaffWeeksAsync(
        Actor actor, FigureScope scope, IsoWeek first, IsoWeek last, LineDetail detail, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        foreach (var week in await rollups.StaffWeeksAsync(actor, first, last, scope.Site, cancellation))
        {
            var unit = RollupQuery.UnitOf(week);
            if ((scope.Staff is { } staff && unit.StaffId != staff.Id) || (scope.Channel is { } channel && unit.ChannelId != channel.Id)) continue;
            LineOf(lines, new LineKey(unit, week.Baseline, detail.HasFlag(LineDetail.Week) ? week.WeekStart : null)).Add(week);
        }
    }

    private async Task AddOrgWeeksAsync(
        Actor actor, FigureScope scope, IsoWeek first, IsoWeek last, LineDetail detail, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        foreach (var week in await rollups.OrgWeeksAsync(actor, first, last, cancellation))
        {
            if (scope.Channel is { } channel && week.ChannelId != channel.Id) continue;
            LineOf(lines, new LineKey(new Unit(ChannelId: week.ChannelId), week.Baseline, detail.HasFlag(LineDetail.Week) ? week.WeekStart : null)).Add(week);
        }
    }

    private async Task AddRowsAsync(Actor actor, FigureScope scope, DateOnly from, DateOnly to, LineDetail detail, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        await foreach (var row in Rows(actor, scope, from, to).Select(RollupDelta.OfRow).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var key = new LineKey(
                new Unit(row.SiteId, row.TeamId, row.StaffId, row.ChannelId), row.Baseline,
                detail.HasFlag(LineDetail.Day) ? row.BusinessDate : detail.HasFlag(LineDetail.Week) ? IsoWeek.Of(row.BusinessDate).Monday : null,
                detail.HasFlag(LineDetail.Reason) ? row.ReasonId : null, detail.HasFlag(LineDetail.HourOfWeek) ? row.HourOfWeek : null);
            LineOf(lines, key).Add(row.Pattern(master.Baselines[row.Baseline]), row.Measures, 1);
        }
    }

    private static IReadOnlyList<(LineKey, FigureSums)> Filled(Dictionary<LineKey, StaffWeek> lines) =>
        [.. lines.Where(l => !l.Value.IsEmpty).Select(l => (l.Key, (FigureSums)l.Value))];

    private static StaffWeek LineOf(Dictionary<LineKey, StaffWeek> lines, LineKey key)
    {
        if (!lines.TryGetValue(key, out var line)) lines.Add(key, line = new StaffWeek());
        return line;
    }
}
