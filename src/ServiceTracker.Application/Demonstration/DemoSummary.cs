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
