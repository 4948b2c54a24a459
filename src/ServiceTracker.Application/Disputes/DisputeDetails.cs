using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Disputes;

/// <summary>A dispute with what it is about.</summary>
/// <param name="Said">What got in the way as it was said with the miss, or ruled; null where nothing was.</param>
/// <param name="MayRule">Whether who asks may rule on it.</param>
public sealed record DisputeDetails(
    Dispute Dispute, Interaction Interaction, Baseline Baseline, Site Site, StaffMember? Staff, Channel Channel, Cause? Said, bool MayRule)
{
    /// <summary>The basic; null where the baseline has none of this code.</summary>
    public Expectation? Basic => Baseline.Find(Dispute.Expectation);

    /// <summary>Local civil time of the interaction at the site.</summary>
    public DateTime LocalTime => DateTime.SpecifyKind(Interaction.OccurredAt.AddMinutes(Interaction.UtcOffset), DateTimeKind.Unspecified);
}
