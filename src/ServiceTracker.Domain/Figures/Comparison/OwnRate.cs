using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>Distributions of a person's own rate in <see cref="BetweenStaffModel"/>: of a usual person and of an outlying one.</summary>
internal static class OwnRate
{
    private const double OutlierDrop = 0.15, OutlierStrength = 30;

    // Shares nearer to 0 or 1 than this have no spread to speak of.
    private const double Edge = 0.005;

    // What days add to the variance of a rate is at most this part of μ(1 − μ), and all together at most that part.
    private const double MostOfDays = 0.5, MostOfAll = 0.9;

    /// <summary>That of an outlying person.</summary>
    /// <param name="rate">What colleagues deliver in the same surroundings, 0 to 1.</param>
    /// <param name="shift">Of everybody, on the logit scale.</param>
    public static BetaBinomial Outlying(double rate, double shift)
    {
        var mean = Moved(rate, shift);
        return BetaBinomial.OfStrength(Math.Max(mean - OutlierDrop, mean / 10), OutlierStrength);
    }

    /// <summary>That of a usual person, or with days that of k/n.</summary>
    /// <param name="person">With what colleagues deliver in the same surroundings.</param>
    /// <param name="shift">Of everybody, on the logit scale.</param>
    /// <param name="spread">σ at the common rate.</param>
    /// <param name="common">The rate of all interactions, 0 to 1.</param>
    /// <param name="designEffect">d, at least 1.</param>
    /// <param name="withDays">Whether days that are good or bad as a whole widen it.</param>
    public static BetaBinomial Usual(
        in ColleagueRate person, double shift, double spread, double common, double designEffect, bool withDays)
    {
        var mean = Moved(person.Rate, shift);
        var there = Moved(common, shift);
        var own = spread * mean * (1 - mean) / (there * (1 - there));
        var variance = own * own * (1 + person.Company) + person.Chance * designEffect;
        if (withDays) variance += mean * (1 - mean) * Math.Min((designEffect - 1) / Math.Max(1, person.N), MostOfDays);
        return BetaBinomial.OfSpread(mean, Math.Sqrt(Math.Min(variance, MostOfAll * mean * (1 - mean))));
    }

    /// <summary>A rate, no nearer to 0 or 1 than where shares have a spread.</summary>
    public static double Inside(double rate) => Math.Clamp(rate, Edge, 1 - Edge);

    /// <summary>A rate moved on the logit scale.</summary>
    public static double Moved(double rate, double shift) => Inside(Odds.Times(Inside(rate), Math.Exp(shift)));
}
