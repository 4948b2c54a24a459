using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Application.Figures;

/// <summary>
/// Compares units of a kind with each other: people with colleagues in the same surroundings, channels and sites with all of them.
/// </summary>
public sealed class FunnelQuery(ComparisonScope comparison, FigureReader figures)
{
    /// <summary>Units of a kind against each other.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="by">Staff, channel or site.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <param name="ofOneSite">
    /// What is usual between people is learnt from the filter's site alone, so that the answer costs as much however many sites there are.
    /// </param>
    public async Task<Result<FunnelFigures>> RunAsync(
        Actor actor, Breakdown by, FigureFilter filter, CancellationToken cancellation, bool ofOneSite = false)
    {
        if (by is not (Breakdown.Staff or Breakdown.Channel or Breakdown.Site))
            return new FieldError("$.by", FieldError.Invalid, "staff, channel or site.");
        return await comparison.AskAsync(
            actor, filter,
            async (scope, master) => by == Breakdown.Staff
                ? await OfPeopleAsync(actor, scope, ofOneSite, master, cancellation)
                : OfPlaces(CountsOf(await figures.SumsAsync(new FigureQuestion(actor, scope, by), cancellation), by, master)),
            cancellation);
    }

    private async Task<FunnelFigures> OfPeopleAsync(
        Actor actor, FigureScope scope, bool ofOneSite, MasterData master, CancellationToken cancellation)
    {
        // One person, too, is compared with everybody of the site: alone there would be nobody to differ from.
        var question = new FigureQuestion(actor, scope with { Staff = null }, PeopleCells.ByWeek);
        var weeks = await figures.SumsAsync(question, cancellation);
        // What is usual between people is learnt from all of the actor's sites, not from the few who are compared.
        var wide = scope.Site is null || ofOneSite ? null : question with { Scope = scope with { Site = null, Staff = null } };
        var everybody = wide is null ? null : await figures.SumsAsync(wide, cancellation);
        var lines = weeks;
        if (PeopleCells.KnowsReasons(master, PeopleCells.Scored(weeks)))
        {
            lines = await figures.SumsAsync(question with { By = PeopleCells.ByReason }, cancellation);
            // Without their reasons the people of other sites would be no colleagues: then the site's own tell what is usual.
            everybody = wide is null || PeopleCells.Scored(everybody!) > PeopleCells.MostRows ? null
                : await figures.SumsAsync(wide with { By = PeopleCells.ByReason }, cancellation);
        }

        var comparison = StaffComparison.Of(
            PeopleCells.Of(lines, NameOf), everybody is null ? null : PeopleCells.Of(everybody, NameOf),
            designEffect: DayToDay.DesignEffect(weeks));
        var compared = comparison.Staff.ToDictionary(s => s.Staff, StringComparer.Ordinal);
        return new FunnelFigures(
            [
                .. CountsOf(lines, Breakdown.Staff, master).Where(c => scope.Staff is null || c.Code == scope.Staff.Code).Select(c =>
                {
                    var s = compared[c.Code];
                    return new FunnelLine(
                        c.Code, c.N, c.K, s.Limits is null ? null : (double)s.K / s.N, s.Expected, s.ShrunkenRate, s.Limits, s.IsOutside,
                        s.IsNamed, s.Sentence);
                }),
            ],
            comparison.Mean, comparison.Spread, comparison.Staff.Any(s => s is { Limits: not null, TooFew: null }));

        string NameOf(int staff) => master.Staff[staff].Code;
    }

    private static FunnelFigures OfPlaces(IReadOnlyList<(string Code, long N, long K)> counts)
    {
        var plot = FunnelPlot.Of(counts.Select(c => new FunnelUnit(c.K, c.N)), FunnelData.Proportion);
        return new FunnelFigures(
            [.. counts.Select((c, i) =>
            {
                if (c.N < MinimumSample.Default)
                    return new FunnelLine(c.Code, c.N, c.K, null, null, null, null, false, false, $"Not enough yet: {c.N} interactions.");
                var limits = plot.Points[i].AdjustedLimits998!.Value;
                return new FunnelLine(
                    c.Code, c.N, c.K, (double)c.K / c.N, plot.Centre, null, limits, plot.Points[i].IsOutside, plot.Points[i].IsOutside,
                    $"All basics met in {PercentText.Of((double)c.K / c.N)} of {c.N} interactions; "
                    + $"others with as many stay between {PercentText.Of(limits.Lower)} and {PercentText.Of(limits.Upper)}.");
            })],
            plot.Centre, null, counts.Count(c => c.N >= MinimumSample.Default) > 1);
    }

    private static List<(string Code, long N, long K)> CountsOf(
        IReadOnlyList<(LineKey Key, FigureSums Sums)> parts, Breakdown by, MasterData master) =>
    [
        .. parts.Where(p => by != Breakdown.Staff || p.Key.Unit.StaffId is not null)
            .GroupBy(p => by switch
            {
                Breakdown.Staff => master.Staff[p.Key.Unit.StaffId!.Value].Code,
                Breakdown.Channel => master.Channels[p.Key.Unit.ChannelId!.Value].Code,
                _ => master.Sites[p.Key.Unit.SiteId!.Value].Code,
            })
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum(p => p.Sums.Rate(by.Viewpoint()).N), g.Sum(p => p.Sums.Rate(by.Viewpoint()).K))),
    ];
}
