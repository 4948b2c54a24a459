namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The normal variation from day to day ρ₀, an intra-day correlation, pooled over the units of a site and channel. Moment estimator
/// ρ̂ = Σᵤ[Σ_d(k_d − n_d·p̂ᵤ)²/(p̂ᵤ·q̂ᵤ) − Nᵤ] / ΣᵤΣ_d n_d(n_d − 1): under a beta-binomial day Var k = n·p·q·(1 + (n − 1)ρ)
/// (J. C. Kleinman, Journal of the American Statistical Association 68 (1973) 46–54). One standard error √(2/Σ n_d(n_d − 1)) is added:
/// too small a ρ₀ costs false flags, too large a one only delay. The same estimator gives ρ_j of one basic from the days of that basic.
/// </summary>
public static class DayToDayVariation
{
    /// <summary>ρ₀ until enough interactions are pooled.</summary>
    public const double WhenUnknown = 0.02;

    /// <summary>Pooled interactions from which ρ₀ is estimated.</summary>
    public const long FewestInteractions = 5_000;

    /// <summary>
    /// Largest ρ₀: more than this is not normal variation, however common. Where it binds the whole site swings, and that is what its
    /// manager is told (<see cref="Estimate"/>): nobody's days alone can be told from it, and people get more false flags than their
    /// budget.
    /// </summary>
    public const double Highest = 0.15;

    /// <summary>ρ₀, 0 to 0.15.</summary>
    /// <param name="units">The days of each unit of the site and channel.</param>
    public static double Pooled(IEnumerable<DaySums> units) => Estimate(units).Value;

    /// <summary>ρ₀ and whether it was cut.</summary>
    /// <param name="units">The days of each unit of the site and channel; for one basic, the days of that basic.</param>
    public static PooledVariation Estimate(IEnumerable<DaySums> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        long interactions = 0;
        double excess = 0, pairs = 0;
        foreach (var u in units)
        {
            interactions += u.N;
            // A unit that missed nothing, or everything, has no spread to tell anything by.
            if (u.K == 0 || u.K == u.N) continue;
            var p = (double)u.K / u.N;
            excess += (u.KK - 2 * p * u.NK + p * p * u.NN) / (p * (1 - p)) - u.N;
            pairs += u.NN - u.N;
        }

        if (interactions < FewestInteractions || pairs <= 0) return new(WhenUnknown, false);
        var variation = excess / pairs + Math.Sqrt(2 / pairs);
        return new(Math.Clamp(variation, 0, Highest), variation > Highest);
    }
}
