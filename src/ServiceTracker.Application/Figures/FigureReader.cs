using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>
/// Answers questions about figures: whole weeks from the rollups, days at either end and what no rollup knows from the rows, as
/// <see cref="TableDecider"/> says. A staff account is given its own person's, and of others what <see cref="FiguresOfOthers"/> shows.
/// </summary>
public sealed class FigureReader(
    IServiceTrackerDb db, IRollupStore store, RollupQuery rollups, FiguresOfOthers others, RollupUpdate update,
    MasterDataReader masterData)
{
    /// <summary>The sums that answer a question, by unit and baseline and what else it is broken down by.</summary>
    internal async Task<IReadOnlyList<(LineKey Key, FigureSums Sums)>> SumsAsync(FigureQuestion question, CancellationToken cancellation)
    {
        if (question.IsOfOthers) return await others.LinesAsync(question, cancellation);
        await update.SettleAsync(question.Who, cancellation);
        var lines = new Dictionary<LineKey, StaffWeek>();
        foreach (var part in TableDecider.PartsOf(question))
        {
            await (part.Table switch
            {
                FigureTable.OrgWeeks => AddOrgWeeksAsync(question, part, lines, cancellation),
                FigureTable.StaffWeeks => AddStaffWeeksAsync(question, part, lines, cancellation),
                FigureTable.OrgHoursOfWeek => AddOrgHoursAsync(question, part, lines, cancellation),
                FigureTable.SiteDayHours => AddHoursAsync(question, part, lines, cancellation),
                _ => AddRowsAsync(question, part, lines, cancellation),
            });
        }

        return [.. lines.Where(l => !l.Value.IsEmpty).Select(l => (l.Key, (FigureSums)l.Value))];
    }

    /// <summary>Scored interactions and those with all basics met, by unit and week. Of whole weeks only.</summary>
    internal async Task<WeeklyRates> RatesAsync(FigureQuestion question, CancellationToken cancellation)
    {
        var scope = question.Scope;
        var (first, last, unit) = (IsoWeek.Of(scope.From), IsoWeek.Of(scope.To), scope.Unit);
        if (question.IsOfOthers)
        {
            var shown = await others.OfAsync(question.Who, first, last, scope.Site, cancellation);
            var counts = shown.Counts(question.By.Units() | unit.Breakdown);
            return new WeeklyRates([.. counts.Where(c => unit.ChannelId is null || c.Unit.ChannelId == unit.ChannelId)]);
        }

        await update.SettleAsync(question.Who, cancellation);
        return TableDecider.TableOfRates(question) switch
        {
            FigureTable.Rows => await WeeklyRates.OfRowsAsync(Rows(question), await masterData.GetAsync(cancellation), cancellation),
            FigureTable.OrgWeeks => new WeeklyRates(await rollups.OrgWeekCountsAsync(question.Who, first, last, unit, cancellation)),
            _ => new WeeklyRates(await rollups.StaffWeekCountsAsync(question.Who, first, last, unit, cancellation)),
        };
    }

    /// <summary>How many interactions each week has at the sites that somebody sees, excluded ones included.</summary>
    internal Task<IReadOnlyList<(IsoWeek Week, long Interactions)>> WeeksAsync(Actor who, CancellationToken cancellation) =>
        TableDecider.TableOfWeekCounts(who) == FigureTable.OrgWeeks
            ? rollups.OrgWeekTotalsAsync(who, cancellation) : rollups.StaffWeekTotalsAsync(who, cancellation);

    /// <summary>The interactions that a question is about.</summary>
    /// <exception cref="InvalidOperationException">A staff account asks for others' rows.</exception>
    internal IQueryable<Interaction> Rows(FigureQuestion question)
    {
        if (question.IsOfOthers) throw new InvalidOperationException("A staff account is given no rows of others.");
        var (from, to) = (question.Scope.From, question.Scope.To);
        var rows = question.Who.OfOwnSites(db.Interactions.AsNoTracking(), i => i.SiteId)
            .Where(i => i.BusinessDate >= from && i.BusinessDate <= to);
        if (question.Scope.Site is { Id: var site }) rows = rows.Where(i => i.SiteId == site);
        if (question.Scope.Staff is { Id: var staff }) rows = rows.Where(i => i.StaffId == staff);
        return question.Scope.Channel is { Id: var channel } ? rows.Where(i => i.ChannelId == channel) : rows;
    }

    private async Task AddHoursAsync(
        FigureQuestion question, FigurePart part, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        var (bySite, byHour) = (question.IsBy(Breakdown.Site), question.IsBy(Breakdown.HourOfWeek));
        var byDay = question.IsBy(Breakdown.Day | Breakdown.Week);
        var hours = await rollups.HoursAsync(question.Who, part.From, part.To, question.Scope.Site, bySite, byDay, byHour, cancellation);
        foreach (var hour in hours)
        {
            var (unit, period) = (new Unit(bySite ? hour.SiteId : null), PeriodOf(question, hour.BusinessDate));
            LineOf(lines, new LineKey(unit, 0, period, HourOfWeek: byHour ? hour.HourOfWeek : null)).Add(hour);
        }
    }

    private async Task AddOrgHoursAsync(
        FigureQuestion question, FigurePart part, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        foreach (var hour in await rollups.OrgHoursAsync(question.Who, IsoWeek.Of(part.From), IsoWeek.Of(part.To), cancellation))
            LineOf(lines, new LineKey(new Unit(), 0, null, HourOfWeek: hour.HourOfWeek)).Add(hour);
    }

    private async Task AddStaffWeeksAsync(
        FigureQuestion question, FigurePart part, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        var (first, last) = (IsoWeek.Of(part.From), IsoWeek.Of(part.To));
        foreach (var week in await rollups.StaffWeeksAsync(question.Who, first, last, question.Scope.Site, cancellation))
        {
            var unit = RollupQuery.UnitOf(week);
            if (question.Scope.Staff is { } staff && unit.StaffId != staff.Id) continue;
            if (question.Scope.Channel is { } channel && unit.ChannelId != channel.Id) continue;
            LineOf(lines, new LineKey(unit, week.Baseline, PeriodOf(question, week.WeekStart))).Add(week);
        }
    }

    private async Task AddOrgWeeksAsync(
        FigureQuestion question, FigurePart part, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        foreach (var week in await rollups.OrgWeeksAsync(question.Who, IsoWeek.Of(part.From), IsoWeek.Of(part.To), cancellation))
        {
            if (question.Scope.Channel is { } channel && week.ChannelId != channel.Id) continue;
            LineOf(lines, new LineKey(new Unit(ChannelId: week.ChannelId), week.Baseline, PeriodOf(question, week.WeekStart))).Add(week);
        }
    }

    private async Task AddRowsAsync(
        FigureQuestion question, FigurePart part, Dictionary<LineKey, StaffWeek> lines, CancellationToken cancellation)
    {
        // Of one moment, so that every baseline that rows name is there.
        await using var snapshot = db.Database.CurrentTransaction is null ? await store.BeginSnapshotAsync(db, cancellation) : null;
        var master = await masterData.GetAsync(cancellation);
        var rows = Rows(question with { Scope = question.Scope with { From = part.From, To = part.To } });
        await foreach (var row in rows.Select(RollupDelta.OfRow).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var key = new LineKey(
                new Unit(row.SiteId, row.TeamId, row.StaffId, row.ChannelId), row.Baseline, PeriodOf(question, row.BusinessDate),
                question.IsBy(Breakdown.Reason) ? row.ReasonId : null, question.IsBy(Breakdown.HourOfWeek) ? row.HourOfWeek : null);
            LineOf(lines, key).Add(row.Pattern(master.Baselines[row.Baseline]), row.Measures, 1);
        }
    }

    private static DateOnly? PeriodOf(FigureQuestion question, DateOnly date) =>
        question.IsBy(Breakdown.Day) ? date : question.IsBy(Breakdown.Week) ? IsoWeek.Of(date).Monday : null;

    private static StaffWeek LineOf(Dictionary<LineKey, StaffWeek> lines, LineKey key)
    {
        if (!lines.TryGetValue(key, out var line)) lines.Add(key, line = new StaffWeek());
        return line;
    }
}
