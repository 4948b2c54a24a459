namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A flag of a unit: the signal that raised it and those that joined it.</summary>
/// <param name="Raised">As it was raised, with its provisional label.</param>
/// <param name="Settled">With its settled label, when its five business days are over.</param>
/// <param name="Joined">Later signals of the same kind, each as last told.</param>
public sealed record UnitFlag(DetectorSignal Raised, DetectorSignal? Settled, IReadOnlyList<DetectorSignal> Joined)
{
    /// <summary>As last told.</summary>
    public DetectorSignal Latest => Settled ?? Raised;

    /// <summary>What it says now.</summary>
    public FlagLabel Label => Latest.Label;

    /// <summary>Days from the flag on after which a change that goes on is proposed to be how it is now.</summary>
    public const int LastingDays = 56;

    /// <summary>
    /// Whether to propose "this is how it is now: mark the change" (<see cref="ChangeDetector.Rebase"/>): the flag is eight weeks old and
    /// the detector, which begins anew after every signal, has told the same again within the last eight. A person decides; the program
    /// never rebases by itself. A missed critical basic is no change of level.
    /// </summary>
    /// <param name="today">The business date.</param>
    public bool ProposesToMarkTheChange(DateOnly today) => Label.Kind != DetectionKind.Critical
        && Joined.Any(s => s.Label == Label && s.BusinessDate <= today && Lasts(Raised.BusinessDate, s.BusinessDate, today));

    /// <summary>Whether what was told on one day and told again on a later one goes on: it is eight weeks old, and was told again within
    /// the
    /// last eight.</summary>
    internal static bool Lasts(DateOnly raised, DateOnly again, DateOnly today) =>
        today.DayNumber - raised.DayNumber >= LastingDays && today.DayNumber - again.DayNumber < LastingDays;
}
