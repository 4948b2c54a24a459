using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Statistics.Intervals;
using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Domain.Figures;

/// <summary>How often one basic was met, and the spread of its values if it is a measure.</summary>
/// <param name="viewpoint">Whose figures these are.</param>
public sealed class ExpectationTally(Viewpoint viewpoint)
{
    /// <summary>Counted interactions in which it was met or missed.</summary>
    public long Applicable { get; private set; }

    /// <summary>Of these, the ones in which it was met.</summary>
    public long Met { get; private set; }

    /// <summary>Of these, the ones in which it was missed.</summary>
    public long Missed => Applicable - Met;

    /// <summary>Met share, 0 to 1; null when it was never applicable.</summary>
    public double? Rate => Applicable == 0 ? null : (double)Met / Applicable;

    /// <summary>Wilson 95 % interval of <see cref="Rate"/>.</summary>
    public WilsonInterval? Interval => Applicable == 0 ? null : WilsonInterval.Of(Met, Applicable);

    /// <summary>The values of a measure where it was applicable; empty for a check.</summary>
    public ScaledSum Values { get; } = new(ScaledSum.MeasureScale);

    /// <summary>Adds interactions of the same pattern.</summary>
    public void Add(Expectation expectation, in ObservationPattern pattern, long times)
    {
        if (pattern.State != InteractionState.Counted || (pattern.NotApplicable(viewpoint) & expectation.Mask) != 0) return;
        Applicable += times;
        if ((pattern.Met & expectation.Mask) != 0) Met += times;
    }

    /// <summary>Adds interactions of which only the counts are known.</summary>
    public void Add(long applicable, long met)
    {
        Applicable += applicable;
        Met += met;
    }

    /// <summary>Adds everything that another tally of the same viewpoint holds.</summary>
    public void Add(ExpectationTally other)
    {
        Add(other.Applicable, other.Met);
        Values.Add(other.Values);
    }
}
