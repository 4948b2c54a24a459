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
}
