namespace ServiceTracker.Statistics.Charts;

/// <summary>A stretch of a chart with limits of its own.</summary>
/// <param name="Start">Index of its first point.</param>
/// <param name="End">Index after its last point.</param>
/// <param name="BaselineCount">Points that make the limits, gaps and excluded points not counted.</param>
/// <param name="Runs">Anhøj's run rules over the part.</param>
/// <param name="Safeguards">What stood in for the definition of the limits.</param>
public sealed record ChartPart(int Start, int End, int BaselineCount, RunsAnalysis Runs, IReadOnlyCollection<Safeguard> Safeguards);
