namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The flags of one unit in order. A fact is told once: a signal of the same kind joins the flag for as long as that is open, and for 28
/// days after it was closed, so that a change that lasts and is not marked is one piece of work and not a new one every six weeks. As long
/// as its label is provisional a signal joins an open flag of its direction (worse or better); what its settled label then says that
/// the flag does not is a flag of its own. Critical misses are kept by person: one open flag a basic, however long it is open, and none
/// that is closed.
/// </summary>
public sealed class UnitFlags
{
    /// <summary>Days, from the closing on, in which a signal of the same kind joins a flag.</summary>
    public const int JoiningDays = 28;

    private readonly List<UnitFlag> flags = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<UnitFlag> Flags => flags;

    /// <summary>Takes a signal: raises a flag, joins one or settles the label of one.</summary>
    /// <param name="signal">In the order in which the detector tells them.</param>
    /// <param name="closedOn">The business date on which a flag was closed, null while it is being worked on; all are when null.</param>
    /// <returns>The flag that it is now part of.</returns>
    public UnitFlag Take(DetectorSignal signal, Func<UnitFlag, DateOnly?>? closedOn = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        for (var i = flags.Count - 1; i >= 0 && signal.Label.Kind != DetectionKind.Critical; i--)
        {
            var flag = flags[i];
            if (IsOf(flag.Raised, signal)) return flags[i] = flag with { Settled = signal };
            var joined = flag.Joined.ToList();
            var at = joined.FindIndex(j => IsOf(j, signal));
            if (at < 0) continue;

            // What joined under a label that was not its own goes where its settled label belongs.
            if (signal.Label == flag.Label)
            {
                joined[at] = signal;
                return flags[i] = flag with { Joined = joined };
            }

            joined.RemoveAt(at);
            flags[i] = flag with { Joined = joined };
            break;
        }

        var same = flags.FindLastIndex(f => f.Label == signal.Label && IsStillOne(f, signal, closedOn?.Invoke(f)));
        if (same < 0 && !signal.IsSettled)
            same = flags.FindLastIndex(f => f.Label.IsSameDirection(signal.Label) && closedOn?.Invoke(f) is null);
        if (same >= 0) return flags[same] = flags[same] with { Joined = [.. flags[same].Joined, signal] };

        flags.Add(new(signal, signal.IsSettled ? signal : null, []));
        return flags[^1];
    }

    private static bool IsStillOne(UnitFlag flag, DetectorSignal signal, DateOnly? closedOn) => closedOn is not { } closed
        || (flag.Label.Kind != DetectionKind.Critical && signal.BusinessDate.DayNumber - closed.DayNumber <= JoiningDays);

    private static bool IsOf(DetectorSignal told, DetectorSignal signal) =>
        signal.IsSettled && !told.IsSettled && told.Interaction == signal.Interaction && told.OccurredAt == signal.OccurredAt;
}
