using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Application.Figures;

/// <summary>Compares one channel with the others, people with themselves.</summary>
public sealed class ChannelGapsQuery(ComparisonScope comparison, FigureReader figures)
{
    /// <summary>Each channel against the others.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<IReadOnlyList<ChannelGap>>> RunAsync(Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, async (scope, master) =>
        {
            var parts = await figures.SumsAsync(new FigureQuestion(actor, scope, Breakdown.Staff | Breakdown.Channel), cancellation);
            return ChannelGap.Of([.. parts.Select(p =>
            {
                var (n, k) = p.Sums.Rate(Viewpoint.Process);
                return new StaffChannelCount(
                    master.Staff.Find(p.Key.Unit.StaffId)?.Code ?? "", master.Channels[p.Key.Unit.ChannelId!.Value].Code, k, n);
            })]);
        }, cancellation);
}
