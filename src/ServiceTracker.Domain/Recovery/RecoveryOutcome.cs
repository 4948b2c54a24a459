namespace ServiceTracker.Domain.Recovery;

/// <summary>How a case ended. Stored as a number: the order is fixed.</summary>
public enum RecoveryOutcome
{
    /// <summary>The customer said that it is well again.</summary>
    Recovered,

    /// <summary>The customer stays, and is not content.</summary>
    NotRecovered,

    /// <summary>The customer is gone.</summary>
    Lost,

    /// <summary>The customer was wrong, or abusive: nobody's service is judged by it.</summary>
    CustomerWrong,
}
