namespace ServiceTracker.Statistics.Charts;

/// <summary>A control chart: what is drawn, in the order of time.</summary>
/// <param name="Kind">What is counted or measured.</param>
/// <param name="Points">One per item of the series.</param>
/// <param name="Parts">Stretches with limits of their own, oldest first; none only when there are no points.</param>
/// <param name="Width">Distance of the limits in standard errors; its thirds are the zones of run rules.</param>
public sealed record ControlChart(ChartKind Kind, IReadOnlyList<ControlChartPoint> Points, IReadOnlyList<ChartPart> Parts, double Width = 3)
{
    /// <summary>Points strictly beyond a control limit, excluded ones included.</summary>
    public IReadOnlyList<int> OutsideIndices
    {
        get
        {
            var indices = new List<int>();
            for (var i = 0; i < Points.Count; i++)
                if (Points[i].IsOutside) indices.Add(i);
            return indices;
        }
    }
}
