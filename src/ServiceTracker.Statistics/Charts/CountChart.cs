using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// A c chart, the number of events in equal periods: c̄ ± 3√c̄, lower limit at least 0.
/// Source: D. C. Montgomery, Introduction to Statistical Quality Control, ch. 7.
/// </summary>
public static class CountChart
{
    /// <summary>Makes the chart.</summary>
    /// <param name="counts">Events, ≥ 0, oldest first; NaN is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 0, or an option is out of its range.</exception>
    public static ControlChart Of(IReadOnlyList<double> counts, ChartOptions? options = null)
    {
        foreach (var count in counts)
            if (count < 0) throw new ArgumentOutOfRangeException(nameof(counts), count, "A count cannot be below 0.");
        var draft = new ChartDraft(ChartKind.C, [.. counts], options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var centre = draft.Options.Centre ?? CompensatedSum.MeanOf(draft.Baseline(part));
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, Math.Sqrt(centre), floor: 0);
        }

        return draft.Finish();
    }
}
