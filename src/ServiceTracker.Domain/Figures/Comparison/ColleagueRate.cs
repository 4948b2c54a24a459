namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>What colleagues deliver in the surroundings of one person's interactions.</summary>
/// <param name="K">The person's own interactions with all basics met, where there are colleagues.</param>
/// <param name="N">The person's own interactions where there are colleagues.</param>
/// <param name="Alone">The person's interactions in surroundings that no colleague knows: they are compared with nothing.</param>
/// <param name="Rate">E/N: the rate that colleagues would have had in them, 0 to 1; NaN without any.</param>
/// <param name="Chance">Variance of that rate by the chance of the colleagues' own interactions, at a design effect of 1.</param>
/// <param name="Company">
/// Σ b², b the weight of each colleague in the rate: 1 over the number of colleagues where all weigh alike. By so much of their own
/// variance the rate moves with who they happen to be.
/// </param>
public readonly record struct ColleagueRate(long K, long N, long Alone, double Rate, double Chance, double Company);
