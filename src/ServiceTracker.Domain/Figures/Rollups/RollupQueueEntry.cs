using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// What one transaction changed at one site, waiting to be added to the rollups. Hundreds of deltas are one row: a row for each would cost
/// the store as much again as the interaction itself, and nobody ever asks for a single one.
/// </summary>
public sealed class RollupQueueEntry
{
    // Whoever changes the layout raises it, so that what an older version left behind is refused and not misread.
    private const byte Layout = 2;

    // Ended with the measures. What a server of that version left behind is taken in like any other.
    private const byte LayoutWithoutInteraction = 1;

    private const int BytesOfId = 16;

    public int SiteId { get; init; }

    /// <summary>Its own id, in order of time.</summary>
    public Guid Id { get; init; }

    /// <summary>Number of deltas.</summary>
    public int Count { get; init; }

    /// <summary>The deltas without their site, field by field in the order of <see cref="Write"/>; whole numbers in 7-bit groups, the
    /// lowest first.</summary>
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
        if (layout is not (Layout or LayoutWithoutInteraction))
            throw new InvalidDataException(
                $"Entry {Id} of the rollup queue has layout {layout}; this version knows {Layout}. Remove it and run “doctor --recount”.");
        var deltas = new RollupDelta[Count];
        for (var i = 0; i < deltas.Length; i++) deltas[i] = Read(reader, SiteId, layout);
        return deltas;
    }

    private static RollupQueueEntry Pack(int siteId, IReadOnlyList<RollupDelta> deltas, DateTime utcNow)
    {
        using var bytes = new MemoryStream(64 * deltas.Count);
        using var writer = new BinaryWriter(bytes);
        writer.Write(Layout);
        foreach (var delta in deltas) Write(writer, delta);
        return new RollupQueueEntry { SiteId = siteId, Id = Guid.CreateVersion7(utcNow), Count = deltas.Count, Packed = bytes.ToArray() };
    }

    private static void Write(BinaryWriter writer, RollupDelta d)
    {
        writer.Write((sbyte)d.Times);
        writer.Write7BitEncodedInt(d.BusinessDate.DayNumber);
        writer.Write7BitEncodedInt(d.HourOfWeek);
        WriteOptional(writer, d.StaffId);
        WriteOptional(writer, d.TeamId);
        writer.Write7BitEncodedInt(d.ChannelId);
        writer.Write((byte)d.Source);
        writer.Write7BitEncodedInt(d.Baseline);
        writer.Write7BitEncodedInt64(d.Met);
        writer.Write7BitEncodedInt64(d.Na);
        writer.Write7BitEncodedInt64(d.Held);
        writer.Write7BitEncodedInt64(d.Excused);
        writer.Write((byte)d.State);
        writer.Write7BitEncodedInt(d.StandOuts);
        WriteOptional(writer, d.Csat);
        WriteOptional(writer, d.Measures?.Length);
        foreach (var measure in d.Measures ?? []) writer.Write(measure);
        WriteOptional(writer, d.ReasonId);
        Span<byte> id = stackalloc byte[BytesOfId];
        d.InteractionId.TryWriteBytes(id);
        writer.Write(id);
        writer.Write(d.OccurredAt.Ticks);
    }

    private static RollupDelta Read(BinaryReader reader, int siteId, byte layout) => new()
    {
        SiteId = siteId,
        Times = reader.ReadSByte(),
        BusinessDate = DateOnly.FromDayNumber(reader.Read7BitEncodedInt()),
        HourOfWeek = (short)reader.Read7BitEncodedInt(),
        StaffId = ReadOptional(reader),
        TeamId = ReadOptional(reader),
        ChannelId = reader.Read7BitEncodedInt(),
        Source = (Source)reader.ReadByte(),
        Baseline = reader.Read7BitEncodedInt(),
        Met = reader.Read7BitEncodedInt64(),
        Na = reader.Read7BitEncodedInt64(),
        Held = reader.Read7BitEncodedInt64(),
        Excused = reader.Read7BitEncodedInt64(),
        State = (InteractionState)reader.ReadByte(),
        StandOuts = (short)reader.Read7BitEncodedInt(),
        Csat = (short?)ReadOptional(reader),
        Measures = ReadMeasures(reader),
        ReasonId = layout == LayoutWithoutInteraction ? null : ReadOptional(reader),
        InteractionId = layout == LayoutWithoutInteraction ? default : ReadId(reader),
        OccurredAt = layout == LayoutWithoutInteraction ? default : new DateTime(reader.ReadInt64(), DateTimeKind.Utc),
    };

    private static Guid ReadId(BinaryReader reader)
    {
        Span<byte> id = stackalloc byte[BytesOfId];
        reader.BaseStream.ReadExactly(id);
        return new Guid(id);
    }

    private static double[]? ReadMeasures(BinaryReader reader)
    {
        if (ReadOptional(reader) is not { } count) return null;
        var measures = new double[count];
        for (var i = 0; i < count; i++) measures[i] = reader.ReadDouble();
        return measures;
    }

    // 0 is none; every other number is one more than it is.
    private static void WriteOptional(BinaryWriter writer, int? value) => writer.Write7BitEncodedInt(value + 1 ?? 0);

    private static int? ReadOptional(BinaryReader reader) => reader.Read7BitEncodedInt() is var one and not 0 ? one - 1 : null;
}
