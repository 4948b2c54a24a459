namespace ServiceTracker.Statistics.Analysis;

/// <summary>An icon, or the reason why there is none.</summary>
/// <param name="Value">What it says; null when there is none.</param>
/// <param name="Unavailable">Why there is none, in plain words; null when there is one.</param>
public sealed record Icon<T>(T? Value, string? Unavailable)
    where T : struct;
