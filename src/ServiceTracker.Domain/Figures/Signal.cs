namespace ServiceTracker.Domain.Figures;

/// <summary>What a point of a chart says.</summary>
public enum Signal
{
    /// <summary>Nothing that chance does not make as well.</summary>
    None,

    /// <summary>A pattern for the worse.</summary>
    Concern,

    /// <summary>A pattern for the better.</summary>
    Improvement,
}
