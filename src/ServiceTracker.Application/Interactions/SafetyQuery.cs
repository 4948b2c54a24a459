using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Counts interactions in which the customer's conduct is, or is said to be, what made service impossible; and
/// referrals.</summary>
public sealed class SafetyQuery(IServiceTrackerDb db, RollupUpdate update, MasterDataReader masterData)
{
    private const int HoursOfADay = 24;

    /// <summary>The report of the actor's sites.</summary>
    /// <param name="actor">Somebody who sees everybody.</param>
    /// <param name="site">Code of a site; null for all.</param>
    /// <param name="from">First business date; null for all.</param>
    /// <param name="to">Last business date; null for all.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<SafetyReport>> RunAsync(
        Actor actor, string? site, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        await update.SettleAsync(actor, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        if (from > to) errors.Add(Figures.FigureScope.FirstAfterLast);
        var rows = new InteractionFilter { Site = site, From = from, To = to, OfSafety = true }
            .Among(actor.Visible(db.Interactions.AsNoTracking()), actor, null, master, errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await rows.Select(i => new Row(
            i.SiteId, i.Id, i.ChannelId, i.HourOfWeek % HoursOfADay, i.State, i.Outcome, i.ExcludedAs)).ToListAsync(cancellation);
        var said = (await rows.Join(
                db.MissCauses.AsNoTracking(), i => new { i.SiteId, i.Id }, c => new { c.SiteId, Id = c.InteractionId },
                (i, c) => new { c.SiteId, c.InteractionId, c.Cause }).Distinct().ToListAsync(cancellation))
            .ToLookup(c => (c.SiteId, c.InteractionId), c => (Cause?)c.Cause);
        master = await masterData.GetAsync(cancellation);
        return new SafetyReport(
            Count(found),
            [
                .. found.GroupBy(r => r.ChannelId).Select(g => (Of: master.Channels[g.Key], Count(g)))
                    .OrderBy(l => l.Of.Code, StringComparer.Ordinal),
            ],
            [.. found.GroupBy(r => r.Hour).OrderBy(g => g.Key).Select(g => (g.Key, Count(g)))],
            [
                .. found.SelectMany(r => said[(r.SiteId, r.Id)].DefaultIfEmpty().Select(c => (Cause: c, Row: r))).GroupBy(x => x.Cause)
                    .OrderBy(g => g.Key is null).ThenBy(g => g.Key).Select(g => (g.Key, Count(g.Select(x => x.Row)))),
            ]);
    }

    private static SafetyCount Count(IEnumerable<Row> rows)
    {
        var all = rows.ToList();
        return new SafetyCount(
            all.Count(r => r.Conduct == ConductStatus.Proposed), all.Count(r => r.Conduct == ConductStatus.Confirmed),
            all.Count(r => r.State == InteractionState.Counted && r.Outcome == Outcome.Referred));
    }

    private sealed record Row(
        int SiteId, Guid Id, int ChannelId, int Hour, InteractionState State, Outcome Outcome, ExclusionGround? ExcludedAs)
    {
        public ConductStatus? Conduct => Interaction.ConductOf(State, Outcome, ExcludedAs);
    }
}
