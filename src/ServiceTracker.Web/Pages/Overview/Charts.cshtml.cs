using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Charts;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>All charts of a kind on one scale, those that speak first, A to Z.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class ChartsModel(MasterDataReader masterData, ChartsQuery charts, BusinessToday present) : PageModel
{
    private const string AsTable = "table";

    /// <summary>Of what, as a word of <see cref="ChartsBy"/>; basics where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "by")]
    public string? ByText { get; set; }

    /// <summary>Code of the site shown; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The last week; the last whole one where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    /// <summary>"table": the same numbers as a table.</summary>
    [BindProperty(SupportsGet = true, Name = "as")]
    public string? As { get; set; }

    public WeekFilter Asked { get; private set; } = null!;
    public ChartsBy By { get; private set; }
    public bool IsTable => As == AsTable;

    /// <summary>Those with an open flag, a class other than usual or, if it is no person, a marked last week; A to Z.</summary>
    public IReadOnlyList<ChartCard> Speaking { get; private set; } = [];

    /// <summary>All others, A to Z.</summary>
    public IReadOnlyList<ChartCard> Quiet { get; private set; } = [];

    /// <summary>Foot of the one scale, 0 to 0.95.</summary>
    public double Foot { get; private set; }

    public IEnumerable<ChartCard> All => Speaking.Concat(Quiet);

    /// <summary>This page for another kind, or in the other form.</summary>
    public string PathTo(ChartsBy by, bool asTable) => Url.Page(
        "Charts",
        new { by = Code(by), site = Asked.Site?.Code, week = WeekText, @as = asTable ? AsTable : null })!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var master = await masterData.GetAsync(cancellation);
        if (WeekFilter.Of(actor, master, present, SiteCode, WeekText) is not { } which) return NotFound();
        Asked = which;
        if (!string.IsNullOrEmpty(ByText))
        {
            if (!SnakeCase<ChartsBy>.TryParse(ByText, out var by)) return NotFound();
            By = by;
        }

        var found = await charts.RunAsync(actor, By, which.Week, which.Site, which.AsOf, cancellation);
        if (found is not Result<IReadOnlyList<ChartOfMany>>.Ok { Value: var many }) return Forbid();
        master = await masterData.GetAsync(cancellation);
        var cards = many.Select(c => ChartCard.For(c, master, which.Site, which.Week))
            .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToList();
        Speaking = [.. cards.Where(c => c.Word.Speaks)];
        Quiet = [.. cards.Where(c => !c.Word.Speaks)];
        Foot = RateStrip.FootOf(cards.Select(c => c.Chart.Points.Select(p => new WeekCount(p.Week, p.N, p.K)).ToList()));
        return Page();
    }

    /// <summary>A kind as addresses have it.</summary>
    public static string Code(ChartsBy by) => SnakeCase<ChartsBy>.Text(by);

    /// <summary>A kind as people call it.</summary>
    public static string Words(ChartsBy by) => by switch
    {
        ChartsBy.BasicsByChannel => "Basics by channel",
        _ => by.ToString(),
    };
}
