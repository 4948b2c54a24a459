namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What a copy found when it read both stores.</summary>
/// <param name="Tables">Every table, each after the ones it refers to.</param>
/// <param name="SourceChanged">Something was written to the source while it was copied: that is not in the copy.</param>
public sealed record StoreCopyReport(IReadOnlyList<TableComparison> Tables, bool SourceChanged)
{
    /// <summary>The copy was committed: nothing differs.</summary>
    public bool IsEqual => Tables.All(t => t.IsEqual);
}
