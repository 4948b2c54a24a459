namespace ServiceTracker.Domain.Consistency.Charts;

/// <summary>
/// p and p′ charts of k of n: p̄ = Σk/Σn, σᵢ = √(p̄(1 − p̄)/nᵢ), limits p̄ ± 3σᵢ, on the p′ chart p̄ ± 3σᵢσz, cut to 0…1.
/// A limit cut to 0 or 1 cannot be passed: that side cannot signal.
/// Source: D. C. Montgomery, Introduction to Statistical Quality Control, ch. 7; D. B. Laney, Quality Engineering 14 (2002) 531–537.
/// </summary>
public static class ProportionChart
{
    /// <summary>The p chart: nothing but chance differs between periods.</summary>
    /// <param name="successes">k, 0 to n, oldest first; NaN is a gap.</param>
    /// <param name="sizes">n ≥ 0; a period with n = 0 is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre.</param>
    /// <exception cref="ArgumentException">Lengths differ, k is not in 0…n, or an option is out of its range.</exception>
    public static ControlChart P(IReadOnlyList<double> successes, IReadOnlyList<double> sizes, ChartOptions? options = null) =>
        Of(ChartKind.P, successes, sizes, options);

    /// <summary>
    /// Laney's p′ chart: σz, the spread of the standardised proportions, widens (or narrows) the limits by what differs between periods
    /// beyond chance. Falls back to p where σz is undefined.
    /// </summary>
    /// <inheritdoc cref="P"/>
    public static ControlChart PPrime(IReadOnlyList<double> successes, IReadOnlyList<double> sizes, ChartOptions? options = null) =>
        Of(ChartKind.PPrime, successes, sizes, options);

    private static ControlChart Of(ChartKind kind, IReadOnlyList<double> successes, IReadOnlyList<double> sizes, ChartOptions? options)
    {
        var ratios = new RatioSeries(successes, sizes);
        for (var i = 0; i < ratios.Values.Length; i++)
            if (ratios.Values[i] is < 0 or > 1)
                throw new ArgumentOutOfRangeException(nameof(successes), successes[i], "Successes must be 0 to n.");
        var draft = new ChartDraft(kind, ratios.Values, options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var centre = draft.Options.Centre ?? ratios.Centre(draft, part);
            var one = Math.Sqrt(centre * (1 - centre));
            var between = kind == ChartKind.PPrime ? ratios.Laney(draft, part, centre, one) : 1;
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, one * between / Math.Sqrt(ratios.Denominator(i)), 0, 1);
        }

        return draft.Finish();
    }
}
