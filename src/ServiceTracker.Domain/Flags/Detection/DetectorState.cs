namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Everything a detector remembers, as plain numbers: state = f(events in order). A unit of 8 basics takes 1 to 2 kB in its first 25 weeks
/// and about 5 kB later, when the eight weeks that do not count yet are kept day by day and a year in sums of four weeks.
/// </summary>
public sealed record DetectorState
{
    /// <summary>Day number of the last interaction; −1 before the first.</summary>
    public int Day { get; init; } = -1;

    /// <summary>Ticks of the last interaction's UTC instant.</summary>
    public long LastTicks { get; init; }

    /// <summary>Scored interactions since the start of the segment.</summary>
    public long Interactions { get; init; }

    /// <summary>Interactions of the segment that still only teach the usual level where colleagues cannot tell it, see
    /// <see cref="ChangeDetector.StartSegment"/>.</summary>
    public int Learning { get; init; } = ChangeDetector.LearningOfRate;

    /// <summary>The same by basic.</summary>
    public required int[] BasicLearning { get; init; }

    /// <summary>Bits of the basics that a new baseline brought.</summary>
    public long NewBasics { get; init; }

    /// <summary>i: interactions of the day.</summary>
    public int DayInteractions { get; init; }

    /// <summary>Y: misses of the day.</summary>
    public int DayMissed { get; init; }

    /// <summary>Σq of the day as usual, then by the explanations of the whole in the order of <see cref="Sums"/>.</summary>
    public required double[] DayExpected { get; init; }

    /// <summary>Misses of the day, Σm as usual and Σm where it slips, of every basic in turn; 0 for one without a day of its own.</summary>
    public required double[] BasicDay { get; init; }

    /// <summary>R of the explanations of the whole in the order of <see cref="Explanation.All"/>, then of
    /// <see cref="Explanation.Collapse"/>.</summary>
    public required double[] Sums { get; init; }

    /// <summary>R of every basic, by bit.</summary>
    public required double[] BasicSums { get; init; }

    /// <summary>Starts of the first explanation of each kind in the same order, then of every basic.</summary>
    public required ChangeStart[] Starts { get; init; }

    /// <summary>Σ(Y − Σq)² and ΣΣq(1 − q) over the days since each start of the whole in turn; then Σq(1 − q) of the current day.</summary>
    public required double[] Spread { get; init; }

    /// <summary>The flag whose label is not settled yet.</summary>
    public DetectorSignal? Open { get; init; }

    /// <summary>Day number of the unit's first interaction, from which weeks are counted in fours; −1 before it.</summary>
    public int UsualOrigin { get; init; } = -1;

    /// <summary>Weeks of the segment with an interaction.</summary>
    public ActiveWeeks UsualWeeks { get; init; } = ActiveWeeks.None;

    /// <summary>The same by basic.</summary>
    public ActiveWeeks[] UsualBasicWeeks { get; init; } = [];

    /// <summary>The days that count as usual.</summary>
    public DaySums UsualDays { get; init; }

    /// <summary>n_j and K_j in turn.</summary>
    public long[] UsualBasics { get; init; } = [];

    /// <summary>What counts as usual in sums of four weeks, oldest first: number of the four weeks, days, Σn, Σk, Σn², Σnk, Σk², then n_j
    /// and K_j in turn.</summary>
    public long[] UsualSums { get; init; } = [];

    /// <summary>Day number, n, K, n_j and K_j in turn of the current day.</summary>
    public int[] UsualToday { get; init; } = [];

    /// <summary>The same of the days that are not old enough to count, oldest first.</summary>
    public int[] UsualPending { get; init; } = [];
}
