using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Observing;

/// <summary>How far a person's own log has been held against what others saw.</summary>
/// <param name="Who">Whose.</param>
/// <param name="Seen">Contacts that the person logged and somebody else saw.</param>
public sealed record ObservedPerson(StaffMember Who, int Seen)
{
    /// <summary>How many more are needed for a verdict.</summary>
    public int Missing => EvidenceGap.MissingOf(Seen);
}
