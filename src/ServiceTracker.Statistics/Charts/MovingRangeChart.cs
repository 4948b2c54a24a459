using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// A chart of the moving ranges of single values: centre their mean, upper limit D₄ = 3.267 times the mean, lower limit 0.
/// The first point of each part has no range. Source: D. C. Montgomery, Introduction to Statistical Quality Control, ch. 6.
/// </summary>
public static class MovingRangeChart
{
    /// <summary>Makes the chart.</summary>
    /// <param name="values">The values, not their ranges, oldest first; NaN is a gap, over which no range is formed.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre (mean range).</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ControlChart Of(IReadOnlyList<double> values, ChartOptions? options = null)
    {
        var ranges = new double[values.Count];
        var draft = new ChartDraft(ChartKind.MovingRange, ranges, options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            for (var i = part.Start; i < part.End; i++) ranges[i] = i == part.Start ? double.NaN : Math.Abs(values[i] - values[i - 1]);
            var centre = draft.Options.Centre ?? CompensatedSum.MeanOf(draft.Baseline(part));
            var width = draft.Options.Width / 3;
            var upper = ChartConstants.D4OfTwo * width * centre;
            var sigma = (ChartConstants.D4OfTwo - 1) / 3 * centre;
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, sigma, 0, upper, 0, upper * 2 / 3);
        }

        return draft.Finish();
    }
}
