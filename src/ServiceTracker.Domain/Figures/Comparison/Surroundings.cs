namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>Where interactions took place, as far as a person could not choose it: three groups, each within the one before.</summary>
/// <param name="Wide">Such as channel and reason, over all sites.</param>
/// <param name="Near">Such as channel and reason at one site.</param>
/// <param name="Now">Such as channel and reason at one site in one week.</param>
public readonly record struct Surroundings(string Wide, string Near, string Now)
{
    /// <summary>Everything alike.</summary>
    public static readonly Surroundings Same = new("", "", "");
}
