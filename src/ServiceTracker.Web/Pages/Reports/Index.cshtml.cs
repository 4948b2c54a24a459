using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>The weekly CSV files, week by week.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(MasterDataReader masterData, WeeklyReport report) : PageModel
{
    /// <summary>What stands in each file.</summary>
    public static IReadOnlyList<(WeeklyFile File, string About)> Files { get; } =
    [
        (WeeklyFile.Consistency, "A row for each site, team, person and channel: rate, interval, score, class"),
        (WeeklyFile.Basics, "The same for each basic: met, missed, rate, measured mean and spread"),
        (WeeklyFile.Interactions, "A row for each interaction, staff as codes"),
        (WeeklyFile.Staff, "A row for each site and person, over teams and channels; the person's own view"),
        (WeeklyFile.Channels, "A row for each site and channel, over teams and people"),
        (WeeklyFile.Sites, "A row for each site"),
        (WeeklyFile.Flags, "A row for each flag that was open in the week, with how far the work on it has come"),
    ];

    public IReadOnlyList<Site> Sites { get; private set; } = [];
    public IReadOnlyList<ReportedWeek> Weeks { get; private set; } = [];

    /// <summary>Code of the site the files are for; all sites where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>For which spreadsheet the files are written; for programs where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "profile")]
    public string? Profile { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        Sites = [.. actor.OfOwnSites((await masterData.GetAsync(cancellation)).Sites.All)];
        if (!string.IsNullOrEmpty(SiteCode) && Sites.All(s => s.Code != SiteCode)) return NotFound();
        Weeks = await report.WeeksAsync(actor, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnGetDownloadAsync(string week, string file, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        var site = actor.IfOwn((await masterData.GetAsync(cancellation)).Sites.Find(SiteCode));
        if (!IsoWeek.TryParse(week, out var parsed) || !SnakeCase<WeeklyFile>.TryParse(file, out var which)) return NotFound();
        if (!string.IsNullOrEmpty(SiteCode) && site is null) return NotFound();
        if (!CsvProfileNames.TryParse(Profile, out var profile)) return NotFound();
        return new PushedFile(
            $"{file}_{parsed}.csv", stream => report.WriteAsync(actor, parsed, which, site, profile, stream, HttpContext.RequestAborted));
    }
}
