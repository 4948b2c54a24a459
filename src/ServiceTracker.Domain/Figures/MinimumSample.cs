using ServiceTracker.Statistics.Analysis;

namespace ServiceTracker.Domain.Figures;

/// <summary>Below it there is nothing but counts: "not enough yet".</summary>
public static class MinimumSample
{
    /// <summary>Fewest interactions for a rate, comparison, mark or class.</summary>
    public const int Default = 10;

    /// <summary>Fewest weeks with interactions for a range, class or icon.</summary>
    public const int Weeks = ChartAnalysis.FewestPoints;
}
