using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a detector sees of one counted interaction.</summary>
/// <param name="Interaction">The interaction, by which a flag names what completed it.</param>
/// <param name="OccurredAt">UTC instant.</param>
/// <param name="BusinessDate">Date of the business day; the detector's days.</param>
/// <param name="Missed">Bits missed; only those in <paramref name="Applicable"/> matter.</param>
/// <param name="Applicable">Bits met or missed. None: unscored, which changes nothing in a detector.</param>
/// <param name="CaseMix">
/// How much harder than the unit's usual work this one was, as a shift of the logit of a miss (0: as usual). Centred on the unit's own mix:
/// the usual level is measured over that mix. Finite: anything else is refused with an <see cref="ArgumentException"/>.
/// </param>
public readonly record struct DetectorObservation(
    Guid Interaction, DateTime OccurredAt, DateOnly BusinessDate, long Missed, long Applicable, double CaseMix = 0)
{
    /// <summary>How much harder than the unit's usual work this one was, as a shift of the logit of a miss; finite.</summary>
    public double CaseMix { get; init => field = Finite(value); } = Finite(CaseMix);

    /// <summary>Something was met or missed.</summary>
    public bool IsScored => Applicable != 0;

    /// <summary>At least one applicable basic was missed.</summary>
    public bool AnyMissed => (Missed & Applicable) != 0;

    /// <summary>
    /// The observation of an interaction. From a person's viewpoint held and excused observations are not applicable, so that a dispute can
    /// neither raise nor clear anything but itself.
    /// </summary>
    /// <param name="interaction">Any interaction.</param>
    /// <param name="baseline">The baseline it was scored by.</param>
    /// <param name="viewpoint">Whose detector it is for.</param>
    /// <param name="caseMix">Shift of the logit of a miss.</param>
    /// <returns>An unscored observation when the interaction is excluded or other evidence on the same contact counts.</returns>
    public static DetectorObservation Of(Interaction interaction, Baseline baseline, Viewpoint viewpoint, double caseMix = 0)
    {
        var left = interaction.State != InteractionState.Counted
            ? baseline.AllBits
            : ObservationPattern.Of(interaction, baseline).NotApplicable(viewpoint);
        var applicable = baseline.AllBits & ~left;
        return new(interaction.Id, interaction.OccurredAt, interaction.BusinessDate, applicable & ~interaction.Met, applicable, caseMix);
    }

    /// <summary>The order in which detectors take observations: business date, then instant, then id.</summary>
    public static Comparison<DetectorObservation> Order { get; } = (a, b) =>
    {
        var order = a.BusinessDate.CompareTo(b.BusinessDate);
        if (order == 0) order = a.OccurredAt.CompareTo(b.OccurredAt);
        return order == 0 ? a.Interaction.CompareTo(b.Interaction) : order;
    };

    private static double Finite(double caseMix) => double.IsFinite(caseMix)
        ? caseMix
        : throw new ArgumentException("The case mix is a finite number.", nameof(caseMix));
}
