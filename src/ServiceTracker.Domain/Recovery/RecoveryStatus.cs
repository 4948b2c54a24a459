namespace ServiceTracker.Domain.Recovery;

/// <summary>How far a case has come. Stored as a number: the order is fixed, and later is further.</summary>
public enum RecoveryStatus
{
    /// <summary>Nobody has answered the customer yet.</summary>
    Open,

    /// <summary>Somebody owns it and told the customer so.</summary>
    Owned,

    /// <summary>The customer was told the cause.</summary>
    Explained,

    /// <summary>The customer was told what is being done.</summary>
    StepsTold,

    /// <summary>Somebody asks the customer again on a day that was named.</summary>
    FollowUp,

    /// <summary>It ended, well or not.</summary>
    Closed,
}
