using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Watches a person over all channels: a detector for each unit (staff × channel), which sees a change on one of them, and one over all
/// interactions in order, each with the usual level of its own unit, which sees what the units see only in part: T = ½·T_joint + ½·Σ
/// T_unit.
/// </summary>
/// <remarks>
/// While nothing changes T_joint less the person's interactions is a martingale, and so is the sum of T_unit less the same number, hence
/// their mean: with T ≥ A the mean number of interactions between false flags is at least A, as for one unit (J. Shin, A. Ramdas, A.
/// Rinaldo, E-detectors (2022), section 2.3). A person of one channel has T_joint = T_unit and is judged as that unit alone. A bad day
/// that is one on all channels tells the joint detector three times as much as each of three units.
/// </remarks>
public sealed class PersonDetector
{
    /// <summary>Share of the evidence of all interactions together; the rest is that of the units.</summary>
    public const double JointShare = 0.5;

    private readonly Dictionary<int, Watched> units = [];
    private ChangeDetector joint;
    private ExplanationWeights weights = ExplanationWeights.All;
    private long basics;
    private PersonSignal? open;

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="basics">Bits that may occur, 1 to 63; the same on every channel.</param>
    public PersonDetector(int basics) => joint = new(basics);

    /// <summary>A detector that goes on from a kept state.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="ArgumentException">The parts of the state do not fit together.</exception>
    public PersonDetector(PersonDetectorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        joint = new(state.Joint);
        (weights, basics, open) = (state.Weights, state.Basics, state.Open);
        foreach (var unit in state.Units)
        {
            units.Add(unit.Unit, new(new(unit.State), unit.Weights, unit.Basics));
            if (unit.State.BasicSums.Length != state.Joint.BasicSums.Length)
                throw new ArgumentException("The units are of different numbers of basics.", nameof(state));
        }

        foreach (var unit in units.Values) unit.Total = Evidence.Of([unit.Figures]).Total;
    }

    /// <summary>The flag whose label is not settled yet.</summary>
    public PersonSignal? Open => open;

    /// <summary>All interactions of the person.</summary>
    public ChangeDetector Joint => joint;

    /// <summary>The detector of a unit; null before its first interaction.</summary>
    public ChangeDetector? Of(int unit) => units.GetValueOrDefault(unit)?.Detector;

    /// <summary>Takes the person's next interaction. Unscored ones change nothing.</summary>
    /// <param name="unit">The channel it was on.</param>
    /// <param name="observation">Not before the last one on any channel, by business date and then instant.</param>
    /// <param name="under">What holds around the unit; its threshold is not looked at.</param>
    /// <param name="whole">The person's threshold (<see cref="Threshold.OfPerson"/>), weights and the basics of all channels; the rest is
    /// not looked at.</param>
    /// <returns>What is to be told, nothing as a rule.</returns>
    /// <exception cref="ArgumentException">The observation comes before the last one, or it or the terms have bits that are not
    /// known.</exception>
    public PersonStep Advance(int unit, in DetectorObservation observation, DetectorTerms under, DetectorTerms whole)
    {
        ArgumentNullException.ThrowIfNull(under);
        ArgumentNullException.ThrowIfNull(whole);
        if (!observation.IsScored) return default;
        joint.Check(observation, whole);
        joint.Check(observation, under);
        var settled = Settle(observation.BusinessDate, whole);
        if (!units.TryGetValue(unit, out var of)) units.Add(unit, of = new(new(joint.Usual.Basics), under.Weights, under.Basics));
        (of.Weights, of.Basics, weights, basics) = (under.Weights, under.Basics, whole.Weights, whole.Basics);
        of.Total = of.Detector.Accumulate(observation, under, null);
        var together = joint.Accumulate(observation, whole, of.Detector);

        var evidence = JointShare * together + (1 - JointShare) * units.Values.Sum(u => u.Total);
        PersonSignal? raised = null;
        if (evidence >= whole.Threshold && open is null && joint.Interactions >= MinimumSample.Default)
        {
            raised = open = Describe(observation.BusinessDate, settles: false, whole);
            raised = open = raised with
            {
                Signal = raised.Signal with
                {
                    Interaction = observation.Interaction,
                    OccurredAt = observation.OccurredAt,
                    BusinessDate = observation.BusinessDate,
                },
            };
        }

        return new(settled, raised, observation.Missed & observation.Applicable & under.Critical);
    }

    /// <summary>Settles the label of the last flag if its five business days are over, without waiting for the next interaction.</summary>
    /// <param name="today">The business date.</param>
    /// <param name="whole">As in <see cref="Advance"/>.</param>
    public PersonSignal? Settle(DateOnly today, DetectorTerms whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        if (open is null || today.DayNumber <= open.Signal.BusinessDate.DayNumber + ChangeDetector.SettlingDays) return null;
        var (told, now) = (open.Signal, Describe(today, settles: true, whole));
        var settled = now with
        {
            Signal = now.Signal with
            {
                Interaction = told.Interaction,
                OccurredAt = told.OccurredAt,
                BusinessDate = told.BusinessDate,
                Threshold = told.Threshold,
                ShortBaseline = told.ShortBaseline,
                // As in one unit.
                UsualMissRate = now.Signal.Label == told.Label ? told.UsualMissRate
                    : (now.Unit is { } unit ? units[unit].Detector : joint).OwnRate(now.Signal.Label.Basic),
                IsSettled = true,
                WasLabelled = now.Signal.Label == told.Label ? null : told.Label,
            },
        };
        open = null;
        joint.Clear();
        foreach (var of in units.Values)
        {
            of.Detector.Clear();
            of.Total = 0;
        }

        return settled;
    }

    /// <summary>A newly published baseline for all channels, see <see cref="ChangeDetector.StartSegment"/>.</summary>
    /// <param name="from">For every bit of the new baseline the bit of the same, unchanged basic before, or −1.</param>
    /// <exception cref="ArgumentException">A bit before that does not exist or is named twice.</exception>
    public void StartSegment(ReadOnlySpan<int> from)
    {
        joint = joint.StartSegment(from);
        foreach (var unit in units.Values)
        {
            unit.Detector = unit.Detector.StartSegment(from);
            unit.Basics = SegmentBits.Moved(unit.Basics, from);
            unit.Total = Evidence.Of([unit.Figures]).Total;
        }

        basics = SegmentBits.Moved(basics, from);
        if (open?.Signal.Label.Basic is { } basic)
            open = open with { Signal = open.Signal with { Label = open.Signal.Label with { Basic = from.IndexOf(basic) } } };
    }

    /// <summary>Everything it remembers.</summary>
    public PersonDetectorState Save() => new()
    {
        Joint = joint.Save(),
        Weights = weights,
        Basics = basics,
        Units = [.. units.Select(u => new PersonUnitState(u.Key, u.Value.Detector.Save(), u.Value.Weights, u.Value.Basics))],
        Open = open,
    };

    // The figures are those of whoever has the most evidence of what the label says.
    private PersonSignal Describe(DateOnly date, bool settles, DetectorTerms whole)
    {
        var ofJoint = joint.EvidenceOf(weights, basics);
        var together = Evidence.Of([ofJoint]);
        var all = Evidence.Of([ofJoint, .. units.Values.Select(u => u.Figures)], JointShare);
        var label = !settles ? FlagLabel.Provisional(all)
            : units.Count == 1 ? FlagLabel.Settled(all)
            : FlagLabel.Settled(together, all, units.Values.Max(u => Evidence.Of([u.Figures]).Total));
        var (most, where) = (ofJoint.Of(label), (int?)null);
        foreach (var (unit, of) in units)
            if (of.Figures.Of(label) is var own && own >= most) (most, where) = (own, unit);
        var signal = (where is { } one ? units[one].Detector : joint).Describe(label, all, whole);
        return new(
            where is null ? signal with { UsualMissRate = joint.OwnRate(label.Basic), ShortBaseline = joint.Usual.IsShort(date) } : signal,
            units.Count == 1 ? null : where);
    }

    private sealed class Watched(ChangeDetector detector, ExplanationWeights weights, long basics)
    {
        public ChangeDetector Detector { get; set; } = detector;

        public ExplanationWeights Weights { get; set; } = weights;

        public long Basics { get; set; } = basics;

        public double Total { get; set; }

        public EvidenceSums Figures => Detector.EvidenceOf(Weights, Basics);
    }
}
