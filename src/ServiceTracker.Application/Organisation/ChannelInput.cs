using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>A channel as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Kind">counter, phone, email, chat, social, field, web or other; other where absent.</param>
public sealed record ChannelInput(string? Name, [property: OneOf(typeof(ChannelKind))] string? Kind);
