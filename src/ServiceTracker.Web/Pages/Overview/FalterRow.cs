using System.Globalization;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Words;
using ServiceTracker.Web.Pages.Consistency;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>A role, hours and a basic in the table of what falters.</summary>
/// <param name="Hours">The figures.</param>
/// <param name="Question">The basic's question.</param>
/// <param name="Site">Where.</param>
/// <param name="From">First day looked at.</param>
/// <param name="To">Last day.</param>
public sealed record FalterRow(FalteringHours Hours, string Question, Site Site, DateOnly From, DateOnly To)
{
    public string Rate => UnitLine.Percent(Hours.Rate);
    public string Usual => UnitLine.Percent(Hours.Expected);
    public string Interval => $"{UnitLine.Percent(Hours.Interval.Low)}–{UnitLine.Percent(Hours.Interval.High)}";
    public string Less => $"{PercentText.Points(Hours.Expected - Hours.Rate)} less";
    public long Missed => Hours.Applicable - Hours.Met;

    /// <summary>The interactions in which it was missed then.</summary>
    public string MissedHref => UnitLine.Interactions(
        Site, null, null, From, To, Hours.Expectation, ("role", Hours.Role), ("fromHour", Text(Hours.From)),
        ("beforeHour", Text(Hours.Before)));

    private static string Text(int hour) => hour.ToString(CultureInfo.InvariantCulture);
}
