namespace ServiceTracker.Domain.Deliveries;

/// <summary>Which revisions of a week are delivered.</summary>
public enum DeliveredRevisions
{
    /// <summary>Each, so that corrections arrive too.</summary>
    All,

    /// <summary>The first one alone.</summary>
    First,
}
