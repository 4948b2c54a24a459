namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What a copy found when it read both stores.</summary>
/// <param name="Tables">Every table, each after the ones it refers to.</param>
/// <param name="SourceChanged">Something was written to the source while it was copied: that is not in the copy.</param>
public sealed record StoreCopyReport(IReadOnlyList<TableComparison> Tables, bool SourceChanged)
{
    /// <summary>The copy was committed: nothing differs.</summary>
    public bool IsEqual => Tables.All(t => t.IsEqual);
}

/// <summary>A table in both stores.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows read from the source.</param>
/// <param name="Checksum">Of these, whatever their order.</param>
/// <param name="RowsInCopy">Rows read back from the copy.</param>
/// <param name="ChecksumOfCopy">Of these.</param>
public sealed record TableComparison(string Name, long Rows, ulong Checksum, long RowsInCopy, ulong ChecksumOfCopy)
{
    /// <summary>Both hold the same rows.</summary>
    public bool IsEqual => (Rows, Checksum) == (RowsInCopy, ChecksumOfCopy);
}
