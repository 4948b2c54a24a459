namespace ServiceTracker.Domain.Organisation;

/// <summary>A time of service. Both ends count.</summary>
/// <param name="From">First day; absent means always.</param>
/// <param name="To">Last day; absent means still here.</param>
public readonly record struct ServicePeriod(DateOnly? From, DateOnly? To)
{
    /// <summary>Whether a date lies in it.</summary>
    public bool Holds(DateOnly date) => !(date < From) && !(date > To);

    /// <summary>It begins after another one has ended.</summary>
    public bool IsAfter(ServicePeriod other) => From > other.To;
}
