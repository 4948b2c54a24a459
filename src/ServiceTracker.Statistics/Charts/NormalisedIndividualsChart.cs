namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// I′ chart of ratios v = y/n with differing denominators and any spread between them: centre Σy/Σn, σᵢ = s̄/√nᵢ with s̄ the mean of
/// √(π/2)·|vᵢ − vᵢ₋₁|/√(1/nᵢ + 1/nᵢ₋₁).
/// Source: B. Taylor, "Normalized individuals control chart" (2017); J. Anhøj, qicharts2.
/// </summary>
public static class NormalisedIndividualsChart
{
    // The multiple of the mean above which a moving s is an outlier, in the decimals of the chart's author.
    private const double ScreeningMultiple = 3.2665;

    /// <summary>Makes the chart.</summary>
    /// <param name="numerators">y, oldest first; NaN is a gap.</param>
    /// <param name="denominators">n ≥ 0; 0 is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, screening, known centre; a known σ is s̄.</param>
    /// <param name="spreadOfBaseline">
    /// s̄ from the baseline alone, excluded points skipped. The reference software forms it from every pair of neighbours in the part.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, or a number or option is out of its range.</exception>
    public static ControlChart Of(
        IReadOnlyList<double> numerators, IReadOnlyList<double> denominators, ChartOptions? options = null, bool spreadOfBaseline = true)
    {
        var ratios = new RatioSeries(numerators, denominators);
        var draft = new ChartDraft(ChartKind.IPrime, ratios.Values, options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var centre = draft.Options.Centre ?? ratios.Centre(draft, part);
            var spread = draft.Options.Sigma ?? Spread(draft, part, ratios, spreadOfBaseline);
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, spread / Math.Sqrt(ratios.Denominator(i)));
        }

        return draft.Finish();
    }

    private static double Spread(ChartDraft draft, (int Start, int End) part, RatioSeries ratios, bool baselineOnly)
    {
        var spreads = new List<double>(part.End - part.Start);
        var previous = -1;
        for (var i = part.Start; i < part.End; i++)
        {
            if (baselineOnly && !draft.IsBaseline(i)) continue;
            if (previous >= 0)
            {
                var scale = Math.Sqrt(1 / ratios.Denominator(i) + 1 / ratios.Denominator(previous));
                spreads.Add(Math.Sqrt(Math.PI / 2) * Math.Abs(ratios.Values[i] - ratios.Values[previous]) / scale);
            }

            previous = i;
        }

        return draft.MeanRange(part, [.. spreads], ScreeningMultiple);
    }
}
