using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Domain.Figures;

/// <summary>
/// The weekly rate of a unit with its usual range and signals: the one chart behind pages, files and the API, made as
/// <see cref="FigureChart"/> says.
/// </summary>
/// <param name="Points">One per week without a break, oldest first.</param>
/// <param name="Kind">p or p′.</param>
/// <param name="Centre">Rate of the weeks that make the range, 0 to 1; null where there is no range yet.</param>
/// <param name="ReferenceWeeks">The first so many weeks make the range, gaps among them; 0 where there is none yet.</param>
/// <param name="Changes">Baselines that came into force within the time shown, oldest first.</param>
public sealed record UnitChart(
    IReadOnlyList<UnitChartPoint> Points, ChartKind Kind, double? Centre, int ReferenceWeeks, IReadOnlyList<BaselineTerm> Changes)
{
    /// <summary>Weeks shown by default.</summary>
    public const int DefaultWeeks = 26;

    /// <summary>Weeks with interactions.</summary>
    public int WeeksWithData => Points.Count(p => p.N > 0);

    /// <summary>Whether there are enough weeks for a range.</summary>
    public bool HasRange => Centre is not null;

    /// <summary>
    /// The latest weeks, judged by the weeks before them: at most eight, and none that makes the range but for the last week. A drop among
    /// the weeks that make the range lets those before it look too good, which is no swing.
    /// </summary>
    public IReadOnlyList<UnitChartPoint> Recent =>
        [.. Points.Skip(Math.Max(Points.Count - ReferencePeriod.Usual.Judged, Math.Min(ReferenceWeeks, Points.Count - 1)))];

    /// <summary>Makes the chart.</summary>
    /// <param name="weeks">Counts of consecutive weeks, oldest first, 0 ≤ k ≤ n.</param>
    /// <param name="terms">The published baselines, oldest first.</param>
    /// <param name="hasTarget">The rate is the one that baselines aim at; that of a single basic has no target.</param>
    public static UnitChart Of(IReadOnlyList<WeekCount> weeks, IReadOnlyList<BaselineTerm> terms, bool hasTarget = true)
    {
        double?[] targets = [.. weeks.Select(w => hasTarget ? BaselineTerm.Of(terms, w.Week)?.Target : null)];
        var analysis = FigureChart.OfRates(
            [.. weeks.Select(w => (w.N, w.K))], [.. weeks.Select(w => w.Week.ToString())], targets.LastOrDefault());
        return new UnitChart(
            [.. weeks.Select((w, i) => Point(w, analysis.Points[i], targets[i]))],
            analysis.Kind,
            analysis.Points.Select(p => p.Centre).FirstOrDefault(c => c is not null),
            ReferencePeriod.Usual.Length([.. weeks.Select(w => w.N > 0)]) ?? 0,
            weeks.Count == 0 ? [] : BaselineTerm.Changes(terms, weeks[0].Week.Monday, weeks[^1].Week.Sunday));
    }

    private static UnitChartPoint Point(WeekCount week, ChartAnalysisPoint point, double? target) => new(
        week.Week, week.N, week.K, point.Lower, point.Upper, target,
        point.Direction switch { SignalDirection.Low => Signal.Concern, SignalDirection.High => Signal.Improvement, _ => Signal.None },
        point.Rule);
}
