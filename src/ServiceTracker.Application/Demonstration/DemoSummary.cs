using ServiceTracker.Domain.Access;

namespace ServiceTracker.Application.Demonstration;

/// <summary>What was generated.</summary>
/// <param name="Sites">Number of sites.</param>
/// <param name="Teams">Number of teams.</param>
/// <param name="People">Number of staff members, leavers included.</param>
/// <param name="Interactions">Number of interactions.</param>
/// <param name="FirstDate">Business date of the first interaction.</param>
/// <param name="LastDate">Business date of the last interaction.</param>
/// <param name="Patterns">What is hidden in the history.</param>
public sealed record DemoSummary(
    int Sites, int Teams, int People, int Interactions, DateOnly FirstDate, DateOnly LastDate, IReadOnlyList<DemoPattern> Patterns);

/// <summary>Something to be found in the history.</summary>
/// <param name="Name">A few words.</param>
/// <param name="Since">First business date of it.</param>
/// <param name="About">A sentence for the console.</param>
public sealed record DemoPattern(string Name, DateOnly Since, string About);

/// <summary>Somebody whom an account of the demonstration suits. The account itself is made elsewhere.</summary>
/// <param name="Role">What they may do.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="Site">Code of the only site they see; null for every site.</param>
/// <param name="StaffCode">The staff member they are; null when they serve nobody.</param>
public sealed record DemoSignIn(Role Role, string Name, string? Site, string? StaffCode);
