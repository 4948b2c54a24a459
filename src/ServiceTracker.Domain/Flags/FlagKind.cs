namespace ServiceTracker.Domain.Flags;

/// <summary>What a flag, or a note on the data, is about. Stored as a number: the order is fixed.</summary>
public enum FlagKind
{
    /// <summary>The basics are met less often than usual.</summary>
    Lower,

    /// <summary>One basic is missed more often than usual.</summary>
    Basic,

    /// <summary>Good days and bad days.</summary>
    Erratic,

    /// <summary>The basics are met more often than usual.</summary>
    Better,

    /// <summary>A critical basic was missed.</summary>
    Critical,

    /// <summary>A person delivers less than colleagues in the same surroundings.</summary>
    Comparison,

    /// <summary>A note: one channel's people differ from the same people elsewhere.</summary>
    ChannelGap,

    /// <summary>A note: what people say of themselves differs from what others saw.</summary>
    EvidenceGap,

    /// <summary>A note: quick logs look better than full checks.</summary>
    LoggingGap,
}
