using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Analysis;

/// <summary>The series of a request, checked against what its kind of chart takes.</summary>
internal sealed class ChartSeries
{
    // Whole numbers up to here are exact in a double; nobody counts further.
    private const double MostCounted = 1L << 53;

    private readonly ChartRequest request;
    private readonly double[] values, sizes;
    private readonly Subgroup[] subgroups;

    private ChartSeries(ChartRequest request, double[] values, double[] sizes, Subgroup[] subgroups)
    {
        this.request = request;
        this.values = values;
        this.sizes = sizes;
        this.subgroups = subgroups;
    }

    private int Count => Math.Max(values.Length, subgroups.Length);

    /// <summary>Checks a request.</summary>
    /// <exception cref="ArgumentException">A field is missing, out of its range or not for this kind.</exception>
    public static ChartSeries Of(ChartRequest request)
    {
        if (!Enum.IsDefined(request.Kind)) throw ChartRequest.Refused($"There is no chart {request.Kind}.", nameof(request.Kind));
        var series = request.Kind is ChartKind.XBar or ChartKind.S
            ? new ChartSeries(request, [], [], OfSubgroups(request))
            : new ChartSeries(request, OfValues(request), OfSizes(request), []);
        series.CheckOptions();
        series.CheckPairs();
        return series;
    }

    /// <summary>Whether each point has anything to draw and is not left out.</summary>
    public bool[] HasData
    {
        get
        {
            var has = new bool[Count];
            for (var i = 0; i < has.Length; i++)
                has[i] = subgroups.Length > 0 ? subgroups[i].Size > 0 : !double.IsNaN(values[i]) && (sizes.Length == 0 || sizes[i] > 0);
            foreach (var i in request.Excluded) has[i] = false;
            return has;
        }
    }

    /// <summary>Denominator or size of the subgroup of a point; NaN where there is none.</summary>
    public double Size(int i) => subgroups.Length > 0 ? subgroups[i].Size : sizes.Length > 0 ? sizes[i] : double.NaN;

    /// <summary>k of n at the points that make the limits of a part; a proportion of counts that are not whole is left out.</summary>
    public IEnumerable<(long K, long N)> BaselineCounts(ChartPart part)
    {
        var excluded = request.Excluded.ToHashSet();
        var last = request.BaselinePoints is { } first ? Math.Min(part.End, part.Start + (long)first) : part.End;
        for (var i = part.Start; i < last; i++)
            if (sizes[i] is > 0 and <= MostCounted && double.IsInteger(values[i]) && double.IsInteger(sizes[i]) && !excluded.Contains(i))
                yield return ((long)values[i], (long)sizes[i]);
    }

    /// <summary>Makes the chart.</summary>
    public ControlChart Chart()
    {
        var options = new ChartOptions
        {
            BaselinePoints = request.BaselinePoints,
            PartStarts = request.PartStarts,
            Excluded = request.Excluded,
            ScreenMovingRanges = request.ScreenMovingRanges,
            Centre = request.Centre,
            Sigma = request.Sigma,
        };
        return request.Kind switch
        {
            ChartKind.Run => RunChart.Of(sizes.Length == 0 ? values : new RatioSeries(values, sizes).Values, options),
            ChartKind.XmR => IndividualsChart.XmR(values, options),
            ChartKind.Individuals => IndividualsChart.Of(values, options),
            ChartKind.MovingRange => MovingRangeChart.Of(values, options),
            ChartKind.XBar => XBarSChart.XBar(subgroups, options),
            ChartKind.S => XBarSChart.S(subgroups, options),
            ChartKind.T => TChart.Of(values, options),
            ChartKind.P => ProportionChart.P(values, sizes, options),
            ChartKind.PPrime => ProportionChart.PPrime(values, sizes, options),
            ChartKind.C => CountChart.Of(values, options),
            ChartKind.U => RateChart.U(values, sizes, options),
            ChartKind.UPrime => RateChart.UPrime(values, sizes, options),
            ChartKind.G => GChart.Of(values, options),
            _ => NormalisedIndividualsChart.Of(values, sizes, options),
        };
    }

    private static Subgroup[] OfSubgroups(ChartRequest request)
    {
        if (request.Summaries is { } summaries && request.Subgroups is null) return [.. summaries];
        if (request.Subgroups is null) throw ChartRequest.Refused($"A chart {request.Kind} needs subgroups.", nameof(request.Subgroups));
        if (request.Values.Count > 0)
            throw ChartRequest.Refused($"A chart {request.Kind} takes subgroups, not values.", nameof(request.Values));
        if (request.Sizes is not null)
            throw ChartRequest.Refused($"A chart {request.Kind} counts its subgroups itself.", nameof(request.Sizes));
        var subgroups = new Subgroup[request.Subgroups.Count];
        for (var i = 0; i < subgroups.Length; i++)
        {
            double[] members = [
                .. request.Subgroups[i] ?? throw ChartRequest.Refused($"Subgroup {i} is missing.", nameof(request.Subgroups))];
            foreach (var member in members)
                if (!double.IsFinite(member))
                    throw ChartRequest.Refused($"A value of subgroup {i} is not a number.", nameof(request.Subgroups));
            subgroups[i] = Subgroup.Of(members);
        }

        return subgroups;
    }

    private static double[] OfValues(ChartRequest request)
    {
        if (request.Subgroups is not null)
            throw ChartRequest.Refused($"A chart {request.Kind} takes values, not subgroups.", nameof(request.Subgroups));
        var values = new double[request.Values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = request.Values[i] ?? double.NaN;
            if (double.IsInfinity(values[i]) || request.Values[i] is double.NaN)
                throw ChartRequest.Refused($"Value {i} is not a number.", nameof(request.Values));
            var tooLow = request.Kind switch
            {
                ChartKind.T => values[i] <= 0,
                ChartKind.P or ChartKind.PPrime or ChartKind.C or ChartKind.U or ChartKind.UPrime or ChartKind.G => values[i] < 0,
                _ => false,
            };
            if (tooLow) throw ChartRequest.Refused($"Value {i} is too low for a chart {request.Kind}.", nameof(request.Values));
        }

        return values;
    }

    private static double[] OfSizes(ChartRequest request)
    {
        var needed = request.Kind is ChartKind.P or ChartKind.PPrime or ChartKind.U or ChartKind.UPrime or ChartKind.IPrime;
        if (request.Sizes is null)
            return needed ? throw ChartRequest.Refused($"A chart {request.Kind} needs sizes.", nameof(request.Sizes)) : [];
        if (!needed && request.Kind != ChartKind.Run)
            throw ChartRequest.Refused(
                $"A chart {request.Kind} takes no sizes. A proportion k of n is judged by a p or p′ chart, never by single values.",
                nameof(request.Sizes));
        if (request.Sizes.Count != request.Values.Count)
            throw ChartRequest.Refused($"There are {request.Sizes.Count} sizes for {request.Values.Count} values.", nameof(request.Sizes));
        var sizes = new double[request.Sizes.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = request.Sizes[i] ?? double.NaN;
            if (sizes[i] < 0 || double.IsInfinity(sizes[i]) || request.Sizes[i] is double.NaN)
                throw ChartRequest.Refused($"Size {i} is not a number of 0 or above.", nameof(request.Sizes));
        }

        return sizes;
    }

    private void CheckPairs()
    {
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 0 && values[i] is not (0 or double.NaN))
                throw ChartRequest.Refused($"Value {i} counts something among 0.", nameof(request.Values));
            if (request.Kind is ChartKind.P or ChartKind.PPrime && values[i] > sizes[i])
                throw ChartRequest.Refused($"Value {i} is more than its size.", nameof(request.Values));
        }
    }

    private void CheckOptions()
    {
        var kind = request.Kind;
        if (request.Labels is not null && request.Labels.Count != Count)
            throw ChartRequest.Refused($"There are {request.Labels.Count} labels for {Count} points.", nameof(request.Labels));
        if (!Enum.IsDefined(request.Better)) throw ChartRequest.Refused($"There is no direction {request.Better}.", nameof(request.Better));
        if (request.BaselinePoints < 1) throw ChartRequest.Refused("A baseline has at least 1 point.", nameof(request.BaselinePoints));
        if (request.Reference is not null && (request.BaselinePoints is not null || request.PartStarts.Count > 0))
            throw ChartRequest.Refused("A reference period stands in place of baseline points and parts.", nameof(request.Reference));
        foreach (var i in request.PartStarts)
            if (i < 0 || i >= Count)
                throw ChartRequest.Refused($"There is no point {i} at which a part could start.", nameof(request.PartStarts));
        foreach (var i in request.Excluded)
            if (i < 0 || i >= Count) throw ChartRequest.Refused($"There is no point {i} to exclude.", nameof(request.Excluded));
        if (request.Target is { } target && !double.IsFinite(target))
            throw ChartRequest.Refused("The target is not a number.", nameof(request.Target));
        if (request.Centre is { } centre)
        {
            if (kind is ChartKind.T or ChartKind.S) throw ChartRequest.Refused($"A chart {kind} takes no centre.", nameof(request.Centre));
            var possible = kind switch
            {
                ChartKind.P or ChartKind.PPrime => centre is > 0 and < 1,
                ChartKind.C or ChartKind.U or ChartKind.UPrime or ChartKind.G or ChartKind.MovingRange => centre > 0,
                _ => true,
            };
            if (!double.IsFinite(centre) || !possible)
                throw ChartRequest.Refused($"A centre of {centre} is not possible on a chart {kind}.", nameof(request.Centre));
        }

        if (request.Sigma is not { } sigma) return;
        if (kind is not (ChartKind.XmR or ChartKind.Individuals or ChartKind.XBar or ChartKind.S))
            throw ChartRequest.Refused($"A chart {kind} takes no sigma.", nameof(request.Sigma));
        if (!(sigma >= 0 && double.IsFinite(sigma)))
            throw ChartRequest.Refused("Sigma must be a number, 0 or above.", nameof(request.Sigma));
    }
}
