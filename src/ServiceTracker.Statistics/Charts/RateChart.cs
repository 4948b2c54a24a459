namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// u and u′ charts of events per unit of exposure: ū = Σy/Σn, σᵢ = √(ū/nᵢ), limits ū ± 3σᵢ, on the u′ chart ū ± 3σᵢσz; lower limit at
/// least 0. Source: D. C. Montgomery, Introduction to Statistical Quality Control, ch. 7; D. B. Laney, Quality Engineering 14 (2002)
/// 531–537.
/// </summary>
public static class RateChart
{
    /// <summary>The u chart: nothing but chance differs between periods.</summary>
    /// <param name="events">Number of events, ≥ 0, oldest first; NaN is a gap.</param>
    /// <param name="exposures">Exposure of each period, ≥ 0, not necessarily whole; 0 is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre.</param>
    /// <exception cref="ArgumentException">Lengths differ, a number is below 0, or an option is out of its range.</exception>
    public static ControlChart U(IReadOnlyList<double> events, IReadOnlyList<double> exposures, ChartOptions? options = null) =>
        Of(ChartKind.U, events, exposures, options);

    /// <summary>Laney's u′ chart; falls back to u where σz is undefined.</summary>
    /// <inheritdoc cref="U"/>
    public static ControlChart UPrime(IReadOnlyList<double> events, IReadOnlyList<double> exposures, ChartOptions? options = null) =>
        Of(ChartKind.UPrime, events, exposures, options);

    private static ControlChart Of(ChartKind kind, IReadOnlyList<double> events, IReadOnlyList<double> exposures, ChartOptions? options)
    {
        var ratios = new RatioSeries(events, exposures);
        foreach (var count in events)
            if (count < 0) throw new ArgumentOutOfRangeException(nameof(events), count, "A number of events cannot be below 0.");
        var draft = new ChartDraft(kind, ratios.Values, options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var centre = draft.Options.Centre ?? ratios.Centre(draft, part);
            var one = Math.Sqrt(centre);
            var between = kind == ChartKind.UPrime ? ratios.Laney(draft, part, centre, one) : 1;
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, one * between / Math.Sqrt(ratios.Denominator(i)), floor: 0);
        }

        return draft.Finish();
    }
}
