namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// A chart of the times between rare events: an I chart of y^(1/3.6), which is nearly normal when y is exponential, drawn on the scale
/// of y. Where the inner lower line has no time that corresponds to it, there is none.
/// Source: L. S. Nelson, Journal of Quality Technology 26 (1994) 165–167.
/// </summary>
public static class TChart
{
    private const double Power = 3.6;

    /// <summary>Makes the chart.</summary>
    /// <param name="times">Times between events, &gt; 0, oldest first; NaN is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, screening; known centre and σ are on the transformed scale.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not above 0, or an option is out of its range.</exception>
    public static ControlChart Of(IReadOnlyList<double> times, ChartOptions? options = null)
    {
        var values = new double[times.Count];
        var transformed = new double[times.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (times[i] <= 0) throw new ArgumentOutOfRangeException(nameof(times), times[i], "A time between events must be above 0.");
            values[i] = times[i];
            transformed[i] = Math.Pow(times[i], 1 / Power);
        }

        var draft = new ChartDraft(ChartKind.T, values, options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var (centre, sigma) = IndividualsChart.Estimate(draft, part, draft.Baseline(part, transformed));
            double outer = draft.Options.Width * sigma, inner = outer * 2 / 3;
            var lower = centre - outer < 0 ? 0 : Back(centre - outer);
            for (var i = part.Start; i < part.End; i++)
            {
                var z = ChartDraft.Standardised(transformed[i], centre, sigma);
                draft.Draw(i, Back(centre), sigma, lower, Back(centre + outer), Back(centre - inner), Back(centre + inner), z: z);
            }
        }

        return draft.Finish();
    }

    private static double Back(double transformed) => Math.Pow(transformed, Power);
}
