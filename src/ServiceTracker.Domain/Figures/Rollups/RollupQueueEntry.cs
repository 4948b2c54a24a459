using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// What one transaction changed at one site, waiting to be added to the rollups. Hundreds of deltas are one row: a row for each would cost
/// the store as much again as the interaction itself, and nobody ever asks for a single one.
/// </summary>
public sealed class RollupQueueEntry
{
    public int SiteId { get; init; }

    /// <summary>Its own id, in order of time.</summary>
    public Guid Id { get; init; }

    /// <summary>Number of deltas.</summary>
    public int Count { get; init; }

    /// <summary>
    /// The layout, what happened and when, then the deltas without their site as <see cref="RollupDelta.Write"/> writes them; where no
    /// figure moved, the interaction's id alone.
    /// </summary>
    public byte[] Packed { get; init; } = [];

    /// <summary>Packs deltas into one entry for each site.</summary>
    /// <param name="deltas">Any number, of any sites.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    /// <param name="kind">What happened to their interactions.</param>
    /// <param name="version">The version that all of them have since.</param>
    public static IReadOnlyList<RollupQueueEntry> Pack(
        IEnumerable<RollupDelta> deltas, DateTime utcNow, ChangeKind kind = ChangeKind.Created, int version = 1) =>
        [.. deltas.GroupBy(d => d.SiteId).Select(site => Pack(site.Key, [.. site], utcNow, kind, version))];

    /// <summary>The entries of one change of an interaction.</summary>
    /// <param name="deltas">What it moves in the figures; none where it moves nothing, which those who follow all changes are told
    /// too.</param>
    /// <param name="changes">The interaction, once for each site that it is or was of.</param>
    /// <param name="version">The version that it has since, or would have.</param>
    public static IReadOnlyList<RollupQueueEntry> Of(
        IReadOnlyList<RollupDelta> deltas, IReadOnlyList<ChangedInteraction> changes, int version) =>
    [
        .. changes.Select(c =>
        {
            var entry = Pack(c.SiteId, [.. deltas.Where(d => d.SiteId == c.SiteId)], c.At, c.Kind, version);
            return entry.Count > 0 ? entry : new RollupQueueEntry
            {
                SiteId = entry.SiteId,
                Id = entry.Id,
                Packed = [.. entry.Packed, .. c.Id.ToByteArray()],
            };
        }),
    ];

    /// <summary>The deltas, in their order.</summary>
    /// <exception cref="InvalidDataException">Another version of the program wrote them in another way.</exception>
    public IReadOnlyList<RollupDelta> Unpack() => Read().Deltas;

    /// <summary>The deltas and what happened to the interactions, each once, both in their order, and the version that these have
    /// since.</summary>
    /// <exception cref="InvalidDataException">Another version of the program wrote them in another way.</exception>
    public (IReadOnlyList<RollupDelta> Deltas, IReadOnlyList<ChangedInteraction> Changes, int Version) Read()
    {
        using var reader = new BinaryReader(new MemoryStream(Packed, writable: false));
        var layout = reader.ReadByte();
        if (!RollupDelta.Knows(layout))
            throw new InvalidDataException(
                $"Entry {Id} of the rollup queue has layout {layout}; this version knows {RollupDelta.Layout}. " +
                "Remove it and run “doctor --recount”.");
        var tellsChange = layout >= RollupDelta.LayoutWithChange;
        var (kind, at, version) = tellsChange
            ? ((ChangeKind)reader.ReadByte(), DateTime.UnixEpoch.AddMilliseconds(reader.Read7BitEncodedInt64()),
                reader.Read7BitEncodedInt())
            : default;
        var deltas = new RollupDelta[Count];
        for (var i = 0; i < deltas.Length; i++) deltas[i] = RollupDelta.Read(reader, SiteId, layout);
        if (!tellsChange) return (deltas, [], version);
        var ids = Count == 0 ? [new Guid(reader.ReadBytes(16))] : deltas.Select(d => d.InteractionId).Distinct();
        return (deltas, [.. ids.Select(id => new ChangedInteraction(kind, at, SiteId, id))], version);
    }

    private static RollupQueueEntry Pack(int siteId, IReadOnlyList<RollupDelta> deltas, DateTime utcNow, ChangeKind kind, int version)
    {
        using var bytes = new MemoryStream(16 + 64 * deltas.Count);
        using var writer = new BinaryWriter(bytes);
        writer.Write(RollupDelta.Layout);
        writer.Write((byte)kind);
        writer.Write7BitEncodedInt64((utcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
        writer.Write7BitEncodedInt(version);
        foreach (var delta in deltas) delta.Write(writer);
        return new RollupQueueEntry { SiteId = siteId, Id = Guid.CreateVersion7(utcNow), Count = deltas.Count, Packed = bytes.ToArray() };
    }
}
