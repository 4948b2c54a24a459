namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Random bytes that are made once and that all servers of a store share; sealed by Data Protection.</summary>
public sealed class InstallationSecret
{
    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    public required string Sealed { get; init; }
}
