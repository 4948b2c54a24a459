using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// A chart of single values: centre the mean, limits a number of mean moving ranges from it.
/// Source: D. C. Montgomery, Introduction to Statistical Quality Control, ch. 6; D. J. Wheeler, Understanding Variation.
/// Not for skewed scores of one person's days: it gives 6 to 10 false signals a year there.
/// </summary>
public static class IndividualsChart
{
    /// <summary>The I chart: σ = mean moving range / 1.128.</summary>
    /// <param name="values">Oldest first; NaN is a gap, over which no range is formed.</param>
    /// <param name="options">Baseline, parts, exclusions, screening, known centre and σ.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ControlChart Of(IReadOnlyList<double> values, ChartOptions? options = null) =>
        Of(ChartKind.Individuals, values, options, 1 / ChartConstants.D2OfTwo);

    /// <summary>The XmR chart: limits exactly 2.66 mean moving ranges from the mean, σ a third of that.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{double}, ChartOptions?)"/>
    public static ControlChart XmR(IReadOnlyList<double> values, ChartOptions? options = null) =>
        Of(ChartKind.XmR, values, options, ChartConstants.XmrFactor / 3);

    private static ControlChart Of(ChartKind kind, IReadOnlyList<double> values, ChartOptions? options, double sigmaPerRange)
    {
        var draft = new ChartDraft(kind, [.. values], options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var (centre, sigma) = Estimate(draft, part, draft.Baseline(part), sigmaPerRange);
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, sigma);
        }

        return draft.Finish();
    }

    /// <summary>Centre and σ of one part.</summary>
    internal static (double Centre, double Sigma) Estimate(
        ChartDraft draft, (int Start, int End) part, double[] baseline, double sigmaPerRange = 1 / ChartConstants.D2OfTwo) =>
        (draft.Options.Centre ?? CompensatedSum.MeanOf(baseline),
            draft.Options.Sigma ?? sigmaPerRange * draft.MeanRange(part, MovingRanges.Of(baseline)));
}
