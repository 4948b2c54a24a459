namespace ServiceTracker.Domain.Figures;

/// <summary>How a unit stands in a week.</summary>
public enum ConsistencyClass
{
    /// <summary>Too few interactions or weeks to say anything.</summary>
    NotEnoughYet,

    /// <summary>As usual, at or above target.</summary>
    Reliable,

    /// <summary>As usual, below target: change the system, not the person.</summary>
    SteadyBelow,

    /// <summary>The latest week is part of a pattern for the worse.</summary>
    Slipping,

    /// <summary>Patterns on both sides within a few weeks; of a person, weeks that swing more than colleagues' do.</summary>
    Erratic,

    /// <summary>The latest week is part of a pattern for the better.</summary>
    Improving,
}
