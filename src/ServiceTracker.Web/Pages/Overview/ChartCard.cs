using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Charts;
using ServiceTracker.Web.Pages.Consistency;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>One of all charts: whose it is and where it leads.</summary>
/// <param name="Of">The chart.</param>
/// <param name="Line">Names and addresses of its unit.</param>
public sealed record ChartCard(ChartOfMany Of, UnitLine Line)
{
    public string Name => Line.Name;
    public UnitChart Chart => Of.Chart;
    public ChartWord Word => Of.Word;

    /// <summary>The flag that is open about it.</summary>
    public string? FlagHref => Of.Flag is { } flag ? OverviewLinks.Flag(flag.Id) : null;

    /// <summary>Rate and number of the last week; too few have no rate.</summary>
    public string Figures => Chart.Points[^1] switch
    {
        { N: 0 } => "none this week",
        { N: < MinimumSample.Default } few => $"n = {few.N}",
        var point => PChartWords.Figures(point),
    };

    /// <summary>Makes the card of a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="master">Names.</param>
    /// <param name="site">The site shown, or null for all.</param>
    /// <param name="week">The last week.</param>
    public static ChartCard For(ChartOfMany chart, MasterData master, Site? site, IsoWeek week)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(master);
        var figures = new UnitWeek(
            chart.Unit, new ConsistencyTally(chart.Unit.Breakdown.Viewpoint()), new UnitReading(chart.Chart, chart.Standing));
        return new(chart, new UnitLine(figures, master, site ?? master.Sites.Find(chart.Unit.SiteId), week)
        {
            Basic = chart.Basic is { } code ? master.BaselineOn(week.Sunday)?.Find(code) : null,
        });
    }
}
