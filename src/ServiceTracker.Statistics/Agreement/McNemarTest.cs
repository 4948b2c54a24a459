using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Statistics.Agreement;

/// <summary>
/// Do two sources that judged the same things differ in one direction? Only the pairs on which they disagree tell: b one way, c the other,
/// b ~ Binomial(b + c, ½) when they do not. Source: Q. McNemar, Psychometrika 12 (1947) 153–157.
/// </summary>
/// <param name="FirstOnly">b, pairs in which only the first source said yes.</param>
/// <param name="SecondOnly">c, pairs in which only the second source said yes.</param>
/// <param name="ExactP">Exact two-sided p-value: min(1, 2·P(B ≤ min(b, c))); 1 when nothing disagrees.</param>
/// <param name="MidP">
/// The exact p-value less P(B = b), which takes back most of its caution. Source: M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical
/// Research Methodology 13 (2013) 91.
/// </param>
/// <param name="ChiSquare">
/// (|b − c| − 1)²/(b + c), with continuity correction; 0 when b = c, null when nothing disagrees.
/// Source: A. L. Edwards, Psychometrika 13 (1948) 185–187.
/// </param>
public sealed record McNemarTest(long FirstOnly, long SecondOnly, double ExactP, double MidP, double? ChiSquare)
{
    /// <summary>Makes the test.</summary>
    /// <param name="firstOnly">b, at least 0.</param>
    /// <param name="secondOnly">c, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static McNemarTest Of(long firstOnly, long secondOnly)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        var n = firstOnly + secondOnly;
        if (n == 0) return new McNemarTest(0, 0, 1, 1, null);
        var fewer = Math.Min(firstOnly, secondOnly);
        var exact = Math.Min(1, 2 * Binomial.Cdf(fewer, n, 0.5));
        // With b = c the two tails share the middle: the doubled tail exceeds 1 and the mid-p-value is 1 less half the doubly counted term.
        var mid = 2 * fewer == n ? 1 - Binomial.Probability(fewer, n, 0.5) : exact - Binomial.Probability(fewer, n, 0.5);
        double apart = Math.Abs(firstOnly - secondOnly);
        return new McNemarTest(firstOnly, secondOnly, exact, Math.Max(0, mid), apart == 0 ? 0 : (apart - 1) * (apart - 1) / n);
    }
}
