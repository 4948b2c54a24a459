namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Computes what cases of one kind expect, by name: numbers, whole numbers, strings, booleans, lists and named groups of
/// them.</summary>
public delegate IReadOnlyDictionary<string, object?> GoldenKind(GoldenCase golden);

/// <summary>All kinds of golden case, joined from one file per subject.</summary>
public static class GoldenKinds
{
    private static readonly Dictionary<string, GoldenKind> All =
        ((IReadOnlyDictionary<string, GoldenKind>[])
        [
            AgreementKinds.All,
            ComparisonKinds.All,
            ControlChartKinds.All,
            CusumKinds.All,
            MakingDataCountKinds.All,
            RuleKinds.All,
            VarianceKinds.All,
        ])
        .SelectMany(kinds => kinds)
        .ToDictionary();

    /// <summary>Computes a case.</summary>
    /// <exception cref="NotSupportedException">The kind is unknown.</exception>
    public static IReadOnlyDictionary<string, object?> Compute(GoldenCase golden) =>
        All.TryGetValue(golden.Kind, out var kind) ? kind(golden) : throw new NotSupportedException($"Unknown kind '{golden.Kind}'.");
}
