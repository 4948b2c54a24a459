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

    /// <summary>The layout, then the deltas without their site as <see cref="RollupDelta.Write"/> writes them.</summary>
    public byte[] Packed { get; init; } = [];

    /// <summary>Packs deltas into one entry for each site.</summary>
    /// <param name="deltas">Any number, of any sites.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    public static IReadOnlyList<RollupQueueEntry> Pack(IEnumerable<RollupDelta> deltas, DateTime utcNow) =>
        [.. deltas.GroupBy(d => d.SiteId).Select(site => Pack(site.Key, [.. site], utcNow))];

    /// <summary>The deltas, in their order.</summary>
    /// <exception cref="InvalidDataException">Another version of the program wrote them in another way.</exception>
    public IReadOnlyList<RollupDelta> Unpack()
    {
        using var reader = new BinaryReader(new MemoryStream(Packed, writable: false));
        var layout = reader.ReadByte();
        if (!RollupDelta.Knows(layout))
            throw new InvalidDataException(
                $"Entry {Id} of the rollup queue has layout {layout}; this version knows {RollupDelta.Layout}. " +
                "Remove it and run “doctor --recount”.");
        var deltas = new RollupDelta[Count];
        for (var i = 0; i < deltas.Length; i++) deltas[i] = RollupDelta.Read(reader, SiteId, layout);
        return deltas;
    }

    private static RollupQueueEntry Pack(int siteId, IReadOnlyList<RollupDelta> deltas, DateTime utcNow)
    {
        using var bytes = new MemoryStream(64 * deltas.Count);
        using var writer = new BinaryWriter(bytes);
        writer.Write(RollupDelta.Layout);
        foreach (var delta in deltas) delta.Write(writer);
        return new RollupQueueEntry { SiteId = siteId, Id = Guid.CreateVersion7(utcNow), Count = deltas.Count, Packed = bytes.ToArray() };
    }
}
