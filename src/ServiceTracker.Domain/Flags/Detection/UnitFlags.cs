namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The flags of one unit in order. A signal of the same kind joins the open flag for 28 days, so that a drop that goes on is one piece of
/// work; after that it raises a new flag, so that a drop that goes on is not forgotten. Critical misses are kept by person: one open flag a
/// basic, however long it is open.
/// </summary>
public sealed class UnitFlags
{
    /// <summary>Days, from the flag on, in which a signal of the same kind joins it.</summary>
    public const int JoiningDays = 28;

    private readonly List<UnitFlag> flags = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<UnitFlag> Flags => flags;

    /// <summary>Takes a signal: raises a flag, joins one or settles the label of one.</summary>
    /// <param name="signal">In the order in which the detector tells them.</param>
    /// <param name="isOpen">Whether a flag is still being worked on; all are when null.</param>
    /// <returns>The flag that it is now part of.</returns>
    public UnitFlag Take(DetectorSignal signal, Func<UnitFlag, bool>? isOpen = null)
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

        for (var i = flags.Count - 1; i >= 0; i--)
        {
            if (flags[i].Label != signal.Label || !(isOpen?.Invoke(flags[i]) ?? true)) continue;
            var days = signal.BusinessDate.DayNumber - flags[i].Raised.BusinessDate.DayNumber;
            if (signal.Label.Kind != DetectionKind.Critical && days > JoiningDays) continue;
            return flags[i] = flags[i] with { Joined = [.. flags[i].Joined, signal] };
        }

        flags.Add(new(signal, signal.IsSettled ? signal : null, []));
        return flags[^1];
    }

    private static bool IsOf(DetectorSignal told, DetectorSignal signal) =>
        signal.IsSettled && !told.IsSettled && told.Interaction == signal.Interaction;
}
