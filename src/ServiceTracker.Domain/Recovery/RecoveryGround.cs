namespace ServiceTracker.Domain.Recovery;

/// <summary>Why there is a case. Stored as a number: the order is fixed.</summary>
public enum RecoveryGround
{
    /// <summary>Somebody, or a program, opened it.</summary>
    ByHand,

    /// <summary>An interaction whose reason is a complaint.</summary>
    Complaint,

    /// <summary>An interaction that the customer gave the mark 1 or 2.</summary>
    Rating,
}
