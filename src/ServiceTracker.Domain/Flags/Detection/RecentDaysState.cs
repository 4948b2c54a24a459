namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What is kept of <see cref="RecentDays"/>.</summary>
/// <param name="Any">Days of the block that fills.</param>
/// <param name="Basics">The same by basic.</param>
/// <param name="AnyBefore">Days of the full block before it.</param>
/// <param name="BasicsBefore">The same by basic.</param>
/// <param name="Weeks">Weeks of the block that fills.</param>
public sealed record RecentDaysState(DaySums Any, DaySums[] Basics, DaySums AnyBefore, DaySums[] BasicsBefore, int Weeks);
