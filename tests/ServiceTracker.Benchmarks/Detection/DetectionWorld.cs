namespace ServiceTracker.Benchmarks.Detection;

/// <summary>A part of the benchmark that can be run alone.</summary>
/// <param name="Name">The word that chooses it.</param>
/// <param name="Section">The heading of its table.</param>
/// <param name="Fill">Measures it.</param>
internal sealed record DetectionWorld(string Name, string Section, Action<DetectionTable> Fill);
