using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Opens a sealed ticket.</summary>
/// <param name="ticket">As it was handed out.</param>
/// <returns>Null where it was not sealed here.</returns>
public delegate CheckTicket? OpenTicket(string ticket);
