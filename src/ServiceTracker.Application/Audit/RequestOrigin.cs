namespace ServiceTracker.Application.Audit;

/// <summary>From where a request came: its network address, or that which a trusted proxy names; null outside requests.</summary>
public sealed record RequestOrigin(string? Address);
