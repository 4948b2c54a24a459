using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What was missed against what was expected, as a shift of the logit of a miss.</summary>
public static class LogitShift
{
    /// <summary>
    /// logit((M + w·p) / (n + w)) − logit(E/n), where p is E/n moved by the shift assumed before: w interactions are pretended to have
    /// shown that, so that little evidence moves little (beta-binomial posterior mean; J. O. Berger, Statistical Decision Theory and
    /// Bayesian Analysis, 2nd ed. (1985), chapter 4).
    /// </summary>
    /// <param name="count">n interactions with E expected and M observed misses.</param>
    /// <param name="weight">w, in interactions; above 0.</param>
    /// <param name="before">The shift assumed before: that of a wider group, or 0.</param>
    /// <returns>0 where as much was missed as was expected; <paramref name="before"/> without any interaction.</returns>
    public static double Of(in MissCount count, double weight, double before = 0)
    {
        if (count.N <= 0) return before;
        var mean = Math.Clamp(count.Expected / count.N, UsualLevel.LowestBasicRate, 1 - UsualLevel.LowestBasicRate);
        var prior = Odds.Times(mean, UsualLevel.Factor(before));
        return Odds.Logit((count.Missed + weight * prior) / (count.N + weight)) - Odds.Logit(mean);
    }
}
