using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Disputes;

/// <summary>What can be done about one observation now. A ruling is final, as long as the observation is not corrected.</summary>
public static class DisputeSteps
{
    /// <summary>The step of the person concerned, and that of a manager.</summary>
    public const string Dispute = "dispute", Ruling = "ruling";

    /// <summary>The steps that are possible.</summary>
    /// <param name="result">What was observed, as its own source gave it.</param>
    /// <param name="standsAlready">It was ruled that the miss stands.</param>
    /// <param name="hasPerson">It is in somebody's figures.</param>
    public static IReadOnlyList<string> From(ObservationResult result, bool standsAlready, bool hasPerson) => result switch
    {
        ObservationResult.Missed when hasPerson && !standsAlready => [Dispute],
        ObservationResult.Held => [Ruling],
        _ => [],
    };
}
