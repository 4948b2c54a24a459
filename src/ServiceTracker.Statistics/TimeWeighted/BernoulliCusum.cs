namespace ServiceTracker.Statistics.TimeWeighted;

/// <summary>
/// Log-likelihood cumulative sums of a series of events and non-events, one against a higher and one against a lower rate.
/// A score is W = ln(p₁/p₀) for an event and ln((1 − p₁)/(1 − p₀)) for none; the sum is max(0, sum + W). Signals when it reaches
/// the limit, and starts again from 0 there. A gap has no point and the sums wait.
/// Source: M. R. Reynolds and Z. G. Stoumbos, Journal of Quality Technology 31 (1999) 87–108.
/// </summary>
public static class BernoulliCusum
{
    /// <summary>The rate whose odds are a multiple of another rate's: r·p / (1 − p + r·p).</summary>
    /// <param name="rate">p, 0 to 1.</param>
    /// <param name="oddsRatio">r, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static double RateAt(double rate, double oddsRatio)
    {
        if (rate is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oddsRatio);
        return oddsRatio * rate / (1 - rate + oddsRatio * rate);
    }

    /// <summary>Runs both sums over a series.</summary>
    /// <param name="events">1 = event, 0 = none, oldest first; NaN is a gap.</param>
    /// <param name="usual">p₀, the usual rate, between 0 and 1.</param>
    /// <param name="higher">The rate the upper sum looks for, between p₀ and 1.</param>
    /// <param name="lower">The rate the lower sum looks for, between 0 and p₀.</param>
    /// <param name="limit">In units of log likelihood, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static TwoSidedCusum Run(ReadOnlySpan<double> events, double usual, double higher, double lower, double limit)
    {
        if (usual is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(usual), usual, "The usual rate must be between 0 and 1.");
        if (!(higher > usual && higher < 1))
            throw new ArgumentOutOfRangeException(nameof(higher), higher, "Must lie between the usual rate and 1.");
        if (!(lower < usual && lower > 0))
            throw new ArgumentOutOfRangeException(nameof(lower), lower, "Must lie between 0 and the usual rate.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);

        double upHit = Math.Log(higher / usual), upNone = Math.Log((1 - higher) / (1 - usual));
        double downHit = Math.Log(lower / usual), downNone = Math.Log((1 - lower) / (1 - usual));
        double[] upper = new double[events.Length], down = new double[events.Length];
        List<int> above = [], below = [];
        double rise = 0, fall = 0;
        for (var i = 0; i < events.Length; i++)
        {
            if (double.IsNaN(events[i]))
            {
                upper[i] = down[i] = double.NaN;
                continue;
            }

            if (events[i] is not (0 or 1)) throw new ArgumentOutOfRangeException(nameof(events), events[i], "An event is 1 or 0.");
            var hit = events[i] == 1;
            rise = Math.Max(0, rise + (hit ? upHit : upNone));
            fall = Math.Max(0, fall + (hit ? downHit : downNone));
            if (rise >= limit)
            {
                above.Add(i);
                rise = 0;
            }

            if (fall >= limit)
            {
                below.Add(i);
                fall = 0;
            }

            (upper[i], down[i]) = (rise, fall);
        }

        return new TwoSidedCusum(upper, down, above, below);
    }
}
