using System.Runtime.Intrinsics;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The chance that the next interaction of a day is a miss when days differ: the day's own rate is Beta(q·s, (1 − q)·s) with s = 1/ρ − 1,
/// so that two interactions of a day are correlated by ρ, and what the day has shown so far moves the prediction as draws from a Pólya urn
/// do (F. Eggenberger and G. Pólya, Zeitschrift für angewandte Mathematik und Mechanik 3 (1923) 279–289; beta-binomial distribution).
/// </summary>
public static class PolyaUrn
{
    /// <summary>Largest prediction.</summary>
    public const double Highest = 0.99;

    /// <summary>s = 1/ρ − 1, the number of interactions that the usual level is worth; infinite when ρ = 0.</summary>
    public static double Strength(double variation) => variation > 0 ? 1 / variation - 1 : double.PositiveInfinity;

    /// <summary>
    /// π = q · (s·q + Y) / (s·q + Σq), at most 0.99. With the same q all day Σq = i·q and this is (s·q + Y)/(s + i); with ρ = 0 it is q.
    /// </summary>
    /// <param name="q">Chance of a miss in this interaction before the day is looked at, 0 to 1.</param>
    /// <param name="strength">s.</param>
    /// <param name="missed">Y: misses earlier in the day.</param>
    /// <param name="expected">Σq of the earlier interactions of the day.</param>
    public static double Predict(double q, double strength, int missed, double expected)
    {
        if (double.IsPositiveInfinity(strength)) return q;
        var prior = strength * q;
        return Math.Min(Highest, q * (prior + missed) / (prior + expected));
    }

    /// <summary>The same for several levels of one day, to the last bit.</summary>
    internal static Vector256<double> Predict(Vector256<double> q, Vector256<double> strength, int missed, Vector256<double> expected)
    {
        var prior = strength * q;
        var moved = Vector256.Min(Vector256.Create(Highest), q * (prior + Vector256.Create((double)missed)) / (prior + expected));
        return Vector256.ConditionalSelect(Vector256.IsPositiveInfinity(strength), q, moved);
    }
}
