using MathNet.Numerics;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// Anhøj's rules for runs about the centre line: the longest run is unusually long above round(log₂ n) + 3, crossings are unusually
/// few below the 5 % quantile of the binomial distribution (n − 1, ½), where n counts the points that are not on the line.
/// Source: J. Anhøj and A. Vingaard Olesen, PLoS ONE 9 (2014) e113825; M. F. Schilling, Mathematics Magazine 85 (2012) 141–149;
/// Z. Chen, Journal of Modern Applied Statistical Methods 9 (2010) 325–336.
/// </summary>
/// <param name="Observations">Points that are not excluded, gaps among them.</param>
/// <param name="Useful">Points off the centre line.</param>
/// <param name="LongestRun">Points of the longest run on one side; null when every point is on the line.</param>
/// <param name="LongestRunMax">The longest run that is still usual.</param>
/// <param name="Crossings">Times the series crosses the line.</param>
/// <param name="CrossingsMin">The fewest crossings that are still usual.</param>
/// <param name="Signal">The longest run or the crossings are unusual.</param>
public sealed record RunsAnalysis(
    int Observations, int Useful, int? LongestRun, int? LongestRunMax, int? Crossings, int? CrossingsMin, bool Signal)
{
    /// <summary>Analyses the sides on which points lie.</summary>
    /// <param name="sides">1 above, −1 below, 0 on the line or in a gap, oldest first. Runs go on over zeros.</param>
    public static RunsAnalysis Of(ReadOnlySpan<sbyte> sides)
    {
        int useful = 0, longest = 0, run = 0, crossings = 0;
        sbyte last = 0;
        foreach (var side in sides)
        {
            if (side == 0) continue;
            useful++;
            if (side == last)
            {
                run++;
            }
            else
            {
                if (last != 0) crossings++;
                run = 1;
                last = side;
            }

            longest = Math.Max(longest, run);
        }

        if (useful == 0) return new RunsAnalysis(sides.Length, 0, null, null, null, null, false);
        var longestMax = LongestUsualRun(useful);
        var fewest = FewestUsualCrossings(useful);
        return new RunsAnalysis(sides.Length, useful, longest, longestMax, crossings, fewest, longest > longestMax || crossings < fewest);
    }

    /// <summary>round(log₂ n) + 3.</summary>
    /// <param name="useful">n, at least 1.</param>
    public static int LongestUsualRun(int useful) => (int)Math.Round(Math.Log2(useful), MidpointRounding.ToEven) + 3;

    /// <summary>The smallest c with P(C ≤ c) ≥ 0.05, C binomial (n − 1, ½).</summary>
    /// <param name="useful">n, at least 1.</param>
    public static int FewestUsualCrossings(int useful)
    {
        var trials = useful - 1;
        // Below the start lie 1e-22 of the distribution at most, ten standard deviations.
        var start = (int)Math.Max(0, trials / 2.0 - 5 * Math.Sqrt(trials));
        var chance = Math.Exp(SpecialFunctions.BinomialLn(trials, start) - trials * Math.Log(2));
        var sum = chance;
        var crossings = start;
        while (sum < 0.05)
        {
            chance *= (double)(trials - crossings) / (crossings + 1);
            crossings++;
            sum += chance;
        }

        return crossings;
    }
}
