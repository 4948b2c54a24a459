using MathNet.Numerics;

namespace ServiceTracker.Statistics.Charts;

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

    /// <summary>
    /// The exact chance that a point of a p chart is beyond its limits although the rate has not changed: about 0.0027 where n is large,
    /// up to ten times that where few misses are expected. Sum of two binomial tails.
    /// </summary>
    /// <param name="rate">The rate that the centre line shows, 0 to 1.</param>
    /// <param name="size">n, at least 1.</param>
    /// <param name="width">Distance of the limits in standard errors, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static double FalseSignalChance(double rate, long size, double width = 3)
    {
        if (rate is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (rate is 0 or 1) return 0;
        var half = width * Math.Sqrt(rate * (1 - rate) * size);
        // Whole numbers strictly beyond the limits; a limit that is a whole number itself does not signal.
        var below = (long)Math.Ceiling(size * rate - half - 1e-9) - 1;
        var above = (long)Math.Floor(size * rate + half + 1e-9) + 1;
        var chance = below < 0 ? 0 : SpecialFunctions.BetaRegularized(size - below, below + 1, 1 - rate);
        return above > size ? chance : chance + SpecialFunctions.BetaRegularized(above, size - above + 1, rate);
    }

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
            if (centre is 0 or 1 && draft.Options is { Safeguards: true, Centre: null })
            {
                DrawPerfect(draft, part, ratios, centre);
                continue;
            }

            var one = Math.Sqrt(centre * (1 - centre));
            var between = kind == ChartKind.PPrime ? ratios.Laney(draft, part, centre, one) : 1;
            for (var i = part.Start; i < part.End; i++) draft.Draw(i, centre, one * between / Math.Sqrt(ratios.Denominator(i)), 0, 1);
        }

        return draft.Finish();
    }

    // A baseline in which every case was met (or none) has no spread of its own. The rate is pulled towards 0.9 by 50 imagined cases, or
    // towards 0.1, so that the mirror image of a chart is the chart of the mirror image. The centre line stays where the points are, and
    // a point between it and that rate is as usual as can be.
    private static void DrawPerfect(ChartDraft draft, (int Start, int End) part, RatioSeries ratios, double centre)
    {
        draft.Apply(part, Safeguard.ShrunkenRate);
        var cases = ratios.Sums(draft, part).Denominators;
        var shrunken = Math.Clamp((cases + 45) / (cases + 50), 0.50, 0.98);
        var rate = centre == 1 ? shrunken : 1 - shrunken;
        for (var i = part.Start; i < part.End; i++)
        {
            var sigma = Math.Sqrt(rate * (1 - rate) / ratios.Denominator(i));
            var z = (draft.Values[i] - rate) / sigma;
            double outer = draft.Options.Width * sigma, inner = outer * 2 / 3;
            // A gap has no limits, on this side neither.
            var perfect = double.IsNaN(sigma) ? double.NaN : centre;
            // On the side of the baseline nothing can be too good (or too bad).
            draft.Draw(
                i,
                centre,
                sigma,
                centre == 1 ? rate - outer : perfect,
                centre == 1 ? perfect : rate + outer,
                centre == 1 ? rate - inner : perfect,
                centre == 1 ? perfect : rate + inner,
                floor: 0,
                ceiling: 1,
                z: centre == 1 ? Math.Min(z, 0) : Math.Max(z, 0));
        }
    }
}
