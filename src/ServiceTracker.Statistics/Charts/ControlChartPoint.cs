namespace ServiceTracker.Statistics.Charts;

/// <summary>One point of a control chart. Whatever does not exist is NaN.</summary>
/// <param name="Value">What is drawn, in units of the chart; NaN in a gap.</param>
/// <param name="Centre">Centre line.</param>
/// <param name="Sigma">Standard error of the point, on the scale on which limits are made.</param>
/// <param name="Lower">Lower control limit.</param>
/// <param name="Upper">Upper control limit.</param>
/// <param name="InnerLower">Lower line at two thirds of the width.</param>
/// <param name="InnerUpper">Upper line at two thirds of the width.</param>
/// <param name="Z">Distance from the mean in standard errors, which zone rules judge; infinite off the mean of a series that does not
/// vary.</param>
/// <param name="Side">1 above the drawn centre line, −1 below, 0 on it or in a gap.</param>
/// <param name="Part">Number of the part, from 0.</param>
/// <param name="Excluded">Drawn, but in neither limits nor runs.</param>
public readonly record struct ControlChartPoint(
    double Value,
    double Centre,
    double Sigma,
    double Lower,
    double Upper,
    double InnerLower,
    double InnerUpper,
    double Z,
    int Side,
    int Part,
    bool Excluded)
{
    /// <summary>True where there is nothing to draw.</summary>
    public bool IsGap => double.IsNaN(Value);

    /// <summary>True strictly beyond a control limit.</summary>
    public bool IsOutside => Level.Compare(Value, Upper) > 0 || Level.Compare(Value, Lower) < 0;
}
