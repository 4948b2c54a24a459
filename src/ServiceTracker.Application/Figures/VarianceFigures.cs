using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Application.Figures;

/// <summary>Shares of the variance, with how many interactions they rest on.</summary>
/// <param name="Interactions">Scored interactions of people.</param>
/// <param name="Shares">Null when there are too few to tell anything from chance.</param>
public sealed record VarianceFigures(long Interactions, VarianceShares? Shares);
