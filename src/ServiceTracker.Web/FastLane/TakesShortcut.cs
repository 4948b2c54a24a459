namespace ServiceTracker.Web.FastLane;

/// <summary>
/// Marks the one call to which <see cref="LoggingShortcut"/> leads. It has no parameter in its path or query, answers by itself, and needs
/// of the general way only that a token may write.
/// </summary>
public sealed record TakesShortcut;
