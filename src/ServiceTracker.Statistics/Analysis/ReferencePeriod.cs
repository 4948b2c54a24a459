namespace ServiceTracker.Statistics.Analysis;

/// <summary>
/// The points that make the limits of a series, so that its latest points are judged by points before them: a change that lasts shows
/// against what was before it instead of widening its own limits.
/// </summary>
/// <param name="FewestPoints">The first so many points with data make limits at least; with fewer there are neither limits nor
/// signals.</param>
/// <param name="Judged">The last so many points make no limits, as soon as there are enough before them.</param>
public sealed record ReferencePeriod(int FewestPoints, int Judged)
{
    /// <summary>All points before the last eight, at least the first thirteen with data.</summary>
    public static readonly ReferencePeriod Usual = new(ChartAnalysis.FewestPoints, 8);

    /// <summary>How many points from the first one make the limits, gaps among them; null where there are too few with data.</summary>
    /// <param name="hasData">Whether a point has data, oldest first.</param>
    public int? Length(IReadOnlyList<bool> hasData)
    {
        var found = 0;
        for (var i = 0; i < hasData.Count; i++)
            if (hasData[i] && ++found == FewestPoints) return Math.Max(i + 1, hasData.Count - Judged);
        return null;
    }
}
