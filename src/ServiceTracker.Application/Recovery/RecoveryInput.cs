using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Recovery;

/// <summary>A case as somebody opens it.</summary>
/// <param name="Interaction">Id of the interaction that it is about; it gives what is left out of the rest.</param>
/// <param name="Site">Code of the site.</param>
/// <param name="Channel">Code of the channel.</param>
/// <param name="Customer">The customer's reference.</param>
/// <param name="Reason">Code of what the customer came about.</param>
/// <param name="Cause">What got in the way, as far as it is known.</param>
public sealed record RecoveryInput(
    Guid? Interaction = null, string? Site = null, string? Channel = null, string? Customer = null, string? Reason = null,
    [property: OneOf(typeof(Cause))] string? Cause = null)
{
    /// <summary>Longest reference of a customer, in UTF-16 characters.</summary>
    public const int MaxCustomer = InteractionEntry.MaxReference;
}
