namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>What sealing a week on request takes.</summary>
public enum SealNeed
{
    /// <summary>Nothing more.</summary>
    Nothing,

    /// <summary>A reason: it was delivered, and there is nobody else who could agree.</summary>
    Reason,

    /// <summary>That a second person agrees: it was delivered, and others rely on it.</summary>
    Approval,
}
