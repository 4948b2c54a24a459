namespace ServiceTracker.Domain.Figures;

/// <summary>How a unit stands, and the sentence that explains it.</summary>
/// <param name="Class">How the unit stands.</param>
/// <param name="Sentence">Why, in plain words and with the numbers.</param>
public sealed record Standing(ConsistencyClass Class, string Sentence);
