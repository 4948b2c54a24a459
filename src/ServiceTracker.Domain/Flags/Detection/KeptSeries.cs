namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a store keeps of a series beside its interactions: enough to run its detector again from any day kept.</summary>
/// <param name="States">
/// The detector at the end of some days, oldest first; at least one. The nearer the days, the less there is to run again.
/// </param>
/// <param name="Terms">What the series was told on a business date, as told then; the same object for the same period.</param>
/// <param name="Segments">New segments by date, those before the first state included or not.</param>
public sealed record KeptSeries(
    IReadOnlyList<DetectorState> States, Func<DateOnly, DetectorTerms> Terms, IReadOnlyList<DetectorSegment> Segments)
{
    /// <summary>A series of which nothing is kept yet: it is run from its first interaction.</summary>
    /// <param name="basics">Bits of the first baseline.</param>
    /// <param name="terms">What holds throughout.</param>
    public static KeptSeries FromStart(int basics, DetectorTerms terms) => new([new ChangeDetector(basics).Save()], _ => terms, []);

    /// <summary>The detector at the end of the last kept day before a date; of the first one where none is early enough.</summary>
    internal SeriesWalk Before(DateOnly date)
    {
        var state = States[0];
        foreach (var later in States)
            if (later.Day < date.DayNumber) state = later;
        return new SeriesWalk(state, Segments);
    }

    /// <summary>The day on which the segment of a date began; the first day there is for the first one.</summary>
    internal DateOnly SegmentOf(DateOnly date)
    {
        var start = DateOnly.MinValue;
        foreach (var segment in Segments)
            if (segment.From <= date && segment.From > start) start = segment.From;
        return start;
    }
}
