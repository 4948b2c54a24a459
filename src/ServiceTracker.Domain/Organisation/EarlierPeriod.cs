namespace ServiceTracker.Domain.Organisation;

/// <summary>A time of service that ended before another one began.</summary>
public sealed class EarlierPeriod
{
    /// <summary>Counts a person's periods, from 1 for the first.</summary>
    public short Number { get; init; }

    /// <summary>First day; absent means always.</summary>
    public DateOnly? FirstDay { get; set; }

    public DateOnly LastDay { get; set; }
}
