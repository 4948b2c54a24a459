using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Coverage;

/// <summary>What was counted at a site on a day.</summary>
/// <param name="Contacts">Of all channels together; null where that was not counted.</param>
/// <param name="Channels">By code of the channel.</param>
/// <param name="Version">Counts changes.</param>
public sealed record DayOfContacts(int? Contacts, IReadOnlyDictionary<string, int> Channels, int Version)
{
    internal static DayOfContacts? Of(IReadOnlyCollection<ContactCount> rows, MasterData master) => rows.Count == 0 ? null
        : new DayOfContacts(
            rows.FirstOrDefault(r => r.ChannelId == 0)?.Contacts,
            rows.Where(r => r.ChannelId != 0).ToDictionary(r => master.Channels[r.ChannelId].Code, r => r.Contacts, StringComparer.Ordinal),
            rows.Max(r => r.Version));
}
