namespace ServiceTracker.Statistics.Rules;

/// <summary>The signal of one point: the first rule of its set that marks it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Direction">Which way it points.</param>
public readonly record struct PointSignal(RunRule Rule, SignalDirection Direction);

/// <summary>Rules that are used together, in order of precedence.</summary>
/// <param name="Name">Code, kebab-case.</param>
/// <param name="Rules">First match wins.</param>
public sealed record RunRuleSet(string Name, IReadOnlyList<RunRule> Rules);
