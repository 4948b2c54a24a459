using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>
/// Whether the basics were delivered every time in a week: which were not and where, by channel and site, and who stands out from
/// colleagues. A staff account reads its own figures and the totals it may see.
/// </summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class IndexModel(
    MasterDataReader masterData, ConsistencyQuery consistency, BasicsQuery basics, FunnelQuery comparison, BusinessToday present)
    : PageModel
{
    private const string PairLines = "pairs";

    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The week shown, such as 2026-W47; the present one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    /// <summary>"pairs": also person by person and channel, which of many people are many lines.</summary>
    [BindProperty(SupportsGet = true, Name = "lines")]
    public string? LinesText { get; set; }

    public Actor Actor { get; private set; } = null!;
    public IReadOnlyList<Site> Sites { get; private set; } = [];
    public Site? Site { get; private set; }
    public IsoWeek Week { get; private set; }

    /// <summary>The present week at the site, or for all sites the one of the latest of their business dates.</summary>
    public IsoWeek PresentWeek { get; private set; }

    public UnitLine? Whole { get; private set; }

    /// <summary>The basics of the baseline in force, in its order; none for a staff account.</summary>
    public IReadOnlyList<BasicRow> Basics { get; private set; } = [];

    /// <summary>Baselines of the weeks shown that asked for more.</summary>
    public IReadOnlyList<RaisedBar> Raised { get; private set; } = [];

    public IReadOnlyList<UnitLine> Channels { get; private set; } = [];

    /// <summary>How teams differ from the others of their site, in words.</summary>
    public IReadOnlyList<string> TeamGaps { get; private set; } = [];

    /// <summary>Site by site, where several are shown.</summary>
    public IReadOnlyList<UnitLine> BySite { get; private set; } = [];

    /// <summary>Who stands out; null for a staff account.</summary>
    public PeopleCompared? Compared { get; private set; }

    public IReadOnlyList<UnitLine> People { get; private set; } = [];
    public IReadOnlyList<UnitLine> Pairs { get; private set; } = [];

    /// <summary>Whether a baseline is in force, without which nothing can be logged.</summary>
    public bool HasBaseline { get; private set; }

    /// <summary>The totals whose week is marked in their chart.</summary>
    public IEnumerable<UnitLine> Outside => new[] { Whole }.OfType<UnitLine>().Concat(Channels)
        .Where(l => l.Figures.Chart.Points[^1].Signal != Signal.None);

    /// <summary>The places on which a basic is met less often, in the order of the basics.</summary>
    public IEnumerable<PlaceRow> Lower => Basics.SelectMany(b => b.Lower);

    /// <summary>This page with the lines of people by channel.</summary>
    public string PairsHref => Url.Page("Index", null, new { site = SiteCode, week = WeekText, lines = PairLines }, null, "pairs")!;

    /// <summary>The weeks over which places and people are compared, in words.</summary>
    public string WeeksCompared => $"the {BasicsQuery.WeeksCompared} weeks to week {Week.Number}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        Sites = [.. Actor.OfOwnSites(master.Sites.All)];
        if (!string.IsNullOrEmpty(SiteCode))
        {
            Site = Sites.FirstOrDefault(s => s.Code == SiteCode);
            if (Site is null) return NotFound();
        }
        else if (Sites.Count == 1) Site = Sites[0];

        var today = present.Of(Actor, master, Site);
        PresentWeek = IsoWeek.Of(today);
        Week = PresentWeek;
        if (!string.IsNullOrEmpty(WeekText))
        {
            if (!IsoWeek.TryParse(WeekText, out var week)) return NotFound();
            Week = week;
        }

        HasBaseline = master.BaselineOn(today) is not null;
        var figures = await consistency.WeekAsync(Actor, Week, Site, cancellation);
        IReadOnlyList<UnitLine> Lines(Breakdown by) =>
        [
            .. figures.By(by).Select(u => new UnitLine(u, master, Site ?? master.Sites.Find(u.Unit.SiteId), Week))
                .OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase),
        ];
        Whole = Lines(Breakdown.None) is [var whole] ? whole : null;
        Channels = Lines(Breakdown.Channel);
        People = [.. Lines(Breakdown.Staff).Where(l => l.Figures.Unit.StaffId is not null)];
        if (!Actor.SeesEverybody || LinesText == PairLines)
            Pairs = [.. Lines(Breakdown.Staff | Breakdown.Channel).Where(l => l.Figures.Unit.StaffId is not null)];
        if (!Actor.SeesEverybody || Whole is null) return Page();

        if (Site is null) BySite = Lines(Breakdown.Site);
        if (await basics.RunAsync(Actor, Week, Site, today, cancellation) is Result<BasicsFigures?>.Ok { Value: { } found })
        {
            Basics = [.. found.Lines.Select(l => new BasicRow(l, master, Site, Week))];
            Raised = found.Raised;
            var teams = figures.By(Breakdown.Site | Breakdown.Team);
            TeamGaps = [.. found.Teams.Select(t => TeamWords(t, teams.FirstOrDefault(l => l.Unit == t.Unit), master))];
        }

        var recent = new FigureFilter { From = Week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday, To = Week.Sunday, Site = Site?.Code };
        var people = await comparison.RunAsync(Actor, Breakdown.Staff, recent, cancellation, ofOneSite: Site is not null);
        if (people is Result<FunnelFigures>.Ok { Value: var funnel }) Compared = new PeopleCompared(funnel, People, master, Site);
        return Page();
    }

    // Better week after week is told as such: a team is steady where its own weeks show nothing but chance.
    private string TeamWords(TeamOfSite team, UnitWeek? week, MasterData master)
    {
        var steady = week?.Chart is { HasRange: true, Recent: var recent } && recent.All(p => p.Signal == Signal.None) ? ", steadily" : "";
        return $"{master.Team(team.Unit.SiteId!.Value, team.Unit.TeamId)!.Name}: {team.Gap.Words}{steady}, over {WeeksCompared}.";
    }
}
