namespace ServiceTracker.Domain.Imports;

/// <summary>What is wrong with one cell of an imported file.</summary>
public sealed class ImportError
{
    public Guid ImportId { get; init; }

    /// <summary>0 for the first error of an import.</summary>
    public int Position { get; init; }

    /// <summary>Line of the file on which the row begins; the header is line 1.</summary>
    public long Line { get; init; }

    /// <summary>Header of the column, or empty where the whole row is meant.</summary>
    public required string Column { get; init; }

    public required string Code { get; init; }
    public required string Message { get; init; }

    /// <summary>The code that there is, where the file's only looks like it.</summary>
    public string? SameAs { get; init; }

    /// <summary>What stands in the cell, shortened; null where the whole row is meant or nothing stands there.</summary>
    public string? Value { get; set; }

    /// <summary>
    /// The row as it stands in the file, in UTF-8 and without the end of its line, with the first error of the row; null with its others,
    /// where it is too long to be kept, and after some time.
    /// </summary>
    public byte[]? Row { get; set; }
}
