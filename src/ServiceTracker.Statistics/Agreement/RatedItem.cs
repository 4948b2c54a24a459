namespace ServiceTracker.Statistics.Agreement;

/// <summary>How raters judged a thing, or several things alike.</summary>
/// <param name="Counts">How many raters chose each category, each at least 0.</param>
/// <param name="Times">How many things were judged so, at least 0.</param>
public readonly record struct RatedItem(IReadOnlyList<long> Counts, long Times)
{
    /// <summary>r, ratings of each of these things.</summary>
    public long Ratings => Counts.Sum();

    /// <summary>Share of pairs of raters that agree, Σ rₖ(rₖ − 1)/(r(r − 1)), 0 to 1; NaN with fewer than two ratings.</summary>
    public double AgreedPairs
    {
        get
        {
            double r = Ratings;
            return r < 2 ? double.NaN : Counts.Sum(c => (double)c * (c - 1)) / (r * (r - 1));
        }
    }
}
