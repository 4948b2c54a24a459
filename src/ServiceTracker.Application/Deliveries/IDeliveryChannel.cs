using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Application.Deliveries;

/// <summary>One way to hand over the files of a week.</summary>
public interface IDeliveryChannel
{
    /// <summary>Which one.</summary>
    DeliveryKind Kind { get; }

    /// <summary>What is wrong with a target, or why nothing can be sent this way at all; null: nothing.</summary>
    string? FaultOf(string target);

    /// <summary>Hands over a week. What goes wrong on the way is an answer, and no exception.</summary>
    Task<DeliveryAnswer> SendAsync(Parcel parcel, CancellationToken cancellation);

    /// <summary>Hands over a word that this is a trial.</summary>
    Task<DeliveryAnswer> TryAsync(Delivery delivery, CancellationToken cancellation);
}
