namespace ServiceTracker.Domain.Interactions;

/// <summary>The result of one expectation in one interaction, as reports write it.</summary>
public enum ObservationResult
{
    Missed,
    Met,
    Na,

    /// <summary>Disputed: out of the person's figures until ruled on, still a miss for the process.</summary>
    Held,

    /// <summary>Ruled not the person's doing: out of the person's figures, a miss for the process.</summary>
    Excused,
}
