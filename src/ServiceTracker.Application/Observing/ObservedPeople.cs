using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Observing;

/// <summary>Whom of a site others have seen, and how often, over the weeks in which sources of evidence are compared.</summary>
/// <param name="Site">Where.</param>
/// <param name="Date">The running business date there.</param>
/// <param name="Observations">How many observations of that day there are.</param>
/// <param name="Seen">Contacts at the site that staff logged and somebody else saw.</param>
/// <param name="People">The site's own people who are active that day, by name; without the one who asks.</param>
public sealed record ObservedPeople(Site Site, DateOnly Date, int Observations, int Seen, IReadOnlyList<ObservedPerson> People)
{
    /// <summary>How many more are needed for a verdict on the site.</summary>
    public int Missing => EvidenceGap.MissingOf(Seen);
}
