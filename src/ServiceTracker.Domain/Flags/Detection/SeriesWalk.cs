namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A detector that goes on from a kept state and begins new segments as their dates come.</summary>
internal sealed class SeriesWalk
{
    private readonly Queue<DetectorSegment> waiting;
    private readonly int from;

    /// <param name="state">At the end of a business day.</param>
    /// <param name="segments">In any order; those up to the state's day are part of it.</param>
    public SeriesWalk(DetectorState state, IReadOnlyList<DetectorSegment> segments)
        : this(new ChangeDetector(state), segments.Where(s => s.From.DayNumber > state.Day)) => from = state.Day;

    /// <param name="detector">As it stands.</param>
    /// <param name="segments">In any order, none of them begun yet.</param>
    public SeriesWalk(ChangeDetector detector, IEnumerable<DetectorSegment> segments) =>
        (Detector, waiting) = (detector, new(segments.OrderBy(s => s.From)));

    public ChangeDetector Detector { get; private set; }

    /// <summary>Whether an interaction came after the state was kept.</summary>
    public bool IsAhead(in DetectorObservation observation) => observation.BusinessDate.DayNumber > from;

    /// <summary>Begins the segments of a date.</summary>
    public void Reach(DateOnly date)
    {
        while (waiting.TryPeek(out var segment) && segment.From <= date) Detector = Detector.StartSegment([.. waiting.Dequeue().Bits]);
    }

    /// <summary>Takes the next interaction.</summary>
    public DetectorStep Take(in DetectorObservation observation, DetectorTerms terms)
    {
        Reach(observation.BusinessDate);
        return Detector.Advance(observation, terms);
    }
}
