using System.Globalization;
using ServiceTracker.Application.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>A channel or site on which a basic is met less often.</summary>
/// <param name="Row">The basic.</param>
/// <param name="Place">The place.</param>
public sealed record PlaceRow(BasicRow Row, LowPlace Place)
{
    private int Id => int.Parse(Place.Code, CultureInfo.InvariantCulture);

    private Channel? Channel => Place.Kind == PlaceKind.Channel ? Row.Master.Channels.Find(Id) : null;

    /// <summary>The site; null where it is a channel.</summary>
    public Site? PlaceSite => Place.Kind == PlaceKind.Site ? Row.Master.Sites.Find(Id) : null;

    public string Name => Channel?.Name ?? PlaceSite?.Name ?? "";

    /// <summary>The place as a sentence goes on with it.</summary>
    public string Where => Place.Kind == PlaceKind.Channel ? $"on {Name}" : $"at {Name}";

    public string Rate => PercentText.Of(Place.Rate);

    /// <summary>By how much, and of how many.</summary>
    public string Gap => $"{Rate} of {Place.N}, {PercentText.Points(Place.Difference)} less than "
        + (Place.Kind == PlaceKind.Channel ? "on the other channels" : "at the other sites");

    /// <summary>The interactions of the weeks compared in which it was missed there.</summary>
    public string MissedHref => UnitLine.Interactions(
        PlaceSite ?? Row.Site, null, Channel, Row.Week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday, Row.Week.Sunday, Row.Basic.Code);
}
