namespace ServiceTracker.Statistics.Comparison;

/// <summary>A rate drawn towards the common one, the more the fewer trials it rests on.</summary>
/// <param name="Rate">(k + α)/(n + α + β), 0 to 1.</param>
/// <param name="Low">Lower quantile of Beta(k + α, n − k + β).</param>
/// <param name="High">Upper quantile.</param>
public readonly record struct ShrunkenRate(double Rate, double Low, double High);
