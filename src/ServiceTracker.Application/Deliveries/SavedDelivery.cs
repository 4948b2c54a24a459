using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Application.Deliveries;

/// <summary>A delivery that was saved.</summary>
/// <param name="Delivery">As it is now.</param>
/// <param name="Secret">The key that signs what a new webhook is sent, shown this once; null of others.</param>
public sealed record SavedDelivery(Delivery Delivery, string? Secret);
