namespace ServiceTracker.Domain.Interactions;

/// <summary>One change of one interaction.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">UTC instant, to the millisecond.</param>
/// <param name="SiteId">The site that it is of, or was before a correction moved it.</param>
/// <param name="Id">The interaction.</param>
public readonly record struct ChangedInteraction(ChangeKind Kind, DateTime At, int SiteId, Guid Id);
