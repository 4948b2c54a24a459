namespace ServiceTracker.Application;

/// <summary>One page of a list.</summary>
/// <param name="Items">At most the limit.</param>
/// <param name="Next">The cursor of the next page, or null on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How long pages of lists are.</summary>
public static class ListPage
{
    /// <summary>Most items on a page, and how many there are without a wish.</summary>
    public const int MaxLimit = 1000, DefaultLimit = 100;
}
