namespace ServiceTracker.Application.Deliveries;

/// <summary>Who delivers: one server at a time. It only saves work: what keeps two from sending the same is the attempt that each begins by
/// taking it.</summary>
public sealed class DeliveryLease(TimeProvider clock) : ServerLease(clock, "delivery", Length)
{
    /// <summary>After so long without a word another server takes over; no attempt takes as long.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);
}
