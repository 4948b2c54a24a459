using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>What labels say, as far as more than one world asks.</summary>
internal static class Labels
{
    public static bool IsLower(FlagLabel label) => label.Kind is DetectionKind.Lower or DetectionKind.Basic;

    public static bool IsErratic(FlagLabel label) => label.Kind == DetectionKind.Erratic;
}
