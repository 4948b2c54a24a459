namespace ServiceTracker.Statistics.Charts;

/// <summary>A series against the median of its baseline, without limits: only runs are judged.</summary>
public static class RunChart
{
    /// <summary>Makes the chart.</summary>
    /// <param name="values">Oldest first; NaN is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ControlChart Of(IReadOnlyList<double> values, ChartOptions? options = null)
    {
        var draft = new ChartDraft(ChartKind.Run, [.. values], options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var centre = draft.Options.Centre ?? Median(draft.Baseline(part));
            for (var i = part.Start; i < part.End; i++)
                draft.Draw(i, centre, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        return draft.Finish();
    }

    /// <summary>The median of the values that are not NaN; NaN when there are none.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        var sorted = new List<double>(values.Length);
        foreach (var value in values)
            if (!double.IsNaN(value)) sorted.Add(value);
        sorted.Sort();
        var half = sorted.Count / 2;
        return sorted.Count == 0 ? double.NaN : sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
