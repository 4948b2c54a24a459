namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A new segment in a unit's history.</summary>
/// <param name="From">Business date from which it holds.</param>
/// <param name="Bits">
/// For every bit of the new baseline the bit of the same, unchanged basic before, or −1; see <see cref="ChangeDetector.StartSegment"/>.
/// </param>
public sealed record DetectorSegment(DateOnly From, IReadOnlyList<int> Bits);

/// <summary>How a replay differs from what was told before.</summary>
public enum SignalDifference
{
    /// <summary>The flag is no longer supported. It is marked so; nothing is deleted.</summary>
    Gone,

    /// <summary>A flag that was not there.</summary>
    New,

    /// <summary>The flag is completed by another interaction; it may bear another label there.</summary>
    Moved,

    /// <summary>The same flag bears another label.</summary>
    Relabelled,
}

/// <summary>One difference.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Before">The signal as it was; null for a new one.</param>
/// <param name="After">The signal as it is; null for one that is gone.</param>
public sealed record SignalChange(SignalDifference Kind, DetectorSignal? Before, DetectorSignal? After);

/// <summary>
/// Runs a detector over history: after an import every flag carries the interaction and the instant at which it would have been raised, and
/// a late entry or a correction is answered by running again from any kept state before it.
/// </summary>
public static class DetectorReplay
{
    /// <summary>From the first interaction on.</summary>
    /// <param name="basics">Bits of the first baseline.</param>
    /// <param name="observations">In any order.</param>
    /// <param name="terms">What held on a business date; the same object for the same period.</param>
    /// <param name="segments">New segments, by date.</param>
    public static DetectorHistory Run(
        int basics,
        IEnumerable<DetectorObservation> observations, Func<DateOnly, DetectorTerms> terms, IReadOnlyList<DetectorSegment>? segments =
            null) =>
        Run(new ChangeDetector(basics), observations, terms, segments ?? []);

    /// <summary>From a kept state on.</summary>
    /// <param name="state">The detector before the first of the observations.</param>
    /// <param name="observations">In any order, none before the state's last one.</param>
    /// <param name="terms">What held on a business date.</param>
    /// <param name="segments">New segments after the state.</param>
    public static DetectorHistory Run(
        DetectorState state,
        IEnumerable<DetectorObservation> observations, Func<DateOnly, DetectorTerms> terms, IReadOnlyList<DetectorSegment>? segments =
            null) =>
        Run(new ChangeDetector(state), observations, terms, segments ?? []);

    /// <summary>
    /// What changed between two replays of the same unit. The same completing interaction is the same flag; of the rest, the nearest flags
    /// in the same direction (worse or better) within 28 days of each other are one that moved, whatever it is called now.
    /// </summary>
    public static IReadOnlyList<SignalChange> Differences(DetectorHistory before, DetectorHistory after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new List<SignalChange>();
        var left = after.Latest.Concat(after.CriticalMisses).ToList();
        var gone = new List<DetectorSignal>();
        foreach (var was in before.Latest.Concat(before.CriticalMisses))
        {
            var same = left.FindIndex(s => s.Interaction == was.Interaction && (s.Label.Kind == DetectionKind.Critical
                ? s.Label == was.Label
                : was.Label.Kind != DetectionKind.Critical));
            if (same < 0)
            {
                gone.Add(was);
                continue;
            }

            if (left[same].Label != was.Label) changes.Add(new(SignalDifference.Relabelled, was, left[same]));
            left.RemoveAt(same);
        }

        foreach (var was in gone)
        {
            var moved = left
                .Where(s => s.Label.IsSameDirection(was.Label) && DaysApart(s, was) <= UnitFlags.JoiningDays)
                .OrderBy(s => DaysApart(s, was)).ThenBy(s => s.Label == was.Label ? 0 : 1)
                .FirstOrDefault();
            if (moved is not null) left.Remove(moved);
            changes.Add(new(moved is null ? SignalDifference.Gone : SignalDifference.Moved, was, moved));
        }

        changes.AddRange(left.Select(s => new SignalChange(SignalDifference.New, null, s)));
        return changes;
    }

    private static int DaysApart(DetectorSignal a, DetectorSignal b) => Math.Abs(a.BusinessDate.DayNumber - b.BusinessDate.DayNumber);

    private static DetectorHistory Run(
        ChangeDetector detector,
        IEnumerable<DetectorObservation> observations, Func<DateOnly, DetectorTerms> terms, IReadOnlyList<DetectorSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(terms);
        var ordered = observations.ToList();
        ordered.Sort(DetectorObservation.Order);
        var signals = new List<DetectorSignal>();
        var critical = new List<DetectorSignal>();
        var walk = new SeriesWalk(detector, segments);
        foreach (var observation in ordered)
        {
            var step = walk.Take(observation, terms(observation.BusinessDate));
            if (!step.IsNews) continue;
            if (step.Settled is { } settled) signals.Add(settled);
            if (step.Raised is { } raised) signals.Add(raised);
            for (var rest = step.CriticalMissed; rest != 0; rest &= rest - 1)
                critical.Add(DetectorSignal.CriticalMiss(observation, System.Numerics.BitOperations.TrailingZeroCount(rest)));
        }

        return new(signals, critical, walk.Detector.Save());
    }
}
