namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a flag raised by a detector says.</summary>
public enum DetectionKind
{
    /// <summary>The basics are met less often than usual.</summary>
    Lower,

    /// <summary>One basic is missed more often than usual.</summary>
    Basic,

    /// <summary>Good days and bad days: more variation from day to day than usual.</summary>
    Erratic,

    /// <summary>The basics are met more often than usual.</summary>
    Better,

    /// <summary>A critical basic was missed: a fact, not an inference, and outside the budget of false flags.</summary>
    Critical,
}
