using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What got in the way of a basic, as it was said with each miss.</summary>
/// <param name="Missed">Counted interactions in which it was missed.</param>
/// <param name="Causes">How often each cause was named, the most frequent first; of a miss one at most.</param>
public sealed record Obstacles(long Missed, IReadOnlyList<(Cause Cause, long Times)> Causes)
{
    /// <summary>Misses with which nothing was said.</summary>
    public long Unsaid => Missed - Causes.Sum(c => c.Times);
}

/// <summary>Counts what got in the way of a basic.</summary>
public sealed class ObstaclesQuery(IServiceTrackerDb db, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>The count.</summary>
    /// <param name="actor">Who asks; of the interactions that they see.</param>
    /// <param name="basic">Code of the basic.</param>
    /// <param name="filter">Which interactions; what it says of states and misses is not looked at.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<Obstacles>> RunAsync(Actor actor, string basic, InteractionFilter filter, CancellationToken cancellation)
    {
        await update.SettleAsync(actor, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        var missed = (filter with { State = null, Missed = basic })
            .Among(actor.Visible(db.Interactions.AsNoTracking()), actor, null, master, errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        missed = missed.Where(i => i.State == InteractionState.Counted);
        var n = await missed.LongCountAsync(cancellation);
        var said = n == 0 ? [] : await missed
            .Join(
                db.MissCauses.AsNoTracking(), i => new { i.SiteId, i.Id }, c => new { c.SiteId, Id = c.InteractionId },
                (i, c) => new { i.Baseline, c.Bit, c.Cause })
            .GroupBy(c => c).Select(g => new { g.Key, Times = g.LongCount() })
            .ToListAsync(cancellation);
        // The same basic is another bit in each baseline.
        return new Obstacles(
            n,
            [
                .. said.Where(s => master.Baselines[s.Key.Baseline].Find(basic)?.Bit == s.Key.Bit).GroupBy(s => s.Key.Cause)
                    .Select(g => (g.Key, Times: g.Sum(s => s.Times))).OrderByDescending(c => c.Times).ThenBy(c => c.Key),
            ]);
    }
}
