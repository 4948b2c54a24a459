namespace ServiceTracker.Domain.Overview;

/// <summary>In which way something is not reliable.</summary>
public enum ConcernKind
{
    /// <summary>Met less often than before.</summary>
    Fell,

    /// <summary>Met less often than elsewhere.</summary>
    Lower,

    /// <summary>Met less often in some hours of the day.</summary>
    Hours,

    /// <summary>Somebody delivers less than colleagues in the same surroundings.</summary>
    BelowColleagues,

    /// <summary>Good days and bad days.</summary>
    Erratic,

    /// <summary>A critical basic was missed.</summary>
    Critical,
}
