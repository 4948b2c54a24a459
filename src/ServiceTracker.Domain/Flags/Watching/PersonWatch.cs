using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>The watch over one person at a site, or over the site as a whole (person 0): detector, counts, and the terms of the
/// week.</summary>
internal sealed class PersonWatch
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    // The quickest of Brotli, and a window as long as a state.
    private const int Quality = 1, Window = 18, UsualRoom = 1 << 16;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? room;

    private readonly SortedDictionary<int, UnitRecord> records = [];

    public PersonWatch(int id, int basics) => (Id, Detector) = (id, new PersonDetector(basics));

    private PersonWatch(int id, KeptWatch kept)
    {
        (Id, Detector, Baseline) = (id, new PersonDetector(kept.Detector), kept.Baseline);
        (Whole, WholeWeek) = (kept.Whole, kept.WholeWeek);
        foreach (var record in kept.Records) records.Add(record.Channel, new UnitRecord(record));
        foreach (var unit in kept.Terms)
            Units.Add(unit.Channel, new UnitTerms(unit.Week, unit.Terms, unit.Mix is null ? null : new CaseMixOffsets(unit.Mix)));
    }

    /// <summary>The person; 0 for the site as a whole.</summary>
    public int Id { get; }

    public PersonDetector Detector { get; set; }

    /// <summary>Number of the baseline whose bits are meant; 0 before the first.</summary>
    public int Baseline { get; set; }

    /// <summary>Threshold, weights and basics as last told; null before the first time.</summary>
    public DetectorTerms? Whole { get; set; }

    /// <summary>Day number of the Monday of the week in which they were.</summary>
    public int WholeWeek { get; set; }

    /// <summary>What the person's channels were last told.</summary>
    public SortedDictionary<int, UnitTerms> Units { get; } = [];

    /// <summary>By channel.</summary>
    public IReadOnlyDictionary<int, UnitRecord> Records => records;

    /// <summary>A person of one channel is that channel's unit; 0 for one of several, and for the site as a whole.</summary>
    public int OnlyChannel(IEnumerable<int> today) =>
        Id != SiteWatch.Everybody && records.Keys.Union(today).ToArray() is [var only] ? only : 0;

    public UnitRecord RecordOf(int channel)
    {
        if (!records.TryGetValue(channel, out var record)) records.Add(channel, record = new UnitRecord(Detector.Joint.Usual.Basics));
        return record;
    }

    /// <summary>Settles the label of the last flag if its five business days are over.</summary>
    public PersonSignal? Settle(DateOnly date) => Detector.Open is { Signal: var open }
        ? Detector.Settle(date, Whole ?? new DetectorTerms { Threshold = open.Threshold, Basics = 0 })
        : null;

    public void StartSegment(int[] from)
    {
        Detector.StartSegment(from);
        foreach (var record in records.Values) record.StartSegment(from);
        // Told anew on the next day; the weights that a unit has are kept for it (dead band).
        WholeWeek = 0;
        foreach (var (channel, unit) in Units.ToList()) Units[channel] = unit with { Week = 0 };
    }

    public static PersonWatch Restore(int id, byte[] packed)
    {
        using var stream = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return new PersonWatch(id, JsonSerializer.Deserialize<KeptWatch>(stream, Json)!);
    }

    public byte[] Save()
    {
        var kept = new KeptWatch
        {
            Detector = Detector.Save(),
            Baseline = Baseline,
            Whole = Whole,
            WholeWeek = WholeWeek,
            Records = [.. records.Select(r => r.Value.Save(r.Key))],
            Terms = [.. Units.Select(u => new KeptTerms(u.Key, u.Value.Week, u.Value.Terms, u.Value.Mix?.Save()))],
        };
        return Pack(kept);
    }

    // A turn over a year packs thousands: their room is taken once.
    private static byte[] Pack(KeptWatch kept)
    {
        room ??= new ArrayBufferWriter<byte>(UsualRoom);
        room.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(room, new() { SkipValidation = true })) JsonSerializer.Serialize(writer, kept, Json);
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(room.WrittenCount));
        try
        {
            if (!BrotliEncoder.TryCompress(room.WrittenSpan, packed, out var length, Quality, Window))
                throw new InvalidOperationException("The room for the packed state was too small.");
            return packed[..length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private sealed record KeptWatch
    {
        public required PersonDetectorState Detector { get; init; }
        public int Baseline { get; init; }
        public DetectorTerms? Whole { get; init; }
        public int WholeWeek { get; init; }
        public required KeptRecord[] Records { get; init; }
        public required KeptTerms[] Terms { get; init; }
    }

    private sealed record KeptTerms(int Channel, int Week, DetectorTerms Terms, KeptCaseMix? Mix);
}
