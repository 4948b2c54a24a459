namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>Where interactions took place, as far as a person could not choose it: three groups, each within the one before.</summary>
/// <param name="Wide">Such as the channel, over all sites.</param>
/// <param name="Near">Such as the channel at one site.</param>
/// <param name="Now">Such as the channel at one site in one week.</param>
public readonly record struct Surroundings(string Wide, string Near, string Now)
{
    /// <summary>Everything alike.</summary>
    public static readonly Surroundings Same = new("", "", "");
}

/// <summary>What a person delivered in the same surroundings.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="Where">The surroundings.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct StaffCell(string Staff, Surroundings Where, long K, long N);
