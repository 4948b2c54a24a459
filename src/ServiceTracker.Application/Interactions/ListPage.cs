namespace ServiceTracker.Application.Interactions;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most the limit.</param>
/// <param name="Next">The cursor of the next page, or null on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);
