namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>A key that protects sign-in cookies; it lives in the store so that restarts and further servers keep people signed
/// in.</summary>
public sealed class DataProtectionKey
{
    public int Id { get; init; }
    public required string FriendlyName { get; init; }
    public required string Xml { get; init; }
}
