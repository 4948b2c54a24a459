using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>Reads interactions from a file of one format, row by row in constant memory.</summary>
public interface IInteractionReader
{
    /// <summary>The format's name in requests, such as csv.</summary>
    string Format { get; }

    /// <summary>
    /// The rows. A row that cannot be read is named and the next one is read. Where that is not possible, and for a file that cannot be
    /// understood as a whole, the last row says so by <see cref="ImportRow.EndsReading"/>.
    /// </summary>
    /// <param name="file">The file, from its beginning.</param>
    /// <param name="options">How cells are to be understood.</param>
    /// <param name="master">Which expectations there are.</param>
    IEnumerable<ImportRow> Read(Stream file, ImportOptions options, MasterData master);

    /// <summary>What can be said of a file from its first rows.</summary>
    /// <param name="file">The file, from its beginning.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="master">Which expectations there are.</param>
    FileDescription Describe(Stream file, ImportOptions options, MasterData master);

    /// <summary>Some rows as they stand in a file, with what a file of them needs, so that somebody can mend them.</summary>
    /// <param name="file">The file, from its beginning.</param>
    /// <param name="options">How cells are to be understood.</param>
    /// <param name="master">Which expectations there are.</param>
    /// <param name="lines">Their lines, as <see cref="Read"/> tells them.</param>
    /// <returns>Null where the file cannot be understood as a whole.</returns>
    FileExcerpt? Excerpt(Stream file, ImportOptions options, MasterData master, IReadOnlySet<long> lines);

    /// <summary>Where in a row of this format a field of an entry stands.</summary>
    /// <param name="path">JSON path, such as <c>$.observations.greeted</c>.</param>
    /// <param name="master">Which expectations there are.</param>
    string ColumnOf(string path, MasterData master);
}
