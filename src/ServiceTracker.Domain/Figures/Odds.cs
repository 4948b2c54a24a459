namespace ServiceTracker.Domain.Figures;

/// <summary>Chances as odds p/(1 − p), on which "twice as often" means the same at 1 % and at 40 %.</summary>
public static class Odds
{
    /// <summary>The chance whose odds are those of p times a factor: f·p/(1 − p + f·p).</summary>
    /// <param name="p">0 to 1.</param>
    /// <param name="factor">Above 0.</param>
    public static double Times(double p, double factor) => factor * p / (1 - p + factor * p);

    /// <summary>ln(p/(1 − p)).</summary>
    /// <param name="p">Above 0, below 1.</param>
    public static double Logit(double p) => Math.Log(p / (1 - p));
}
