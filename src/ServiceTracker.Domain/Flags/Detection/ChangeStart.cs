namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>The most likely start of a change: a CUSUM of the log-likelihood ratio that begins anew whenever "as usual" explains at least
/// as well.</summary>
/// <param name="Ratio">max(1, ratio so far)·ℓ; at or below 1 the next interaction begins anew.</param>
/// <param name="Day">Day number of the start.</param>
/// <param name="N">Interactions since, the first included.</param>
/// <param name="K">Misses among them.</param>
public readonly record struct ChangeStart(double Ratio, int Day, int N, int K);
