namespace ServiceTracker.Web.Api;

/// <summary>A list, or one page of it.</summary>
/// <param name="Items">What there is.</param>
/// <param name="Next">Path of the next page under the same host, or null.</param>
public sealed record ItemList<T>(IReadOnlyList<T> Items, string? Next);
