using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags;

/// <summary>A flag, or a note on the data, with what it is about.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Site">Its site.</param>
/// <param name="Staff">Whom it is about; null for a channel, or for the site as a whole.</param>
/// <param name="Channel">The channel that shows it; null: all of them together.</param>
/// <param name="Linked">The flag it is part of, and those that are part of it, as far as the asker sees them.</param>
public sealed record FlagDetails(Flag Flag, Site Site, StaffMember? Staff, Channel? Channel, IReadOnlyList<Guid> Linked)
{
    private FlagEvidence? evidence;

    /// <summary>The figures by which it was raised, as they were then.</summary>
    public FlagEvidence Evidence =>
        evidence ??= FlagEvidence.Read(Flag.Evidence);

    internal static FlagDetails Of(Flag flag, MasterData master, IReadOnlyList<Guid> linked) => new(
        flag, master.Sites[flag.SiteId], master.Staff.Find(flag.StaffId), master.Channels.Find(flag.ChannelId), linked);
}
