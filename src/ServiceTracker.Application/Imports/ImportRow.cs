using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Application.Imports;

/// <summary>One row of a file.</summary>
/// <param name="Line">Line on which it begins; the first line of the file is 1.</param>
/// <param name="Entry">What it says, or null when it cannot be read.</param>
/// <param name="Errors">What kept it from being read.</param>
/// <param name="EndsReading">
/// The file cannot be read from here on, or not at all: whatever is wished for its bad rows, nothing of it may be stored.
/// </param>
public readonly record struct ImportRow(long Line, InteractionEntry? Entry, IReadOnlyList<CellError> Errors, bool EndsReading = false);
