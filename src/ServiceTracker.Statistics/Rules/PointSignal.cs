namespace ServiceTracker.Statistics.Rules;

/// <summary>The signal of one point: the first rule of its set that marks it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Direction">Which way it points.</param>
public readonly record struct PointSignal(RunRule Rule, SignalDirection Direction);
