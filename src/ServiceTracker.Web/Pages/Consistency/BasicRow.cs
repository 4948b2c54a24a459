using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>One basic in the table of basics.</summary>
/// <param name="Line">Its figures.</param>
/// <param name="Master">Names of places.</param>
/// <param name="Site">The site shown, or null for all.</param>
/// <param name="Week">The week shown.</param>
public sealed record BasicRow(BasicLine Line, MasterData Master, Site? Site, IsoWeek Week)
{
    public Expectation Basic => Line.Basic;

    /// <summary>Enough interactions for a rate.</summary>
    public bool IsEnough => Line.Week.Applicable >= MinimumSample.Default;

    public string Rate => UnitLine.Percent(Line.Week.Rate);

    /// <summary>The week's interactions in which it was missed.</summary>
    public string MissedHref => UnitLine.Interactions(Site, null, null, Week.Monday, Week.Sunday, Basic.Code);

    /// <summary>The places on which it is met less often, the widest gap first.</summary>
    public IReadOnlyList<PlaceRow> Lower => [.. (Line.Places?.Lower ?? []).Select(p => new PlaceRow(this, p))];

    /// <summary>When it is met less often, and at which site: "from 12 to 14 h at Harbour Street".</summary>
    public IReadOnlyList<(string When, string Words, string Missed)> Hours =>
        [.. Line.Hours.Select(h => ($"{h.Hours.When} at {h.Site.Name}", h.Hours.Words, PercentText.Of(1 - h.Hours.Rate)))];

    /// <summary>The places that are not told by an hour already: a site that is lower in some hours is lower on the whole.</summary>
    public IEnumerable<PlaceRow> LowerThroughout => Lower.Where(p => Line.Hours.All(h => h.Site != p.PlaceSite));

    /// <summary>Neither a place nor an hour differs: what a small screen shows in one line.</summary>
    public bool IsUsual => Lower.Count == 0 && Line.Hours.Count == 0;

    /// <summary>What is known where no place differs.</summary>
    public string Elsewhere => Line.Places?.Kind switch
    {
        BasicPlacesKind.Alike => "Everywhere alike",
        BasicPlacesKind.OnlyPlace => "One place only",
        _ => "Too few to tell",
    };
}
