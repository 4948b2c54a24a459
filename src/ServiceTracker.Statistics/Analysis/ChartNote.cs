namespace ServiceTracker.Statistics.Analysis;

/// <summary>Something a reader of a chart has to know.</summary>
/// <param name="Code">Stable code, kebab-case.</param>
/// <param name="Sentence">In plain words, with its numbers.</param>
/// <param name="Part">The part it concerns, from 0; null for the whole chart.</param>
public sealed record ChartNote(string Code, string Sentence, int? Part = null);
