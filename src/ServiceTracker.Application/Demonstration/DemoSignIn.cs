using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Demonstration;

/// <summary>Somebody whom an account of the demonstration suits. The account itself is made elsewhere.</summary>
/// <param name="Role">What they may do.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="Site">Code of the only site they see; null for every site.</param>
/// <param name="StaffCode">The staff member they are; null when they serve nobody.</param>
public sealed record DemoSignIn(Role Role, string Name, string? Site, string? StaffCode);
