namespace ServiceTracker.Statistics.Charts;

/// <summary>Which points make the limits of a chart and how wide they are.</summary>
public sealed record ChartOptions
{
    /// <summary>All points make the limits, 3 σ wide, no screening.</summary>
    public static readonly ChartOptions Default = new();

    /// <summary>Limits are made from the first points of each part only: their number, at least 1; null means all.</summary>
    public int? BaselinePoints { get; init; }

    /// <summary>Indices at which a new part with limits of its own begins, in any order.</summary>
    public IReadOnlyCollection<int> PartStarts { get; init; } = [];

    /// <summary>Indices of points that are drawn but make neither limits nor runs.</summary>
    public IReadOnlyCollection<int> Excluded { get; init; } = [];

    /// <summary>Leaves out moving ranges that are not below 3.267 times their mean, once. Source: L. S. Nelson, JQT 14 (1982)
    /// 172–173.</summary>
    public bool ScreenMovingRanges { get; init; }

    /// <summary>
    /// Steps in where a definition taken literally gives limits that mislead, see <see cref="Safeguard"/>. Off, a chart is what the
    /// reference software draws.
    /// </summary>
    public bool Safeguards { get; init; } = true;

    /// <summary>Distance of the limits from the centre in standard errors, &gt; 0; the inner lines are at two thirds of it.</summary>
    public double Width { get; init; } = 3;

    /// <summary>A centre known in advance, in units of the chart.</summary>
    public double? Centre { get; init; }

    /// <summary>A standard deviation of one observation known in advance, ≥ 0. Only for charts of measured values.</summary>
    public double? Sigma { get; init; }
}
