namespace ServiceTracker.Domain.Flags.Detection;

// What is kept of it, and what goes on into a new segment.
public sealed partial class ChangeDetector
{
    /// <summary>A detector that goes on from a kept state.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="ArgumentException">The parts of the state are of different numbers of basics.</exception>
    public ChangeDetector(DetectorState state)
        : this(new UsualLevel(Checked(state)))
    {
        day = state.Day;
        lastTicks = state.LastTicks;
        Interactions = state.Interactions;
        learning = state.Learning;
        newBasics = state.NewBasics;
        state.BasicLearning.CopyTo(basicLearning, 0);
        dayInteractions = state.DayInteractions;
        dayMissed = state.DayMissed;
        dayUsual = state.DayExpected[0];
        state.DayExpected.AsSpan(1).CopyTo(dayExpected);
        state.BasicDay.CopyTo(basicDay, 0);
        state.Sums.CopyTo(sums, 0);
        state.BasicSums.CopyTo(basicSums, 0);
        state.Starts.CopyTo(starts, 0);
        state.Spread.CopyTo(spread, 0);
        open = state.Open;
    }

    /// <summary>
    /// A newly published baseline: the unit with the basics that did not change as they were, and a new segment for those that did and for
    /// the share of interactions with all basics met, which is another share now. Nobody is flagged because the bar was raised: colleagues'
    /// rates under the new baseline teach the new level, and where they cannot tell, what begins anew first teaches it itself
    /// (<see cref="LearningOfRate"/> interactions, <see cref="LearningOfBasic"/> of a basic) before it is watched. A flag that is not
    /// settled keeps its provisional label.
    /// </summary>
    /// <param name="from">For every bit of the new baseline the bit of the same, unchanged basic before, or −1 for a new or changed
    /// one.</param>
    /// <returns>A detector of the new baseline's bits. The same basics in another order are no new segment.</returns>
    /// <exception cref="ArgumentException">A bit before that does not exist or is named twice.</exception>
    public ChangeDetector StartSegment(ReadOnlySpan<int> from)
    {
        var seen = 0L;
        foreach (var j in from)
        {
            if (j < -1 || j >= Usual.Basics || (j >= 0 && (seen >> j & 1) != 0))
                throw new ArgumentException($"There is no single basic {j}.", nameof(from));
            if (j >= 0) seen |= 1L << j;
        }

        var same = seen == (1L << Usual.Basics) - 1 && from.Length == Usual.Basics;
        var next = new ChangeDetector(Usual.Segment(from, rateGoesOn: same)) { day = day, lastTicks = lastTicks };
        for (var j = 0; j < from.Length; j++)
        {
            if (from[j] < 0)
            {
                next.newBasics |= 1L << j;
                continue;
            }

            next.basicLearning[j] = basicLearning[from[j]];
            if (IsNew(from[j])) next.newBasics |= 1L << j;
            next.basicSums[j] = basicSums[from[j]];
            basicDay.AsSpan(InDay * from[j], InDay).CopyTo(next.basicDay.AsSpan(InDay * j));
            next.starts[Places.Starts + j] = starts[Places.Starts + from[j]];
        }

        if (!same) return next;
        (next.Interactions, next.learning, next.dayInteractions, next.dayMissed) = (Interactions, learning, dayInteractions, dayMissed);
        next.dayUsual = dayUsual;
        dayExpected.CopyTo(next.dayExpected, 0);
        sums.CopyTo(next.sums, 0);
        spread.CopyTo(next.spread, 0);
        Array.Copy(starts, next.starts, Places.Starts);
        next.open = open is { Label.Basic: { } basic } ? open with { Label = open.Label with { Basic = from.IndexOf(basic) } } : open;
        return next;
    }

    /// <summary>
    /// A recorded decision that the process changed: everything begins anew and is watched when it has taught the usual level, as in
    /// <see cref="StartSegment"/>.
    /// </summary>
    public ChangeDetector Rebase()
    {
        Span<int> from = stackalloc int[Usual.Basics];
        from.Fill(-1);
        return StartSegment(from);
    }

    /// <summary>Everything it remembers.</summary>
    public DetectorState Save()
    {
        var state = new DetectorState
        {
            Day = day,
            LastTicks = lastTicks,
            Interactions = Interactions,
            Learning = learning,
            NewBasics = newBasics,
            BasicLearning = [.. basicLearning],
            DayInteractions = dayInteractions,
            DayMissed = dayMissed,
            DayExpected = [dayUsual, .. dayExpected.AsSpan(0, Places.Count)],
            BasicDay = [.. basicDay],
            Sums = [.. sums.AsSpan(0, Places.Count)],
            BasicSums = [.. basicSums],
            Starts = [.. starts],
            Spread = [.. spread],
            Open = open,
        };
        Usual.SaveTo(ref state);
        return state;
    }

    private static DetectorState Checked(DetectorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var basics = state.BasicSums.Length;
        return state.BasicLearning.Length == basics && state.Starts.Length == Places.Starts + basics
            && state.DayExpected.Length == 1 + Places.Count && state.BasicDay.Length == InDay * basics
            && state.Sums.Length == Places.Count && state.Spread.Length == 2 * Places.Starts + 1
            ? state
            : throw new ArgumentException("The parts of the state do not fit together.", nameof(state));
    }
}
