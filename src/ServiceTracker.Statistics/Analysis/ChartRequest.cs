using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Analysis;

/// <summary>A series and how it is to be charted.</summary>
public sealed record ChartRequest
{
    /// <summary>What is counted or measured.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>
    /// Values, counts or numerators, oldest first; null is a gap. Empty for X̄ and S charts, which take <see cref="Subgroups"/>.
    /// </summary>
    public IReadOnlyList<double?> Values { get; init; } = [];

    /// <summary>Denominators n ≥ 0, one per value, for p, p′, u, u′ and I′ charts and, where there are any, run charts; 0 or null is a
    /// gap.</summary>
    public IReadOnlyList<double?>? Sizes { get; init; }

    /// <summary>The values of each subgroup, oldest first, for X̄ and S charts; an empty subgroup is a gap.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Subgroups { get; init; }

    /// <summary>The same as sizes, means and standard deviations only, where the values themselves are not at hand.</summary>
    public IReadOnlyList<Subgroup>? Summaries { get; init; }

    /// <summary>A label per point, such as its week.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Name of the rule set: nhs7, nhs6, western-electric or nelson.</summary>
    public string Rules { get; init; } = RunRules.Nhs7.Name;

    /// <summary>Limits are made from the first points of each part only: their number, at least 1; null means all.</summary>
    public int? BaselinePoints { get; init; }

    /// <summary>Which points make the limits, in place of <see cref="BaselinePoints"/>; the series then has one part.</summary>
    public ReferencePeriod? Reference { get; init; }

    /// <summary>A point of a smaller size is drawn and takes part in runs, but carries no signal.</summary>
    public double FewestInPoint { get; init; }

    /// <summary>Indices at which limits start afresh. Rebasing is a decision that people record, never one of the chart.</summary>
    public IReadOnlyList<int> PartStarts { get; init; } = [];

    /// <summary>Indices of points that are drawn but make neither limits nor runs.</summary>
    public IReadOnlyList<int> Excluded { get; init; } = [];

    /// <summary>Leaves outliers among moving ranges out of the limits; it concerns XmR, I, T, I′ and the primed charts only.</summary>
    public bool ScreenMovingRanges { get; init; } = true;

    /// <summary>Which way is better.</summary>
    public ImprovementDirection Better { get; init; } = ImprovementDirection.Increase;

    /// <summary>The value aimed at, in units of the chart (a proportion as 0 to 1).</summary>
    public double? Target { get; init; }

    /// <summary>A centre known in advance, in units of the chart; not for T and S charts.</summary>
    public double? Centre { get; init; }

    /// <summary>A standard deviation of one observation known in advance, ≥ 0; for XmR, I, X̄ and S charts.</summary>
    public double? Sigma { get; init; }

    /// <summary>The exception that says what is wrong with a field.</summary>
    internal static ArgumentException Refused(string sentence, string field) => new(sentence, field);
}
