namespace ServiceTracker.Domain.Figures;

/// <summary>How a unit stands in a week.</summary>
public enum ConsistencyClass
{
    /// <summary>Too few interactions or weeks to say anything yet.</summary>
    NotEnoughYet,

    /// <summary>As usual, at or above target.</summary>
    Reliable,

    /// <summary>As usual, below target: change the system, not the person.</summary>
    SteadyBelow,

    /// <summary>A flag that it has become worse is open.</summary>
    Slipping,

    /// <summary>A flag of good days and bad days is open.</summary>
    Erratic,

    /// <summary>A flag that it has become better is open.</summary>
    Improving,
}
