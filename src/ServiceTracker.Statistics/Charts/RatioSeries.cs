using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>Numerators over denominators that differ from point to point. A denominator of 0 is a gap, not a zero.</summary>
internal sealed class RatioSeries
{
    private readonly double[] numerators, denominators;

    public RatioSeries(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        if (numerators.Count != denominators.Count)
            throw new ArgumentException("There must be one denominator per numerator.", nameof(denominators));
        this.numerators = [.. numerators];
        this.denominators = [.. denominators];
        Values = new double[numerators.Count];
        for (var i = 0; i < Values.Length; i++)
        {
            if (denominators[i] < 0 || double.IsInfinity(denominators[i]))
                throw new ArgumentOutOfRangeException(nameof(denominators), denominators[i], "A denominator is a number, 0 or above.");
            var gap = !(denominators[i] > 0) || double.IsNaN(numerators[i]);
            Values[i] = gap ? double.NaN : numerators[i] / denominators[i];
            if (gap) this.numerators[i] = this.denominators[i] = double.NaN;
        }
    }

    /// <summary>The ratios; NaN in a gap.</summary>
    public double[] Values { get; }

    /// <summary>A denominator; NaN in a gap.</summary>
    public double Denominator(int i) => denominators[i];

    /// <summary>Σ numerators / Σ denominators over the baseline of a part; NaN when it is all gaps.</summary>
    public double Centre(ChartDraft draft, (int Start, int End) part)
    {
        var (above, below) = Sums(draft, part);
        return above / below;
    }

    /// <summary>Σ numerators and Σ denominators over the baseline of a part.</summary>
    public (double Numerators, double Denominators) Sums(ChartDraft draft, (int Start, int End) part)
    {
        CompensatedSum above = new(), below = new();
        for (var i = part.Start; i < part.End; i++)
        {
            if (!draft.IsBaseline(i) || double.IsNaN(Values[i])) continue;
            above.Add(numerators[i]);
            below.Add(denominators[i]);
        }

        return (above.Value, below.Value);
    }

    /// <summary>
    /// Laney's σz = mean|Δz|/1.128 of the standardised baseline. 1, which makes the primed chart a plain one, where it is undefined, and
    /// with safeguards also where it is 0: neighbours that happen to be equal are no evidence that others will be.
    /// Source: D. B. Laney, Quality Engineering 14 (2002) 531–537.
    /// </summary>
    public double Laney(ChartDraft draft, (int Start, int End) part, double centre, double sigmaOfOne)
    {
        var z = new List<double>(part.End - part.Start);
        for (var i = part.Start; i < part.End; i++)
            if (draft.IsBaseline(i)) z.Add((Values[i] - centre) / (sigmaOfOne / Math.Sqrt(denominators[i])));
        var sigma = draft.MeanRange(part, MovingRanges.Of([.. z])) / ChartConstants.D2OfTwo;
        if (double.IsFinite(sigma) && (sigma > 0 || !draft.Options.Safeguards)) return sigma;
        draft.Apply(part, Safeguard.PlainLimits);
        return 1;
    }
}
