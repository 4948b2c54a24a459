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
    /// <param name="basic">Code of the only basic that people are compared by; null: all together.</param>
    public async Task<Result<FunnelFigures>> RunAsync(
        Actor actor, Breakdown by, FigureFilter filter, CancellationToken cancellation, bool ofOneSite = false, string? basic = null)
    {
        if (by is not (Breakdown.Staff or Breakdown.Channel or Breakdown.Site))
            return new FieldError("$.by", FieldError.Invalid, "staff, channel or site.");
        return await comparison.AskAsync(
            actor, filter,
            async (scope, master) => by == Breakdown.Staff
                ? await OfPeopleAsync(actor, scope, ofOneSite, basic, master, cancellation)
                : OfPlaces(CountsOf(await figures.SumsAsync(new FigureQuestion(actor, scope, by), cancellation), by, master)),
            cancellation);
    }

    private async Task<FunnelFigures> OfPeopleAsync(
        Actor actor, FigureScope scope, bool ofOneSite, string? basic, MasterData master, CancellationToken cancellation)
    {
        var basics = basic is null ? Breakdown.None : Breakdown.Expectation;
        // One person, too, is compared with everybody of the site: alone there would be nobody to differ from.
        var asked = new FigureQuestion(actor, scope with { Staff = null }, PeopleCells.ByWeek | basics);
        var weeks = await figures.SumsAsync(asked, cancellation);
        // What is usual between people is learnt from all of the actor's sites, not from the few who are compared.
        var wide = scope.Site is null || ofOneSite ? null : asked with { Scope = scope with { Site = null, Staff = null } };
        var everybody = wide is null ? null : await figures.SumsAsync(wide, cancellation);
        var lines = weeks;
        if (PeopleCells.KnowsReasons(master, PeopleCells.Scored(weeks)))
        {
            lines = await figures.SumsAsync(asked with { By = PeopleCells.ByReason | basics }, cancellation);
            // Without their reasons the people of other sites would be no colleagues: then the site's own tell what is usual.
            everybody = wide is null || PeopleCells.Scored(everybody!) > PeopleCells.MostRows ? null
                : await figures.SumsAsync(wide with { By = PeopleCells.ByReason | basics }, cancellation);
        }

        var comparison = StaffComparison.Of(
            CellsOf(lines), everybody is null ? null : CellsOf(everybody), designEffect: DayToDay.DesignEffect(weeks));
        var compared = comparison.Staff.ToDictionary(s => s.Staff, StringComparer.Ordinal);
        var question = basic is null ? null : master.QuestionOf(basic, scope.To).TrimEnd('?', ' ');
        return new FunnelFigures(
            [
                .. CountsOf(lines, Breakdown.Staff, master, basic).Where(c => scope.Staff is null || c.Code == scope.Staff.Code).Select(c =>
                {
                    var s = compared[c.Code];
                    return new FunnelLine(
                        c.Code, c.N, c.K, s.Limits is null ? null : (double)s.K / s.N, s.Expected, s.ShrunkenRate, s.Limits, s.IsOutside,
                        s.IsNamed, s.SentenceOf(question));
                }),
            ],
            comparison.Mean, comparison.Spread, comparison.Staff.Any(s => s is { Limits: not null, TooFew: null }));

        List<StaffCell> CellsOf(IReadOnlyList<(LineKey Key, FigureSums Sums)> of) => PeopleCells.Of(
            of, staff => master.Staff[staff].Code, basic is null ? null : l => CountOf(l, Viewpoint.Person, basic, master));
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
        IReadOnlyList<(LineKey Key, FigureSums Sums)> parts, Breakdown by, MasterData master, string? basic = null) =>
    [
        .. parts.Where(p => by != Breakdown.Staff || p.Key.Unit.StaffId is not null)
            .GroupBy(p => by switch
            {
                Breakdown.Staff => master.Staff[p.Key.Unit.StaffId!.Value].Code,
                Breakdown.Channel => master.Channels[p.Key.Unit.ChannelId!.Value].Code,
                _ => master.Sites[p.Key.Unit.SiteId!.Value].Code,
            }, p => CountOf(p, by.Viewpoint(), basic, master))
            .Where(g => basic is null || g.Any(c => c.N > 0))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum(c => c.N), g.Sum(c => c.K))),
    ];

    // Of all basics together, or of the one where the baseline has it.
    private static (long N, long K) CountOf(
        (LineKey Key, FigureSums Sums) line, Viewpoint viewpoint, string? basic, MasterData master)
    {
        if (basic is null) return line.Sums.Rate(viewpoint);
        var baseline = master.Baselines[line.Key.Baseline];
        if (baseline.Find(basic) is not { } expectation) return default;
        var tally = line.Sums.TallyOf(baseline, expectation, viewpoint);
        return (tally.Applicable, tally.Met);
    }
}
