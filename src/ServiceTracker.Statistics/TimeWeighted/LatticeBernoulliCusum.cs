
namespace ServiceTracker.Statistics.TimeWeighted;

/// <summary>
/// A one-sided Bernoulli cumulative sum whose scores are whole numbers: up at an event, down at none, never below 0, signal at the
/// threshold. Whole numbers do not drift and make its run lengths exact.
/// </summary>
/// <param name="UpStep">Score of an event, ≥ 1.</param>
/// <param name="DownStep">What a non-event takes off, ≥ 1.</param>
/// <param name="Threshold">Signals when the sum reaches it, ≥ 1.</param>
public readonly record struct LatticeBernoulliCusum(int UpStep, int DownStep, int Threshold)
{
    /// <summary>
    /// The exact mean number of observations until the signal. The sum is a Markov chain on the states 0 … threshold − 1; the mean
    /// times x solve (I − P)x = 1. States are eliminated from the top without a subtraction (Grassmann, Taksar and Heyman), so the
    /// result has full relative precision however rare the signal is. Time: threshold × up step × down step.
    /// Source: D. Brook and D. A. Evans, Biometrika 59 (1972) 539–549; W. K. Grassmann et al., Operations Research 33 (1985) 1107–1116.
    /// </summary>
    /// <param name="rate">Rate of events, 0 to 1.</param>
    /// <param name="start">The sum before the first observation, 0 to threshold − 1.</param>
    /// <returns>At least 1; infinity where the signal cannot come.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter, a step or the threshold is out of its range.</exception>
    public double AverageRunLength(double rate, int start = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(UpStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DownStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threshold, 1);
        if (rate is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, Threshold);
        if (rate == 0) return double.PositiveInfinity;

        // Row s holds the chances to go from s to s − down … s + up; the band does not widen as states are eliminated.
        int down = Math.Min(DownStep, Threshold), up = Math.Min(UpStep, Threshold), width = down + up + 1;
        var band = new double[(long)Threshold * width];
        var absorbed = new double[Threshold];
        var steps = new double[Threshold];
        var exit = new double[Threshold];
        for (var s = 0; s < Threshold; s++)
        {
            steps[s] = 1;
            band[(long)s * width + Math.Max(0, s - DownStep) - s + down] += 1 - rate;
            if (UpStep >= Threshold - s) absorbed[s] = rate;
            else band[(long)s * width + up + down] += rate;
        }

        for (var k = Threshold - 1; k > 0; k--)
        {
            var row = (long)k * width + down - k;
            var from = Math.Max(0, k - down);
            var leave = absorbed[k];
            for (var j = from; j < k; j++) leave += band[row + j];
            exit[k] = leave;
            for (var i = Math.Max(0, k - up); i < k; i++)
            {
                var other = (long)i * width + down - i;
                var share = band[other + k] / leave;
                if (share == 0) continue;
                absorbed[i] += share * absorbed[k];
                steps[i] += share * steps[k];
                for (var j = from; j < k; j++) band[other + j] += share * band[row + j];
            }
        }

        var mean = new double[start + 1];
        mean[0] = steps[0] / absorbed[0];
        for (var k = 1; k <= start; k++)
        {
            var sum = steps[k];
            for (var j = Math.Max(0, k - down); j < k; j++) sum += band[(long)k * width + down - k + j] * mean[j];
            mean[k] = sum / exit[k];
        }

        return mean[start];
    }

    /// <summary>The points at which the sum signals; it starts again from 0 after each.</summary>
    /// <param name="events">True = event, oldest first.</param>
    public IReadOnlyList<int> SignalIndices(ReadOnlySpan<bool> events)
    {
        var signals = new List<int>();
        var sum = 0;
        for (var i = 0; i < events.Length; i++)
        {
            sum = Math.Max(0, events[i] ? sum + UpStep : sum - DownStep);
            if (sum < Threshold) continue;
            signals.Add(i);
            sum = 0;
        }

        return signals;
    }
}
