namespace ServiceTracker.Infrastructure.Persistence;

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
