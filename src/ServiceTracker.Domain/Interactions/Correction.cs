using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Interactions;

/// <summary>What a correction may change of an interaction, as it is to be; begun with <see cref="None"/>.</summary>
public sealed record Correction
{
    public int SiteId { get; init; }
    public int? StaffId { get; init; }
    public int? TeamId { get; init; }
    public int? RoleId { get; init; }
    public int ChannelId { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime OccurredAt { get; init; }

    public short UtcOffset { get; init; }
    public short ZoneNumber { get; init; }
    public DateOnly BusinessDate { get; init; }
    public short HourOfWeek { get; init; }
    public long Met { get; init; }
    public long Na { get; init; }
    public long Held { get; init; }
    public long Excused { get; init; }
    public double[]? Measures { get; init; }
    public Outcome Outcome { get; init; }
    public InteractionState State { get; init; }
    public ExclusionGround? ExcludedAs { get; init; }

    /// <summary>The correction that leaves an interaction as it is.</summary>
    public static Correction None(Interaction i) => new()
    {
        SiteId = i.SiteId,
        StaffId = i.StaffId,
        TeamId = i.TeamId,
        RoleId = i.RoleId,
        ChannelId = i.ChannelId,
        OccurredAt = i.OccurredAt,
        UtcOffset = i.UtcOffset,
        ZoneNumber = i.ZoneNumber,
        BusinessDate = i.BusinessDate,
        HourOfWeek = i.HourOfWeek,
        Met = i.Met,
        Na = i.Na,
        Held = i.Held,
        Excused = i.Excused,
        Measures = i.Measures,
        Outcome = i.Outcome,
        State = i.State,
        ExcludedAs = i.ExcludedAs,
    };

    /// <summary>
    /// The corrected interaction, scored by the baseline that it had. What is no longer missed is neither disputed nor excused; a dispute
    /// ends where the miss becomes another person's.
    /// </summary>
    /// <param name="i">As it is stored.</param>
    /// <param name="baseline">Its baseline.</param>
    public Interaction Of(Interaction i, Baseline baseline)
    {
        var score = Score.Of(baseline, Met, Na);
        var missed = baseline.AllBits & ~(Met | Na);
        return new Interaction
        {
            SiteId = SiteId,
            Id = i.Id,
            StaffId = StaffId,
            TeamId = TeamId,
            RoleId = RoleId,
            ChannelId = ChannelId,
            ReasonId = i.ReasonId,
            Baseline = i.Baseline,
            OccurredAt = OccurredAt,
            UtcOffset = UtcOffset,
            ZoneNumber = ZoneNumber,
            RecordedAt = i.RecordedAt,
            RecordedBy = i.RecordedBy,
            DeviceId = i.DeviceId,
            ImportId = i.ImportId,
            BusinessDate = BusinessDate,
            HourOfWeek = HourOfWeek,
            Met = Met,
            Na = Na,
            Held = StaffId == i.StaffId ? Held & missed : 0,
            Excused = Excused & missed,
            Measures = Measures,
            MetCount = (short)score.Met,
            ApplicableCount = (short)score.Applicable,
            WeightMet = (short)score.WeightMet,
            WeightApplicable = (short)score.WeightApplicable,
            AllBasicsMet = score.AllBasicsMet,
            CriticalMissed = score.CriticalMissed,
            State = State,
            ExcludedAs = ExcludedAs,
            Source = i.Source,
            Check = i.Check,
            Outcome = Outcome,
            StandOuts = i.StandOuts,
            CustomerRef = i.CustomerRef,
            ExternalId = i.ExternalId,
            Csat = i.Csat,
            SameContactAs = i.SameContactAs,
            ContactId = i.ContactId,
            RequestHash = i.RequestHash,
            Version = i.Version,
        };
    }
}
