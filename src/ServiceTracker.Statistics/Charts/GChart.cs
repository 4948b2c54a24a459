using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// A chart of the number of cases between rare events: limits m ± 3√(m(m + 1)), m the mean, lower limit at least 0; the centre line is
/// drawn at the median, so that half of the points lie on either side of a skewed distribution.
/// Source: J. C. Benneyan, Health Care Management Science 4 (2001) 305–318.
/// </summary>
public static class GChart
{
    // Median of the exponential distribution with mean 1, for a mean known in advance.
    private const double MedianPerMean = 0.693;

    /// <summary>Makes the chart.</summary>
    /// <param name="cases">Cases between events, ≥ 0, oldest first; NaN is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre (the mean).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0, or an option is out of its range.</exception>
    public static ControlChart Of(IReadOnlyList<double> cases, ChartOptions? options = null)
    {
        foreach (var item in cases)
            if (item < 0) throw new ArgumentOutOfRangeException(nameof(cases), item, "A number of cases cannot be below 0.");
        var draft = new ChartDraft(ChartKind.G, [.. cases], options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var baseline = draft.Baseline(part);
            var mean = draft.Options.Centre ?? CompensatedSum.MeanOf(baseline);
            var centre = draft.Options.Centre is { } known ? MedianPerMean * known : RunChart.Median(baseline);
            var sigma = Math.Sqrt(mean * (mean + 1));
            double outer = draft.Options.Width * sigma, inner = outer * 2 / 3;
            for (var i = part.Start; i < part.End; i++)
            {
                var z = ChartDraft.Standardised(draft.Values[i], mean, sigma);
                draft.Draw(i, centre, sigma, mean - outer, mean + outer, mean - inner, mean + inner, floor: 0, z: z);
            }
        }

        return draft.Finish();
    }
}
