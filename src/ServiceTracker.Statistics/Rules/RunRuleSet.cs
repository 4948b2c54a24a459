namespace ServiceTracker.Statistics.Rules;

/// <summary>Rules that are used together, in order of precedence.</summary>
/// <param name="Name">Code, kebab-case.</param>
/// <param name="Rules">First match wins.</param>
public sealed record RunRuleSet(string Name, IReadOnlyList<RunRule> Rules);
