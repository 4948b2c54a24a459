using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Scoring;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Application.Figures;

/// <summary>Splits the differences between interactions into what goes with people, channels, both together and chance.</summary>
public sealed class VarianceQuery(ComparisonScope comparison, FigureReader figures)
{
    /// <summary>How much of the differences each of them makes.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="ofScore">Of the basics score instead of "all basics met".</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<VarianceFigures>> RunAsync(Actor actor, bool ofScore, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, async (scope, master) =>
        {
            var question = new FigureQuestion(actor, scope, Breakdown.Staff | Breakdown.Channel | Breakdown.Week);
            var found = await figures.SumsAsync(question, cancellation);
            var parts = found.Where(l => l.Key.Unit.StaffId is not null && l.Sums.ScoredPerson > 0).ToList();
            var cells = parts.Select(p => new StaffChannelCell(
                master.Staff[p.Key.Unit.StaffId!.Value].Code, master.Channels[p.Key.Unit.ChannelId!.Value].Code, CellOf(p.Sums, ofScore)));
            return new VarianceFigures(parts.Sum(p => p.Sums.ScoredPerson), VarianceShares.Of(cells, DayToDay.DesignEffect(parts)));
        }, cancellation);

    private static CellSum CellOf(FigureSums sums, bool ofScore)
    {
        var (n, k) = sums.Rate(Viewpoint.Person);
        return ofScore
            ? new CellSum(
                n, (double)sums.ScoreSumPerson / Score.ScaledPerPercent,
                (double)sums.ScoreSquares(Viewpoint.Person) / Score.ScaledPerPercent / Score.ScaledPerPercent)
            : new CellSum(n, k, k);
    }
}
