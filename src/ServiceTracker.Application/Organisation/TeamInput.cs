namespace ServiceTracker.Application.Organisation;

/// <summary>A team as it is saved.</summary>
public sealed record TeamInput(string? Name);
