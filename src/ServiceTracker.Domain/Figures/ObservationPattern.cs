using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Figures;

/// <summary>
/// What an interaction contributes to any figure of consistency. Few patterns occur, so stores count how often each does
/// and figures are made from the counts.
/// </summary>
/// <param name="Baseline">The baseline that fixes the bits.</param>
/// <param name="Met">Bits met.</param>
/// <param name="Na">Bits not applicable.</param>
/// <param name="Held">Missed bits under dispute.</param>
/// <param name="Excused">Missed bits ruled not the person's doing.</param>
/// <param name="State">Excluded interactions are counted as such and enter nothing else.</param>
/// <param name="StandOuts">Number of stand-outs of one interaction.</param>
/// <param name="Csat">The customer's mark, 1 to 5, where given.</param>
public readonly record struct ObservationPattern(
    Baseline Baseline, long Met, long Na, long Held, long Excused, InteractionState State, int StandOuts, int? Csat)
{
    /// <summary>The pattern of one interaction.</summary>
    public static ObservationPattern Of(Interaction i, Baseline baseline) =>
        new(baseline, i.Met, i.Na, i.Held, i.Excused, i.State, i.StandOuts, i.Csat);

    /// <summary>Bits out of the figures from a viewpoint.</summary>
    public long NotApplicable(Viewpoint viewpoint) => viewpoint == Viewpoint.Person ? Na | Held | Excused : Na;

    /// <summary>The score from a viewpoint.</summary>
    public Score Score(Viewpoint viewpoint) => Scoring.Score.Of(Baseline, Met, NotApplicable(viewpoint));
}
