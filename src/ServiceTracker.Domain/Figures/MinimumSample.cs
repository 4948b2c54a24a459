namespace ServiceTracker.Domain.Figures;

/// <summary>Below this many interactions there is no rate, comparison or verdict for a person: "not enough yet".</summary>
public static class MinimumSample
{
    /// <summary>Default number of interactions.</summary>
    public const int Default = 10;
}
