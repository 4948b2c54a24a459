using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Disputes;

/// <summary>How a dispute may be decided.</summary>
public enum Ruling
{
    /// <summary>The miss is the person's.</summary>
    Stands,

    /// <summary>The miss was the doing of the process, the customer or an outage.</summary>
    Excused,
}

/// <summary>What belongs to a ruling.</summary>
public static class Rulings
{
    /// <summary>Causes by which a miss may be excused.</summary>
    public static IReadOnlyList<Cause> Excusing { get; } = [Cause.Process, Cause.Customer, Cause.Outage];

    /// <summary>What becomes of the dispute.</summary>
    public static DisputeStatus Status(this Ruling ruling) =>
        ruling == Ruling.Excused ? DisputeStatus.Excused : DisputeStatus.Stands;
}
