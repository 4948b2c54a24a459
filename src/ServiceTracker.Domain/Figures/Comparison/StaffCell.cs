namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>What a person delivered in the same surroundings.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="Where">The surroundings.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct StaffCell(string Staff, Surroundings Where, long K, long N);
