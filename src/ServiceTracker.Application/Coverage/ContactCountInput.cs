using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Coverage;

/// <summary>How many contacts were counted at a site on a day; at least one number.</summary>
/// <param name="Contacts">Of all channels together.</param>
/// <param name="Channels">By code of the channel, where they were counted apart. Where <paramref name="Contacts"/> is there too, that is
/// what logs are held against.</param>
public sealed record ContactCountInput(
    [property: Range(0, ContactCount.MostContacts)] int? Contacts, IReadOnlyDictionary<string, int>? Channels = null);
