using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// What one interaction, as it stood at one version, adds to the rollups or takes out of them again. It is written in the transaction of
/// the change itself, as part of a <see cref="RollupQueueEntry"/>; a correction writes two, −old and +new.
/// </summary>
public sealed record RollupDelta
{
    public int SiteId { get; init; }

    /// <summary>1 adds, −1 takes out.</summary>
    public short Times { get; init; }

    public DateOnly BusinessDate { get; init; }
    public short HourOfWeek { get; init; }
    public int? StaffId { get; init; }
    public int? TeamId { get; init; }
    public int ChannelId { get; init; }
    public Source Source { get; init; }
    public int Baseline { get; init; }
    public long Met { get; init; }
    public long Na { get; init; }
    public long Held { get; init; }
    public long Excused { get; init; }
    public InteractionState State { get; init; }
    public short StandOuts { get; init; }
    public short? Csat { get; init; }
    public double[]? Measures { get; init; }

    /// <summary>The delta that adds an interaction as it stands.</summary>
    public static RollupDelta Adding(Interaction i) => Of(i, 1);

    /// <summary>The delta that takes out an interaction as it stands.</summary>
    public static RollupDelta TakingOut(Interaction i) => Of(i, -1);

    /// <summary>Whether another one is about the same figures, whichever adds to them and whichever takes out.</summary>
    public bool IsLike(RollupDelta other) =>
        (Measures ?? []).AsSpan().SequenceEqual(other.Measures ?? []) && this with { Times = 0, Measures = null } == other with { Times = 0, Measures = null };

    /// <summary>What the interaction contributes to figures.</summary>
    /// <param name="baseline">The baseline of this number.</param>
    public ObservationPattern Pattern(Baseline baseline) => new(baseline, Met, Na, Held, Excused, State, StandOuts, Csat);

    private static RollupDelta Of(Interaction i, short times) => new()
    {
        SiteId = i.SiteId,
        Times = times,
        BusinessDate = i.BusinessDate,
        HourOfWeek = i.HourOfWeek,
        StaffId = i.StaffId,
        TeamId = i.TeamId,
        ChannelId = i.ChannelId,
        Source = i.Source,
        Baseline = i.Baseline,
        Met = i.Met,
        Na = i.Na,
        Held = i.Held,
        Excused = i.Excused,
        State = i.State,
        StandOuts = i.StandOuts,
        Csat = i.Csat,
        Measures = i.Measures,
    };
}
