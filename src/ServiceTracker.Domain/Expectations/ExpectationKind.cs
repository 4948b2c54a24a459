namespace ServiceTracker.Domain.Expectations;

/// <summary>How an expectation is answered.</summary>
public enum ExpectationKind
{
    /// <summary>Met, missed or not applicable.</summary>
    Check,

    /// <summary>A number with a target, from which met is derived.</summary>
    Measure,
}
