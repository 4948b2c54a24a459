namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>One whole number among the sums of a rollup.</summary>
/// <typeparam name="T">The sums.</typeparam>
/// <param name="Name">Its column.</param>
/// <param name="Of">Reads it.</param>
/// <param name="Add">Adds to it; a negative number takes out.</param>
public sealed record Sum<T>(string Name, Func<T, long> Of, Action<T, long> Add);
