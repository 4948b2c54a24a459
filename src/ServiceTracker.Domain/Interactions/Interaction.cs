using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Interactions;

/// <summary>
/// One contact with a customer, in the compact form in which it is stored: the observations are bits whose meaning the
/// baseline fixes, and what is rarely there (texts, causes, stand-outs) stands in side tables.
/// </summary>
public sealed class Interaction
{
    public int SiteId { get; init; }

    /// <summary>The client's id, or one derived from the external id, or version 7.</summary>
    public Guid Id { get; init; }

    public int? StaffId { get; init; }

    /// <summary>The team it was served in.</summary>
    public int? TeamId { get; init; }

    /// <summary>The role the person had then, where they had one.</summary>
    public int? RoleId { get; init; }

    public int ChannelId { get; init; }
    public int? ReasonId { get; init; }

    /// <summary>Number of the baseline it was scored by, for ever.</summary>
    public int Baseline { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime OccurredAt { get; init; }

    /// <summary>The site's local time minus UTC at that instant, in minutes.</summary>
    public short UtcOffset { get; init; }

    /// <summary>Number of the zone the site had at writing, by which the local time is told for ever.</summary>
    public short ZoneNumber { get; init; } = 1;

    /// <summary>UTC instant of storing; a late entry belongs to the week in which it occurred.</summary>
    public DateTime RecordedAt { get; init; }

    /// <summary>Who or what logged it: <c>user:</c> or <c>token:</c> and its id, or <c>import</c>.</summary>
    public required string RecordedBy { get; init; }

    public Guid? DeviceId { get; init; }
    public Guid? ImportId { get; init; }

    /// <summary>Date of the business day at the site, fixed at writing.</summary>
    public DateOnly BusinessDate { get; init; }

    /// <summary>0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</summary>
    public short HourOfWeek { get; init; }

    /// <summary>Bits met. Where this evidence counts for a <see cref="Contact"/>, this and what follows from it is what all of its evidence
    /// says together.</summary>
    public long Met { get; set; }

    /// <summary>Bits not applicable, those that the channel does not have included.</summary>
    public long Na { get; set; }

    /// <summary>Missed bits under dispute.</summary>
    public long Held { get; set; }

    /// <summary>Missed bits ruled not the person's doing.</summary>
    public long Excused { get; set; }

    /// <summary>Values of the baseline's measures, in the order of their bits; 0 where the measure is not applicable. Null when it has
    /// none.</summary>
    public double[]? Measures { get; set; }

    public short MetCount { get; set; }
    public short ApplicableCount { get; set; }
    public short WeightMet { get; set; }
    public short WeightApplicable { get; set; }
    public bool AllBasicsMet { get; set; }
    public bool CriticalMissed { get; set; }
    public InteractionState State { get; set; }

    /// <summary>Why it is excluded; while it counts, why it is proposed to be: for <see cref="ExclusionGround.CustomerConduct"/>
    /// alone.</summary>
    public ExclusionGround? ExcludedAs { get; init; }

    public Source Source { get; init; }
    public CheckKind Check { get; init; }
    public Outcome Outcome { get; init; }

    /// <summary>Number of stand-outs; "hollow" unless all basics were met.</summary>
    public short StandOuts { get; set; }

    public string? CustomerRef { get; init; }

    /// <summary>The sender's own key, unique per site and source.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The customer's own mark, 1 to 5.</summary>
    public short? Csat { get; set; }

    /// <summary>Id of other evidence that, as the sender says, is about the same contact; it has no effect where there is no such
    /// evidence.</summary>
    public Guid? SameContactAs { get; init; }

    /// <summary>Id of the evidence that counts for the contact, where there are several pieces on it: its own, or another one's.</summary>
    public Guid? ContactId { get; set; }

    /// <summary>Hash of what was sent, by which a retry is told from other content under the same id.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Counts changes.</summary>
    public int Version { get; set; } = 1;

    /// <summary>What the process delivered: held and excused observations are misses here.</summary>
    public Score Score => new(MetCount, ApplicableCount, WeightMet, WeightApplicable, CriticalMissed);

    /// <summary>Whether the customer's conduct is given as a reason to leave it out; null where it is not.</summary>
    public ConductStatus? Conduct => ConductOf(State, Outcome, ExcludedAs);

    /// <summary>The result of one expectation.</summary>
    public ObservationResult ResultOf(Expectation expectation)
    {
        var bit = expectation.Mask;
        return (Na & bit) != 0 ? ObservationResult.Na
            : (Held & bit) != 0 ? ObservationResult.Held
            : (Excused & bit) != 0 ? ObservationResult.Excused
            : (Met & bit) != 0 ? ObservationResult.Met
            : ObservationResult.Missed;
    }

    /// <summary>The same as <see cref="Conduct"/> where only this is known.</summary>
    public static ConductStatus? ConductOf(InteractionState state, Outcome outcome, ExclusionGround? excludedAs) =>
        state == InteractionState.Excluded
            ? (excludedAs == ExclusionGround.CustomerConduct ? ConductStatus.Confirmed : null)
            : excludedAs == ExclusionGround.CustomerConduct || outcome == Outcome.CustomerConduct ? ConductStatus.Proposed : null;

    /// <summary>The value of a measure, or null where it is not applicable.</summary>
    /// <param name="baseline">This interaction's baseline.</param>
    /// <param name="measure">One of its measures.</param>
    public double? ValueOf(Baseline baseline, Expectation measure) => ValueOf(baseline, measure, Na, Measures);

    /// <summary>The same where the measure's place is known.</summary>
    /// <param name="measure">A measure of this interaction's baseline.</param>
    /// <param name="place">Its <see cref="Expectations.Baseline.PlaceOfMeasure"/>.</param>
    public double? ValueOf(Expectation measure, int place) => (Na & measure.Mask) != 0 ? null : Measures?[place];

    /// <summary>The same for observations that are not yet, or no longer, in an interaction.</summary>
    public static double? ValueOf(Baseline baseline, Expectation measure, long na, double[]? measures) =>
        (na & measure.Mask) != 0 ? null : measures?[baseline.PlaceOfMeasure(measure)];
}
