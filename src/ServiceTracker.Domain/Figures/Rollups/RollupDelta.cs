using System.Linq.Expressions;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// What one interaction, as it stood at one version, adds to the rollups or takes out of them again. It is written in the transaction of
/// the change itself, as part of a <see cref="RollupQueueEntry"/>; a correction writes two, −old and +new.
/// </summary>
public sealed record RollupDelta
{
    /// <summary>
    /// The delta that adds an interaction as it stands. The one list of what figures are made of: the store reads rows by it, whether they
    /// are counted again or asked for by day, hour or reason.
    /// </summary>
    public static readonly Expression<Func<Interaction, RollupDelta>> OfRow = i => new RollupDelta
    {
        SiteId = i.SiteId,
        Times = 1,
        BusinessDate = i.BusinessDate,
        HourOfWeek = i.HourOfWeek,
        StaffId = i.StaffId,
        TeamId = i.TeamId,
        ChannelId = i.ChannelId,
        ReasonId = i.ReasonId,
        Source = i.Source,
        Baseline = i.Baseline,
        Met = i.Met,
        Na = i.Na,
        Held = i.Held,
        Excused = i.Excused,
        State = i.State,
        StandOuts = i.StandOuts,
        Csat = i.Csat,
        Measures = i.Measures,
        InteractionId = i.Id,
        OccurredAt = i.OccurredAt,
    };

    /// <summary>How <see cref="Write"/> writes. Whoever changes that raises it, so that what an older version left behind is refused and
    /// not misread.</summary>
    internal const byte Layout = LayoutWithChange;

    /// <summary>The first layout whose entries say what happened.</summary>
    internal const byte LayoutWithChange = 3;

    // Ended with the measures. What a server of that version left behind is taken in like any other.
    private const byte LayoutWithoutInteraction = 1;

    private const int BytesOfId = 16;

    private static readonly Func<Interaction, RollupDelta> Of = OfRow.Compile();

    public int SiteId { get; init; }

    /// <summary>1 adds, −1 takes out.</summary>
    public short Times { get; init; }

    public DateOnly BusinessDate { get; init; }
    public short HourOfWeek { get; init; }
    public int? StaffId { get; init; }
    public int? TeamId { get; init; }
    public int ChannelId { get; init; }

    /// <summary>In no rollup, but a part of what makes one interaction harder than another.</summary>
    public int? ReasonId { get; init; }

    public Source Source { get; init; }
    public int Baseline { get; init; }
    public long Met { get; init; }
    public long Na { get; init; }
    public long Held { get; init; }
    public long Excused { get; init; }
    public InteractionState State { get; init; }
    public short StandOuts { get; init; }
    public short? Csat { get; init; }
    public double[]? Measures { get; init; }

    /// <summary>The interaction, by which whoever looks at one after the other names it. Empty in what an older version queued.</summary>
    public Guid InteractionId { get; init; }

    /// <summary>UTC instant, by which they stand in order. The first of all in what an older version queued.</summary>
    public DateTime OccurredAt { get; init; }

    /// <summary>The delta that adds an interaction as it stands.</summary>
    public static RollupDelta Adding(Interaction i) => Of(i);

    /// <summary>The delta that takes out an interaction as it stands.</summary>
    public static RollupDelta TakingOut(Interaction i) => Of(i) with { Times = -1 };

    /// <summary>Whether another one is about the same figures, whichever adds to them and whichever takes out.</summary>
    public bool IsLike(RollupDelta other) =>
        (Measures ?? []).AsSpan().SequenceEqual(other.Measures ?? [])
            && this with { Times = 0, Measures = null } == other with { Times = 0, Measures = null };

    /// <summary>What the interaction contributes to figures.</summary>
    /// <param name="baseline">The baseline of this number.</param>
    public ObservationPattern Pattern(Baseline baseline) => new(baseline, Met, Na, Held, Excused, State, StandOuts, Csat);

    /// <summary>Writes all but the site, field by field; whole numbers in 7-bit groups, the lowest first.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write((sbyte)Times);
        writer.Write7BitEncodedInt(BusinessDate.DayNumber);
        writer.Write7BitEncodedInt(HourOfWeek);
        WriteOptional(writer, StaffId);
        WriteOptional(writer, TeamId);
        writer.Write7BitEncodedInt(ChannelId);
        writer.Write((byte)Source);
        writer.Write7BitEncodedInt(Baseline);
        writer.Write7BitEncodedInt64(Met);
        writer.Write7BitEncodedInt64(Na);
        writer.Write7BitEncodedInt64(Held);
        writer.Write7BitEncodedInt64(Excused);
        writer.Write((byte)State);
        writer.Write7BitEncodedInt(StandOuts);
        WriteOptional(writer, Csat);
        WriteOptional(writer, Measures?.Length);
        foreach (var measure in Measures ?? []) writer.Write(measure);
        WriteOptional(writer, ReasonId);
        Span<byte> id = stackalloc byte[BytesOfId];
        InteractionId.TryWriteBytes(id);
        writer.Write(id);
        writer.Write(OccurredAt.Ticks);
    }

    /// <summary>Whether <see cref="Read"/> reads this layout.</summary>
    internal static bool Knows(byte layout) => layout is >= LayoutWithoutInteraction and <= Layout;

    /// <summary>Reads what <see cref="Write"/> wrote, now or in an older version.</summary>
    internal static RollupDelta Read(BinaryReader reader, int siteId, byte layout) => new()
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
