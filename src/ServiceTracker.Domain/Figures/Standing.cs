namespace ServiceTracker.Domain.Figures;

/// <summary>How a unit stands, and the sentence that explains it.</summary>
/// <param name="Class">How the unit stands.</param>
/// <param name="Sentence">Why, in plain words and with the numbers.</param>
public sealed record Standing(ConsistencyClass Class, string Sentence)
{
    /// <summary>Said where there is too little to say anything else.</summary>
    public const string TooFew = "Not enough yet";

    /// <summary>The class in words.</summary>
    public string Word => Class switch
    {
        ConsistencyClass.NotEnoughYet => TooFew,
        ConsistencyClass.SteadyBelow => "Steady, below target",
        _ => Class.ToString(),
    };

    /// <summary>Which way the class points; none where the unit is as usual or there is too little.</summary>
    public Signal Signal => Class switch
    {
        ConsistencyClass.Slipping or ConsistencyClass.Erratic => Signal.Concern,
        ConsistencyClass.Improving => Signal.Improvement,
        _ => Signal.None,
    };
}
