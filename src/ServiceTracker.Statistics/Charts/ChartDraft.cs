using System.Runtime.InteropServices;
using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>A control chart in the making: which points form which part and baseline, and the lines drawn so far.</summary>
internal sealed class ChartDraft
{
    private readonly ChartKind kind;
    private readonly double width;
    private readonly bool[] baseline, excluded;
    private readonly ControlChartPoint[] points;
    private readonly Dictionary<int, SortedSet<Safeguard>> applied = [];

    public ChartDraft(ChartKind kind, double[] values, ChartOptions options)
    {
        this.kind = kind;
        Values = values;
        Options = options;
        width = options.Width;
        if (!(width > 0)) throw new ArgumentOutOfRangeException(nameof(options), width, "Width must be above 0.");
        if (options.Sigma is { } sigma && !(sigma >= 0 && double.IsFinite(sigma)))
            throw new ArgumentOutOfRangeException(nameof(options), sigma, "Sigma must be a number, 0 or above.");
        if (options.Centre is { } centre && !double.IsFinite(centre))
            throw new ArgumentOutOfRangeException(nameof(options), centre, "Centre must be a number.");
        if (options.BaselinePoints < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.BaselinePoints, "BaselinePoints must be at least 1.");

        excluded = new bool[values.Length];
        foreach (var i in options.Excluded)
        {
            if (i < 0 || i >= values.Length) throw new ArgumentOutOfRangeException(nameof(options), i, "Excluded: there is no such point.");
            excluded[i] = true;
        }

        Parts = Divide(values.Length, options.PartStarts);
        baseline = new bool[values.Length];
        points = new ControlChartPoint[values.Length];
        foreach (var (start, end) in Parts)
        {
            var last = options.BaselinePoints is { } first && first < end - start ? start + first : end;
            for (var i = start; i < last; i++) baseline[i] = !excluded[i];
        }
    }

    public double[] Values { get; }

    public ChartOptions Options { get; }

    public IReadOnlyList<(int Start, int End)> Parts { get; }

    /// <summary>The values that make the limits of a part, gaps as NaN.</summary>
    public double[] Baseline((int Start, int End) part) => Baseline(part, Values);

    /// <summary>The items of a parallel series at the points that make the limits of a part.</summary>
    public double[] Baseline((int Start, int End) part, double[] series)
    {
        var chosen = new List<double>(part.End - part.Start);
        for (var i = part.Start; i < part.End; i++)
            if (baseline[i]) chosen.Add(series[i]);
        return [.. chosen];
    }

    /// <summary>The mean moving range of a baseline, screened where the options ask for it.</summary>
    /// <param name="part">The part whose limits are made.</param>
    /// <param name="ranges">NaN among them is left out.</param>
    /// <param name="screeningMultiple">Ranges at or above this many mean ranges are outliers.</param>
    public double MeanRange((int Start, int End) part, double[] ranges, double screeningMultiple = ChartConstants.D4OfTwo)
    {
        if (!Options.ScreenMovingRanges) return CompensatedSum.MeanOf(ranges);
        var screened = MovingRanges.Screened(ranges, screeningMultiple);
        if (screened > 0 || !Options.Safeguards) return screened;
        var all = CompensatedSum.MeanOf(ranges);
        if (all > 0) Apply(part, Safeguard.UnscreenedRanges);
        return all;
    }

    /// <summary>Records that a safeguard made the limits of a part.</summary>
    public void Apply((int Start, int End) part, Safeguard safeguard)
    {
        if (!applied.TryGetValue(part.Start, out var safeguards)) applied[part.Start] = safeguards = [];
        safeguards.Add(safeguard);
    }

    /// <summary>True when a point makes limits.</summary>
    public bool IsBaseline(int i) => baseline[i];

    /// <summary>Draws centre and limits of a point, limits cut to the range of the statistic.</summary>
    public void Draw(int i, double centre, double sigma, double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity)
    {
        double outer = width * sigma, inner = outer * 2 / 3;
        Draw(i, centre, sigma, centre - outer, centre + outer, centre - inner, centre + inner, floor, ceiling);
    }

    /// <summary>Draws a point whose limits are not simply a number of standard errors from the centre.</summary>
    public void Draw(
        int i, double centre, double sigma, double lower, double upper, double innerLower, double innerUpper,
        double floor = double.NegativeInfinity, double ceiling = double.PositiveInfinity, double? z = null)
    {
        var value = Values[i];
        var standard = z ?? Standardised(value, centre, sigma);
        points[i] = new ControlChartPoint(
            value, centre, sigma, Math.Max(floor, lower), Math.Min(ceiling, upper), Math.Max(floor, innerLower),
            Math.Min(ceiling, innerUpper),
            standard, Level.Compare(value, centre), 0, excluded[i]);
    }

    /// <summary>Distance from the mean in standard errors: without spread 0 on the mean and infinite off it.</summary>
    public static double Standardised(double value, double mean, double sigma) =>
        sigma > 0 ? (value - mean) / sigma
        : sigma == 0 && Level.Compare(value, mean) is var side && !double.IsNaN(value) ? side == 0 ? 0 : side * double.PositiveInfinity
        : double.NaN;

    /// <summary>The finished chart.</summary>
    public ControlChart Finish()
    {
        var parts = new List<ChartPart>(Parts.Count);
        var sides = new List<sbyte>(points.Length);
        foreach (var (start, end) in Parts)
        {
            sides.Clear();
            var made = 0;
            for (var i = start; i < end; i++)
            {
                points[i] = points[i] with { Part = parts.Count };
                if (baseline[i] && !points[i].IsGap) made++;
                if (!excluded[i]) sides.Add((sbyte)points[i].Side);
            }

            parts.Add(new ChartPart(
                start, end, made, RunsAnalysis.Of(CollectionsMarshal.AsSpan(sides)), applied.GetValueOrDefault(start) ?? []));
        }

        return new ControlChart(kind, points, parts, width);
    }

    private static List<(int Start, int End)> Divide(int count, IReadOnlyCollection<int> starts)
    {
        var parts = new List<(int, int)>();
        var start = 0;
        foreach (var next in starts.Distinct().Order())
        {
            if (next < 0 || next >= count)
                throw new ArgumentOutOfRangeException(nameof(starts), next, "PartStarts: there is no such point.");
            if (next > start) parts.Add((start, next));
            start = next;
        }

        if (count > start) parts.Add((start, count));
        return parts;
    }
}
