using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>What comes of merging two people.</summary>
/// <param name="Goes">Whose code leads to the other afterwards.</param>
/// <param name="Stays">Who has everything then.</param>
/// <param name="Periods">The periods of service of the one who stays, the earliest first.</param>
/// <param name="Interactions">How many interactions move.</param>
public sealed record StaffMerge(StaffMember Goes, StaffMember Stays, IReadOnlyList<ServicePeriod> Periods, long Interactions);
