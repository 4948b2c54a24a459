using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>Lists the basics of the baseline in force with their owners, reviews and rates, and proposes where the bar could be
/// raised.</summary>
public sealed class BasicRegisterQuery(IServiceTrackerDb db, BasicsQuery basics, FlagReader flags, MasterDataReader masterData)
{
    /// <summary>The register.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The last whole week that counts.</param>
    /// <param name="site">Only the figures of this site, or null.</param>
    /// <param name="today">The present business date: by it the baseline is in force and reviews are overdue.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null where no baseline is in force.</returns>
    public async Task<Result<BasicRegister?>> RunAsync(
        Actor actor, IsoWeek week, Site? site, DateOnly today, CancellationToken cancellation)
    {
        var asked = await basics.RunAsync(actor, week, site, week.Sunday, cancellation, RateShift.Weeks, ofHours: false);
        if (asked is Result<BasicsFigures?>.Forbidden { Message: var why }) return Refusal.Forbidden(why);
        var found = asked is Result<BasicsFigures?>.Ok { Value: { } some } ? some : null;
        var recorded = await flags.ChangesAsync(actor, site, week.AddWeeks(1 - RateShift.Weeks).Monday, today, cancellation);
        var master = await masterData.GetAsync(cancellation);
        if (master.BaselineOn(today) is not { } baseline) return new Result<BasicRegister?>.Ok(null);
        var comparable = new Comparability(master, recorded, site, week.Sunday);
        var share = SteadyAbove.ShareOf(baseline.TargetConsistency, Math.Max(1, baseline.Expectations.Count));
        var entries = new List<BasicEntry>();
        foreach (var basic in baseline.Expectations)
        {
            var cells = (found?.ByChannel ?? []).Where(c => c.Basic == basic.Code).ToList();
            var weeks = BasicOnChannel.Together(cells, week.LatestOf(RateShift.Weeks));
            var now = RateLevel.Of(weeks.TakeLast(RateShift.WeeksNow));
            var steady = SteadyAbove.Of(weeks, share, cells.Max(c => comparable.From(c.Basic, c.ChannelId)));
            entries.Add(new BasicEntry(
                basic, basic.IsOverdueOn(today), now,
                steady is null || !now.IsEnough ? null : await RaiseAsync(actor, basic, steady, now, week, site, master, cancellation)));
        }

        return new Result<BasicRegister?>.Ok(new BasicRegister(
            baseline, share, [.. entries.OrderByDescending(e => e.IsOverdue).ThenBy(e => e.IsOverdue ? e.Basic.ReviewDate : null)]));
    }

    private async Task<RaiseProposal?> RaiseAsync(
        Actor actor, Expectation basic, SteadyAbove steady, RateLevel now, IsoWeek week, Site? site, MasterData master,
        CancellationToken cancellation)
    {
        var last = new InteractionFilter
        {
            From = week.AddWeeks(1 - RateShift.WeeksNow).Monday,
            To = week.Sunday,
            Site = site?.Code,
            State = SnakeCase<InteractionState>.Text(InteractionState.Counted),
        };
        if (basic.Kind == ExpectationKind.Check)
        {
            var failed = basic.Critical ? 0 : await Among(last with { Missed = basic.Code })
                .LongCountAsync(i => !i.CriticalMissed, cancellation);
            return new RaisedCheck(steady, now.N, now.K, basic.Critical, failed);
        }

        // Values stand in no rollup.
        if (now.N > OverviewQuery.MostRows) return null;
        var baselines = master.Baselines.Values.Where(b => b.Find(basic.Code)?.AsksTheSameAs(basic) ?? false).ToDictionary(b => b.Number);
        int[] numbers = [.. baselines.Keys];
        var rows = await Among(last).Where(i => numbers.Contains(i.Baseline))
            .Select(i => new { i.Baseline, i.Na, i.Measures, i.AllBasicsMet }).ToListAsync(cancellation);
        var values = rows.Select(r => (
                r.AllBasicsMet,
                Value: Interaction.ValueOf(baselines[r.Baseline], baselines[r.Baseline].Find(basic.Code)!, r.Na, r.Measures)))
            .Where(r => r.Value is not null).ToList();
        if (RaisedMeasure.StricterTarget(basic, [.. values.Select(v => v.Value!.Value)], steady.Share) is not { } target) return null;
        bool Meets(double? value) => basic.Direction == TargetDirection.AtMost ? value <= target : value >= target;
        return new RaisedMeasure(
            steady, values.Count, values.Count(v => basic.IsMetBy(v.Value!.Value)), basic, target, values.Count(v => Meets(v.Value)),
            values.Count(v => v.AllBasicsMet && !Meets(v.Value)));

        IQueryable<Interaction> Among(InteractionFilter filter) =>
            filter.Among(actor.Visible(db.Interactions.AsNoTracking()), actor, null, master, []);
    }
}
