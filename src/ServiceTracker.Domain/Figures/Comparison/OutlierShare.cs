namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>
/// How many people are outlying in <see cref="BetweenStaffModel"/>: a share w with prior Beta(1, 19), of mean 0.05, on a grid of its
/// logarithm. Where nobody stands out it gets smaller, so that the lowest of many usual people needs more to be named; where several do it
/// does not. A fixed 0.05 named somebody wrongly twice as often. The chances that hang on it are linear in w, so that its mean at a point
/// of the grid of shift and σ is all that is kept of it.
/// </summary>
internal static class OutlierShare
{
    private const double UsualToOutlying = 19;

    private static readonly double[] Shares = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16];

    /// <summary>What the shares of the grid weigh before anything is known, as logarithms but for a constant.</summary>
    public static double[] Prior() => Array.ConvertAll(Shares, w => Math.Log(w) + (UsualToOutlying - 1) * Math.Log(1 - w));

    /// <summary>Takes people with the same figures.</summary>
    /// <param name="logs">What the shares weigh, as logarithms; changed.</param>
    /// <param name="usual">Logarithm of the likelihood of a usual person.</param>
    /// <param name="outlying">That of an outlying one.</param>
    /// <param name="times">How many people have these figures.</param>
    public static void Take(Span<double> logs, double usual, double outlying, int times)
    {
        var larger = Math.Max(usual, outlying);
        var (ofUsual, ofOutlying) = (Math.Exp(usual - larger), Math.Exp(outlying - larger));
        for (var i = 0; i < Shares.Length; i++)
            logs[i] += times * (larger + Math.Log((1 - Shares[i]) * ofUsual + Shares[i] * ofOutlying));
    }

    /// <summary>Logarithm of the likelihood, averaged over w, and the mean of w after it.</summary>
    /// <param name="logs">What the shares weigh, as logarithms.</param>
    public static (double Log, double Mean) Averaged(ReadOnlySpan<double> logs)
    {
        var top = double.NegativeInfinity;
        foreach (var log in logs) top = Math.Max(top, log);
        double weights = 0, mean = 0;
        for (var i = 0; i < Shares.Length; i++)
        {
            var weight = Math.Exp(logs[i] - top);
            (weights, mean) = (weights + weight, mean + weight * Shares[i]);
        }

        return (top + Math.Log(weights), mean / weights);
    }
}
