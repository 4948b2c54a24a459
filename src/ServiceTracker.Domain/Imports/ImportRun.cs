namespace ServiceTracker.Domain.Imports;

/// <summary>One file taken in.</summary>
public sealed class ImportRun
{
    public Guid Id { get; init; }
    public required string Format { get; init; }

    /// <summary>Longest <see cref="FileName"/>, in characters.</summary>
    public const int MaxFileName = 255;

    /// <summary>The file's name, where one was given.</summary>
    public string? FileName { get; init; }

    /// <summary>A trial stores nothing; its counts say what would have been stored.</summary>
    public bool IsTrial { get; init; }

    /// <summary>
    /// SHA-256 of a file with rows that carry no key of their own, once it is done: the same file again is recognised by it. Null
    /// otherwise.
    /// </summary>
    public byte[]? FileHash { get; set; }

    public DateTime StartedAt { get; init; }
    public DateTime? FinishedAt { get; set; }
    public required string StartedBy { get; init; }
    public required string StartedByName { get; init; }
    public ImportStatus Status { get; set; }

    /// <summary>Size of the file in bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Bytes read so far of the present pass.</summary>
    public long BytesRead { get; set; }

    /// <summary>0 to 1: checking is the first half, storing the second.</summary>
    public double Progress => Status switch
    {
        ImportStatus.Checking => Bytes == 0 ? 0 : 0.5 * BytesRead / Bytes,
        ImportStatus.Storing => Bytes == 0 ? 0.5 : 0.5 + 0.5 * BytesRead / Bytes,
        _ => 1,
    };

    /// <summary>Rows of the file, its header not counted.</summary>
    public long Rows { get; set; }

    public long Stored { get; set; }

    /// <summary>Rows that were there already with the same content.</summary>
    public long Duplicates { get; set; }

    /// <summary>Rows with at least one error.</summary>
    public long Rejected { get; set; }

    /// <summary>What was made because the file named it, or would be by a trial. Null where nothing was.</summary>
    public CreatedReferences? Created { get; set; }

    /// <summary>The mapping it was read by, and at which version; null where the file is of the import layout.</summary>
    public string? Mapping { get; init; }

    public int? MappingVersion { get; init; }

    /// <summary>What stood above the rows that were refused; null where none of them is kept.</summary>
    public FileHead? Head { get; set; }

    /// <summary>Why it broke off, where it did.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether it is still under way.</summary>
    public bool IsUnderWay => Status is ImportStatus.Checking or ImportStatus.Storing;

    /// <summary>The same import as it is now, whatever becomes of this one.</summary>
    public ImportRun Copy() => (ImportRun)MemberwiseClone();

    /// <summary>The same import as it is at its end. A file is recognised again only where it is done.</summary>
    public ImportRun Ended(ImportStatus status, DateTime at)
    {
        var ended = Copy();
        (ended.Status, ended.FinishedAt) = (status, at);
        if (status != ImportStatus.Done) ended.FileHash = null;
        return ended;
    }
}
