using ServiceTracker.Application.Observing;

namespace ServiceTracker.Infrastructure.Checks;

/// <summary>Who was drawn to be observed at a site.</summary>
/// <param name="People">Those of whom it was drawn.</param>
/// <param name="Order">The first ones in the order of the draw: next, then who is taken where that one is not there.</param>
public sealed record DrawnPeople(ObservedPeople People, IReadOnlyList<ObservedPerson> Order);
