namespace ServiceTracker.Application.Organisation;

/// <summary>A period of service as it is saved.</summary>
/// <param name="From">First day; absent means always.</param>
/// <param name="To">Last day; absent means still here.</param>
public sealed record PeriodInput(DateOnly? From, DateOnly? To);
