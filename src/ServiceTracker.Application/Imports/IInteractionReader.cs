using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>What is wrong with one cell or line of a file.</summary>
/// <param name="Column">Header of the column, or empty for the whole line.</param>
/// <param name="Code">Stable reason.</param>
/// <param name="Message">What to do about it.</param>
/// <param name="SameAs">The code that there is, where the file's only looks like it.</param>
public readonly record struct CellError(string Column, string Code, string Message, string? SameAs = null);

/// <summary>One row of a file.</summary>
/// <param name="Line">Line on which it begins; the first line of the file is 1.</param>
/// <param name="Entry">What it says, or null when it cannot be read.</param>
/// <param name="Errors">What kept it from being read.</param>
/// <param name="EndsReading">
/// The file cannot be read from here on, or not at all: whatever is wished for its bad rows, nothing of it may be stored.
/// </param>
public readonly record struct ImportRow(long Line, InteractionEntry? Entry, IReadOnlyList<CellError> Errors, bool EndsReading = false);

/// <summary>Reads interactions from a file of one format, row by row in constant memory.</summary>
public interface IInteractionReader
{
    /// <summary>The format's name in requests, such as csv.</summary>
    string Format { get; }

    /// <summary>
    /// The rows. A row that cannot be read is named and the next one is read. Where that is not possible, and for a file that cannot be understood
    /// as a whole, the last row says so by <see cref="ImportRow.EndsReading"/>.
    /// </summary>
    /// <param name="file">The file, from its beginning.</param>
    /// <param name="options">How cells are to be understood.</param>
    /// <param name="master">Which expectations there are.</param>
    IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master);

    /// <summary>Where in a row of this format a field of an entry stands.</summary>
    /// <param name="path">JSON path, such as <c>$.observations.greeted</c>.</param>
    /// <param name="master">Which expectations there are.</param>
    string ColumnOf(string path, MasterData master);
}

/// <summary>How a file is to be taken in.</summary>
public sealed record ImportOptions
{
    /// <summary>csv or ndjson.</summary>
    public string Format { get; init; } = "csv";

    /// <summary>Makes unknown sites, teams, staff, channels and reasons, with the cell as code and name.</summary>
    public bool CreateMissing { get; init; }

    /// <summary>Stores the good rows even when there are bad ones; otherwise one bad row and nothing is stored.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>The source of rows that name none.</summary>
    public string Source { get; init; } = "system";

    /// <summary>Time zone of sites that are made.</summary>
    public string? Zone { get; init; }

    /// <summary>Code of the site of rows that name none.</summary>
    public string? DefaultSite { get; init; }

    /// <summary>Makes also what looks like something that is there: with <see cref="CreateMissing"/>.</summary>
    public bool AllowLookAlikes { get; init; }

    /// <summary>Says what would be stored and made, and stores and makes nothing.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Takes in a file without keys of its own although the same file was taken in before.</summary>
    public bool Again { get; init; }

    /// <summary>The file's name, for the record.</summary>
    public string? FileName { get; init; }
}
