using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Figures.Rollups;

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
            return ChannelGap.Of(CountsOf(parts, staff => master.Staff[staff].Code, channel => master.Channels[channel].Code));
        }, cancellation);

    /// <summary>What each person delivered on each channel, and what nobody in particular did.</summary>
    /// <param name="lines">By person and channel.</param>
    /// <param name="staffName">How the comparison names a person, by the number.</param>
    /// <param name="channelName">How it names a channel.</param>
    internal static IReadOnlyCollection<StaffChannelCount> CountsOf(
        IReadOnlyList<(LineKey Key, FigureSums Sums)> lines, Func<int, string> staffName, Func<int, string> channelName) =>
    [
        .. lines.Select(l =>
        {
            var (n, k) = l.Sums.Rate(Viewpoint.Process);
            return new StaffChannelCount(
                l.Key.Unit.StaffId is { } staff ? staffName(staff) : "", channelName(l.Key.Unit.ChannelId!.Value), k, n);
        }),
    ];
}
