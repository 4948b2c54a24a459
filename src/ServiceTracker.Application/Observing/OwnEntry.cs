namespace ServiceTracker.Application.Observing;

/// <summary>What an observer is told of a person's own entry: enough to know the contact by, and nothing of its answers, so that they see
/// with their own eyes.</summary>
/// <param name="Id">The entry's.</param>
/// <param name="Local">When it was, by the site's clock.</param>
/// <param name="Reason">What it was about, in words; null where nothing is said of it.</param>
public sealed record OwnEntry(Guid Id, DateTime Local, string? Reason);
