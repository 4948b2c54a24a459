using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Analysis;

/// <summary>
/// A series charted, judged and put into words: points with limits and at most one signal each, runs of every part, the two icons of
/// "Making Data Count" with their availability, and notes.
/// </summary>
/// <param name="Kind">What is counted or measured.</param>
/// <param name="Rules">Name of the rule set.</param>
/// <param name="Points">One per item of the series.</param>
/// <param name="Parts">Stretches with limits of their own, with Anhøj's runs.</param>
/// <param name="Variation">What the last point says.</param>
/// <param name="Assurance">Whether the target will be met, by the limits of the last part.</param>
/// <param name="Notes">What a reader has to know.</param>
public sealed record ChartAnalysis(
    ChartKind Kind,
    string Rules,
    IReadOnlyList<ChartAnalysisPoint> Points,
    IReadOnlyList<ChartPart> Parts,
    Icon<Variation> Variation,
    Icon<Assurance> Assurance,
    IReadOnlyList<ChartNote> Notes)
{
    /// <summary>Fewest points of the last part for any icon; limits made from fewer are trial limits.</summary>
    public const int FewestPoints = PlotTheDots.FewestPoints;

    /// <summary>Limits made from fewer points are provisional.</summary>
    public const int FewestPointsForFinalLimits = 25;

    /// <summary>Analyses a series. Time is linear in its points.</summary>
    /// <param name="request">The series and how it is to be charted.</param>
    /// <exception cref="ArgumentException">A field is missing, out of its range or not for this kind; the message and parameter name say
    /// which.</exception>
    public static ChartAnalysis Of(ChartRequest request)
    {
        if (request.Reference is { } reference)
        {
            var length = reference.Length(ChartSeries.Of(request).HasData);
            var judgedByIt = Of(request with { Reference = null, BaselinePoints = length });
            return length is null ? WithoutLimits(judgedByIt, reference) : judgedByIt;
        }

        var series = ChartSeries.Of(request);
        var rules = RunRules.Named(request.Rules) ?? throw ChartRequest.Refused(
            $"There is no rule set '{request.Rules}'; there are {string.Join(", ", RunRules.Sets.Select(x => x.Name))}.",
            nameof(request.Rules));
        var chart = series.Chart();

        var still = chart.Parts.Select(part => IsStill(chart, part)).ToArray();
        var judged = still.Contains(true)
            ? chart with { Points = [.. chart.Points.Select(x => still[x.Part] ? x with { Z = double.NaN } : x)] }
            : chart;
        var signals = ChartSignals.Of(judged, rules);
        var points = new ChartAnalysisPoint[judged.Points.Count];
        for (var i = 0; i < points.Length; i++) points[i] = Point(request, series, judged.Points[i], signals[i], i);

        var last = LastWithValue(points);
        var enough = last is null ? 0 : points.Count(x => x.Part == last.Part && x.Value is not null && !x.Excluded);
        return new ChartAnalysis(
            request.Kind, rules.Name, points, chart.Parts, VariationIcon(request, last, enough), AssuranceIcon(request, last, enough),
            ChartNotes.On(series, judged, still));
    }

    /// <summary>
    /// Analyses proportions k of n: a p chart, or p′ where the points that make the limits spread more than chance makes them
    /// (<see cref="BinomialDispersion.IsMoreThanChance"/>) and p′ is the wider one.
    /// </summary>
    /// <param name="request">Values k and sizes n; its kind is chosen here.</param>
    /// <inheritdoc cref="Of"/>
    public static ChartAnalysis OfProportions(ChartRequest request)
    {
        request = request with { Kind = ChartKind.P };
        var plain = Of(request);
        var series = ChartSeries.Of(request);
        var made = request.Reference is { } reference ? reference.Length(series.HasData) : request.BaselinePoints;
        if (request.Reference is not null && made is null) return plain;
        series = ChartSeries.Of(request with { Reference = null, BaselinePoints = made });
        if (!plain.Parts.Any(part => BinomialDispersion.Of(series.BaselineCounts(part)).IsMoreThanChance)) return plain;
        // One odd period makes a large Z; screened out of p′, it would leave limits that are narrower than chance allows.
        var primed = Of(request with { Kind = ChartKind.PPrime });
        return Distance(primed) < Distance(plain) ? primed : plain;
    }

    private static double Distance(ChartAnalysis chart) => chart.Points.Sum(x => Math.Abs(x.Z ?? 0));

    // What is drawn and nothing that judges it.
    private static ChartAnalysis WithoutLimits(ChartAnalysis analysis, ReferencePeriod reference)
    {
        var points = analysis.Points.Count(x => x.Value is not null && !x.Excluded);
        return analysis with
        {
            Points =
            [
                .. analysis.Points.Select(x => x with
                {
                    Centre = null, Lower = null, Upper = null, LowerTwoSigma = null, UpperTwoSigma = null, Z = null,
                    Rule = null, Finding = null, Direction = null, Variation = MakingDataCount.Variation.CommonCause,
                }),
            ],
            Parts = [.. analysis.Parts.Select(x => x with { BaselineCount = 0, Runs = RunsAnalysis.Of([]), Safeguards = [] })],
            Variation = new(null, TooFew(points, reference.FewestPoints)),
            Assurance = new(null, TooFew(points, reference.FewestPoints)),
            Notes = [new("not-enough-yet", TooFew(points, reference.FewestPoints)), .. analysis.Notes.Where(x => x.Code == ChartNotes.Gap)],
        };
    }

    private static ChartAnalysisPoint Point(ChartRequest request, ChartSeries series, ControlChartPoint point, PointSignal? signal, int i)
    {
        if (series.Size(i) < request.FewestInPoint) signal = null;
        // Where the inner line of a T chart has no time that corresponds to it, the axis is as far as it can go.
        var inner = request.Kind == ChartKind.T && double.IsNaN(point.InnerLower) && !double.IsNaN(point.Lower) ? 0 : point.InnerLower;
        return new ChartAnalysisPoint(
            i, request.Labels?[i], Known(point.Value), Known(series.Size(i)), Known(point.Centre), Known(point.Lower), Known(point.Upper),
            Known(inner), Known(point.InnerUpper), Known(point.Z), point.Part, point.Excluded, signal?.Rule.Name, signal?.Rule.Sentence,
            signal?.Direction, Variations.Of(signal?.Direction, request.Better));
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    // A part whose baseline does not vary tells nothing about what is usual, so no zone rule may judge it.
    private static bool IsStill(ControlChart chart, ChartPart part)
    {
        if (part.Safeguards.Contains(Safeguard.ShrunkenRate))
            return Enumerable.Range(part.Start, part.End - part.Start).All(i => chart.Points[i].Side == 0);
        for (var i = part.Start; i < part.End; i++)
            if (chart.Points[i] is { IsGap: false, Sigma: not 0 }) return false;
        return part.BaselineCount > 0;
    }

    private static ChartAnalysisPoint? LastWithValue(ChartAnalysisPoint[] points)
    {
        for (var i = points.Length - 1; i >= 0; i--)
            if (points[i] is { Value: not null, Excluded: false }) return points[i];
        return null;
    }

    private static Icon<Variation> VariationIcon(ChartRequest request, ChartAnalysisPoint? last, int points) =>
        last is null || points < FewestPoints ? new(null, TooFew(points, FewestPoints))
        : last.Size < request.FewestInPoint ? new(
            null, $"Not enough yet: {last.Size:0} in the last point, {request.FewestInPoint:0} are needed.")
        : new(last.Variation, null);

    private static Icon<Assurance> AssuranceIcon(ChartRequest request, ChartAnalysisPoint? last, int points) => (last, request) switch
    {
        (_, { Target: null }) => new(null, "There is no target."),
        (_, { Better: ImprovementDirection.Neutral }) => new(null, "Neither direction is better."),
        _ when last is null || points < FewestPoints => new(null, TooFew(points, FewestPoints)),
        ({ Lower: { } lower, Upper: { } upper }, _) => new(Assurances.Of(request.Target, lower, upper, request.Better), null),
        _ => new(null, "The last point has no limits."),
    };

    private static string TooFew(int points, int needed) => $"Not enough yet: {points} of {needed} points.";
}
