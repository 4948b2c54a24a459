namespace ServiceTracker.Domain.Interactions;

/// <summary>An interaction with everything that stands beside it, as it is written in one go.</summary>
/// <param name="HasGivenId">The id came from the client, who may have used it before.</param>
/// <param name="Ticket">The number that it answers, where it came with one.</param>
public sealed record InteractionRecord(
    Interaction Interaction,
    InteractionText? Text,
    IReadOnlyList<MissCause> Causes,
    IReadOnlyList<StandOut> StandOuts,
    bool HasGivenId,
    UsedTicket? Ticket = null);
