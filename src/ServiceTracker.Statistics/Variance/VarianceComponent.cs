namespace ServiceTracker.Statistics.Variance;

/// <summary>One part of a variance.</summary>
/// <param name="Name">The factor's name, or <see cref="VarianceComponents.ResidualName"/>.</param>
/// <param name="Variance">At least 0, in squared units of the observations.</param>
/// <param name="Share">Its share of the total, 0 to 1; all of an absent variance counts as residual.</param>
public readonly record struct VarianceComponent(string Name, double Variance, double Share);
