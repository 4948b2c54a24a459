using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Checks;

/// <summary>A ticket as it is handed out.</summary>
/// <param name="Number">Of the person's own logs on the channel at the site, from 1.</param>
/// <param name="Check">What was drawn.</param>
/// <param name="Ticket">Sealed: it goes with the entry.</param>
public sealed record HandedTicket(int Number, CheckKind Check, string Ticket);
