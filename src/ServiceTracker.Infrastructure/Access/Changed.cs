namespace ServiceTracker.Infrastructure.Access;

/// <summary>A value that changes, also to nothing.</summary>
public sealed record Changed<T>(T? To);
