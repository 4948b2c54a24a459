using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>A host that was to be called is in a network of its own.</summary>
/// <param name="host">The host.</param>
public sealed class NotPublicException(string host) : Exception(DeliveryTarget.NotPublic(host));
