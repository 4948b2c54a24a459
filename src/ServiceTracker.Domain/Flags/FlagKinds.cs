using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags;

/// <summary>Which kinds are flags and which are notes on the data, and how each is written in the API, in files and in addresses.</summary>
public static class FlagKinds
{
    private static readonly Dictionary<FlagKind, string> Texts = Enum.GetValues<FlagKind>().ToDictionary(k => k, Camel);
    private static readonly Dictionary<string, FlagKind> Values = Texts.ToDictionary(t => t.Value, t => t.Key, StringComparer.Ordinal);

    /// <summary>The kinds that are notes on the data.</summary>
    public static IReadOnlyList<FlagKind> Notes { get; } = [FlagKind.ChannelGap, FlagKind.EvidenceGap, FlagKind.LoggingGap];

    /// <summary>The kinds that are about someone or something.</summary>
    public static IReadOnlyList<FlagKind> Flags { get; } = [.. Enum.GetValues<FlagKind>().Except(Notes)];

    /// <summary>The words of <see cref="Flags"/>.</summary>
    public static IReadOnlyList<string> FlagWords { get; } = [.. Flags.Select(Text)];

    /// <summary>The words of <see cref="Notes"/>.</summary>
    public static IReadOnlyList<string> NoteWords { get; } = [.. Notes.Select(Text)];

    /// <summary>How a kind is written: <c>lower</c>, <c>channelGap</c>.</summary>
    /// <exception cref="KeyNotFoundException">The value is not a member.</exception>
    public static string Text(FlagKind kind) => Texts[kind];

    /// <summary>The kind of this exact word; false when there is none.</summary>
    public static bool TryParse(string? text, out FlagKind kind)
    {
        kind = default;
        return text is not null && Values.TryGetValue(text, out kind);
    }

    /// <summary>The kind of a flag that a detector raised.</summary>
    public static FlagKind Of(DetectionKind kind) => kind switch
    {
        DetectionKind.Basic => FlagKind.Basic,
        DetectionKind.Erratic => FlagKind.Erratic,
        DetectionKind.Better => FlagKind.Better,
        DetectionKind.Critical => FlagKind.Critical,
        _ => FlagKind.Lower,
    };

    /// <summary>What a detector said to raise a flag of this kind; null for one that no detector raises.</summary>
    public static DetectionKind? Detection(FlagKind kind) =>
        Enum.GetValues<DetectionKind>().Where(d => Of(d) == kind).Select(d => (DetectionKind?)d).SingleOrDefault();

    /// <summary>Whether both tell of something for the worse, or both for the better.</summary>
    public static bool AreSameDirection(FlagKind one, FlagKind other) => (one == FlagKind.Better) == (other == FlagKind.Better);

    private static string Camel(FlagKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
