namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>The normal variation from day to day of a site and channel.</summary>
/// <param name="Value">ρ₀, 0 to <see cref="DayToDayVariation.Highest"/>.</param>
/// <param name="SwingsAsAWhole">It would be more: days differ so much for so many that this is no longer a person's matter.</param>
public readonly record struct PooledVariation(double Value, bool SwingsAsAWhole);
