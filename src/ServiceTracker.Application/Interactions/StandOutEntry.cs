using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>A moment beyond the basics, as it is handed in.</summary>
/// <param name="Kind">anticipated, personal, unexpected_extra, proactive or owned_mistake.</param>
/// <param name="Note">What happened.</param>
public sealed record StandOutEntry(
    [property: Required, OneOf(typeof(StandOutKind))] string? Kind,
    [property: MaxLength(InteractionEntry.MaxReference)] string? Note);
