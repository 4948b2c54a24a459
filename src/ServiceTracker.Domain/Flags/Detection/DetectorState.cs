namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Everything a detector remembers, as plain numbers: state = f(events in order). A unit of 8 basics takes about 1 kB in its first 25 weeks
/// and 3 kB later, when the eight weeks that do not count yet are kept day by day.
/// </summary>
public sealed record DetectorState
{
    /// <summary>Day number of the last interaction; −1 before the first.</summary>
    public int Day { get; init; } = -1;

    /// <summary>Ticks of the last interaction's UTC instant.</summary>
    public long LastTicks { get; init; }

    /// <summary>Scored interactions since the start of the segment.</summary>
    public long Interactions { get; init; }

    /// <summary>Interactions of the segment that still only teach the usual level where colleagues cannot tell it, see <see cref="ChangeDetector.StartSegment"/>.</summary>
    public int Learning { get; init; } = ChangeDetector.LearningOfRate;

    /// <summary>The same by basic.</summary>
    public required int[] BasicLearning { get; init; }

    /// <summary>Bits of the basics that a new baseline brought.</summary>
    public long NewBasics { get; init; }

    /// <summary>i: interactions of the day.</summary>
    public int DayInteractions { get; init; }

    /// <summary>Y: misses of the day.</summary>
    public int DayMissed { get; init; }

    /// <summary>Σq of the day as usual, lower, much lower, better, collapse.</summary>
    public required double[] DayExpected { get; init; }

    /// <summary>R of lower, much lower, erratic, better, collapse.</summary>
    public required double[] Sums { get; init; }

    /// <summary>R of every basic, by bit.</summary>
    public required double[] BasicSums { get; init; }

    /// <summary>Starts of lower, erratic, better, then of every basic.</summary>
    public required ChangeStart[] Starts { get; init; }

    /// <summary>Σ(Y − Σq)² and ΣΣq(1 − q) over the days since the start of lower, then of erratic; then Σq(1 − q) of the current
    /// day.</summary>
    public required double[] Spread { get; init; }

    /// <summary>The flag whose label is not settled yet.</summary>
    public DetectorSignal? Open { get; init; }

    /// <summary>Day number of the segment's first interaction; −1 before it.</summary>
    public int UsualStart { get; init; } = -1;

    /// <summary>The same by basic.</summary>
    public required int[] UsualBasicStarts { get; init; }

    /// <summary>The days that count as usual.</summary>
    public DaySums UsualDays { get; init; }

    /// <summary>n_j and K_j in turn.</summary>
    public required long[] UsualBasics { get; init; }

    /// <summary>Day number, n, K, n_j and K_j in turn of the current day.</summary>
    public required int[] UsualToday { get; init; }

    /// <summary>The same of the days that are not old enough to count, oldest first.</summary>
    public required int[] UsualPending { get; init; }
}
