using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>By what an interaction is known at its site: its id, or where it has one its source and external id.</summary>
/// <param name="SiteId">Number of the site.</param>
/// <param name="Id">Its id; empty where none is known.</param>
/// <param name="Source">Where it is from; null where that is no source there is.</param>
/// <param name="ExternalId">The source's own id, or null.</param>
public readonly record struct InteractionKey(int SiteId, Guid Id, Source? Source, string? ExternalId)
{
    /// <summary>The key of an interaction.</summary>
    public static InteractionKey Of(Interaction i) => new(i.SiteId, i.Id, i.Source, i.ExternalId);
}
