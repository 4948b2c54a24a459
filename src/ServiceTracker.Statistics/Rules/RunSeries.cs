using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Rules;

/// <summary>A stretch of a chart as run rules see it: gaps and excluded points are left out, so that runs go on over them.</summary>
public readonly ref struct RunSeries(ReadOnlySpan<double> values, ReadOnlySpan<double> z, ReadOnlySpan<sbyte> sides)
{
    /// <summary>What is drawn; trends are judged on it.</summary>
    public ReadOnlySpan<double> Values { get; } = values;

    /// <summary>Distance from the mean in standard errors; NaN where there are no limits, which no zone rule marks.</summary>
    public ReadOnlySpan<double> Z { get; } = z;

    /// <summary>1 above the centre line, −1 below, 0 on it.</summary>
    public ReadOnlySpan<sbyte> Sides { get; } = sides;

    /// <summary>Number of points.</summary>
    public int Length => Values.Length;

    /// <summary>A series with one centre and one standard error.</summary>
    /// <param name="values">Without gaps.</param>
    /// <param name="centre">Centre line, in units of the values.</param>
    /// <param name="sigma">Standard error of a point, ≥ 0.</param>
    public static RunSeries Of(ReadOnlySpan<double> values, double centre, double sigma)
    {
        var z = new double[values.Length];
        var sides = new sbyte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            z[i] = ChartDraft.Standardised(values[i], centre, sigma);
            sides[i] = (sbyte)Level.Compare(values[i], centre);
        }

        return new RunSeries(values, z, sides);
    }
}
