using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Disputes;

namespace ServiceTracker.Application.Disputes;

/// <summary>Tells how often misses are disputed, how often that was right, and how long it took. What a correction overtook is not
/// counted: nobody had to rule on it.</summary>
public sealed class DisputeSummaryQuery(IServiceTrackerDb db, TimeProvider clock)
{
    /// <summary>The summary of the actor's sites.</summary>
    public async Task<DisputeSummary> RunAsync(Actor actor, CancellationToken cancellation)
    {
        var disputes = await actor.OfOwnSites(db.Disputes.AsNoTracking(), d => d.SiteId)
            .Where(d => d.Status != DisputeStatus.Overtaken).ToListAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        return new DisputeSummary(
            [
                .. disputes.GroupBy(d => (d.RuledBy, Name: d.RuledByName)).OrderBy(g => g.Key.RuledBy is null)
                    .ThenBy(g => g.Key.Name, StringComparer.OrdinalIgnoreCase).Select(g => Line(g.Key.Name, g)),
            ],
            [
                .. disputes.GroupBy(d => d.Expectation).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Line(g.Key, g)),
            ]);

        DisputeLine Line(string? of, IEnumerable<Dispute> some)
        {
            var all = some.ToList();
            return new DisputeLine(
                of, all.Count, all.Count(d => d.Status == DisputeStatus.Open), all.Count(d => d.Status == DisputeStatus.Excused),
                Math.Round(all.Average(d => d.DaysOpen(now)), 1));
        }
    }
}
