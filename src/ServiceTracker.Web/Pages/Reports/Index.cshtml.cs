using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Overview;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>A week on one page to read or to print, its files with their sealed revisions, and the weeks before it.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(
    MasterDataReader masterData, OverviewQuery overview, BusinessToday present, WeeklyReport report, SealedWeeks weeks, SealOnRequest seal,
    SealedDiff diff, WeekArchive archive, WeekPreview preview) : PageModel
{
    /// <summary>Weeks listed at a time.</summary>
    public const int WeeksOnPage = 10;

    /// <summary>Differences shown on the page; all of them are in the file.</summary>
    public const int MostDifferences = 50;

    public IReadOnlyList<Site> Sites { get; private set; } = [];
    public Site? Site { get; private set; }
    public IsoWeek Week { get; private set; }

    /// <summary>All weeks with interactions, newest first.</summary>
    public IReadOnlyList<ReportedWeek> Weeks { get; private set; } = [];

    /// <summary>Those of them that are listed.</summary>
    public IReadOnlyList<ReportedWeek> Listed => [.. Weeks.Skip((PageNumber - 1) * WeeksOnPage).Take(WeeksOnPage)];

    public ILookup<IsoWeek, WeekState> States { get; private set; } = Array.Empty<WeekState>().ToLookup(_ => default(IsoWeek));

    /// <summary>Revisions of the week at the site; none without a site.</summary>
    public IReadOnlyList<SealedRevision> Revisions { get; private set; } = [];

    /// <summary>The revision whose files are offered; null: the week as it is now.</summary>
    public SealedRevision? Shown { get; private set; }

    /// <summary>What is said of the week; null while it runs, and where nothing was logged.</summary>
    public WeekSummary? Summary { get; private set; }

    public OverviewLinks? Links { get; private set; }

    /// <summary>First rows of the file that is looked into, the header first.</summary>
    public IReadOnlyList<string[]> Preview { get; private set; } = [];

    public WeeklyFile PreviewOf { get; private set; } = WeeklyFile.Sites;

    /// <summary>What differs between the revision shown and the one before it; null where that is not asked.</summary>
    public IReadOnlyList<SealedDifference>? Differences { get; private set; }

    /// <summary>Whether the week is over everywhere that is shown.</summary>
    public bool IsOver { get; private set; }

    [BindProperty(SupportsGet = true, Name = "site")]
    public string? SiteCode { get; set; }

    /// <summary>The week, such as 2026-W47; the last whole one with interactions where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "week")]
    public string? WeekText { get; set; }

    /// <summary>For which spreadsheet files are written; for programs where absent.</summary>
    [BindProperty(SupportsGet = true, Name = "profile")]
    public string? Profile { get; set; }

    /// <summary>The sealed revision; the newest where absent, 0: the week as it is now.</summary>
    [BindProperty(SupportsGet = true, Name = "revision")]
    public int? Revision { get; set; }

    /// <summary>The file that is looked into.</summary>
    [BindProperty(SupportsGet = true, Name = "file")]
    public string? FileName { get; set; }

    /// <summary>Which ten weeks are listed, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "list")]
    public int PageNumber { get; set; } = 1;

    /// <summary>Whether what changed with the revision is shown.</summary>
    [BindProperty(SupportsGet = true, Name = "changes")]
    public bool ShowsChanges { get; set; }

    public int Pages => Math.Max(1, (Weeks.Count + WeeksOnPage - 1) / WeeksOnPage);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (!await FindAsync(actor, cancellation) || PageNumber < 1 || PageNumber > Pages) return NotFound();
        States = await weeks.StatesAsync(actor, [Week, .. Listed.Select(w => w.Week)], cancellation);
        if (Revisions.Count > 0 && Shown is { Seal.Revision: > 1 and var number } && ShowsChanges
            && Revisions.FirstOrDefault(r => r.Seal.Revision == number - 1) is { } before)
            Differences = await diff.RunAsync(before, Shown, cancellation);
        if (SnakeCase<WeeklyFile>.TryParse(FileName ?? SnakeCase<WeeklyFile>.Text(PreviewOf), out var file))
        {
            PreviewOf = file;
            Preview = Shown is null
                ? await preview.OfAsync(actor, Week, file, Site, cancellation) : await preview.OfAsync(Shown, file, cancellation);
        }

        if (IsOver && Site is not null)
            (Need, Pending) = (await seal.NeedOfAsync(Site, Week, cancellation), await seal.PendingAsync(Site, Week, cancellation));
        if (!IsOver || Weeks.All(w => w.Week != Week)) return Page();
        var asOf = present.Of(actor, await masterData.GetAsync(cancellation), Site);
        if (Week < IsoWeek.Of(asOf).AddWeeks(-1)) asOf = Week.Sunday;
        if (await overview.RunAsync(actor, Week, Site, asOf, cancellation) is Result<OverviewFigures>.Ok { Value: var figures })
            Summary = new WeekSummary(figures, Week);
        Links = new OverviewLinks(await masterData.GetAsync(cancellation), Site, Week);
        return Page();
    }

    /// <summary>A file of the week.</summary>
    public async Task<IActionResult> OnGetDownloadAsync(string file, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (!await FindAsync(actor, cancellation) || !SnakeCase<WeeklyFile>.TryParse(file, out var which)) return NotFound();
        if (!CsvProfileNames.TryParse(Profile, out var profile) || (Shown is not null && Shown.Find(which) is null)) return NotFound();
        return new PushedFile(
            WeekFileName.Of(file, ".csv", Week, Site, Shown?.Seal.Revision),
            stream => Shown is null
                ? report.WriteAsync(actor, Week, which, Site, profile, stream, HttpContext.RequestAborted)
                : weeks.WriteAsync(actor, Shown, which, profile, stream, HttpContext.RequestAborted));
    }

    /// <summary>All files of the week in one.</summary>
    public async Task<IActionResult> OnGetArchiveAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (!await FindAsync(actor, cancellation) || !CsvProfileNames.TryParse(Profile, out var profile)) return NotFound();
        return new PushedFile(
            WeekFileName.Of("week", ".zip", Week, Site, Shown?.Seal.Revision),
            stream => Shown is null
                ? archive.WriteAsync(actor, Week, Site, profile, stream, HttpContext.RequestAborted)
                : archive.WriteAsync(actor, Shown, profile, stream, HttpContext.RequestAborted),
            "application/zip");
    }

    /// <summary>What differs from the revision before, as a file.</summary>
    public async Task<IActionResult> OnGetDiffAsync(CancellationToken cancellation)
    {
        if (!await FindAsync(User.ToActor(), cancellation) || !CsvProfileNames.TryParse(Profile, out var profile)) return NotFound();
        if (Shown is null || Revisions.FirstOrDefault(r => r.Seal.Revision == Shown.Seal.Revision - 1) is not { } before) return NotFound();
        var found = await diff.RunAsync(before, Shown, cancellation);
        return new PushedFile(
            WeekFileName.Of($"diff-r{before.Seal.Revision}", ".csv", Week, Site, Shown.Seal.Revision),
            stream => diff.WriteAsync(User.ToActor(), Shown, found, profile, stream, HttpContext.RequestAborted));
    }

    /// <summary>Seals the week now.</summary>
    /// <summary>Why a delivered week is sealed before its time.</summary>
    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    /// <summary>What it takes to seal the week now.</summary>
    public SealNeed Need { get; private set; }

    /// <summary>What somebody asked for and nobody agreed to yet.</summary>
    public SealApproval? Pending { get; private set; }

    /// <summary>Whether whoever looks may agree to it.</summary>
    public bool MayAgree => Pending is not null && SealOnRequest.IsSecond(User.ToActor(), Pending);

    public async Task<IActionResult> OnPostApproveAsync(Guid id, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        Revision = null;
        if (!await FindAsync(actor, cancellation) || Site is null) return NotFound();
        var answer = await seal.ApproveAsync(actor, Week, id, [Site], cancellation);
        if (answer is Result<WeekSeal>.NotFound) return NotFound();
        TempData["Done"] = answer switch
        {
            Result<WeekSeal>.Ok(var made, _) => $"{Week} is sealed: revision {made.Revision}.",
            Result<WeekSeal>.Conflict(var words) => words,
            _ => $"{Week} is not over yet.",
        };
        return RedirectToPage(new { site = SiteCode, week = Week.ToString(), profile = Profile });
    }

    public async Task<IActionResult> OnPostSealAsync(CancellationToken cancellation)
    {
        var actor = User.ToActor();
        Revision = null;
        if (!await FindAsync(actor, cancellation) || Site is null) return NotFound();
        TempData["Done"] = await seal.RunAsync(actor, Site, Week, Reason, cancellation) switch
        {
            Result<SealRequested>.Ok({ Approval: not null }, _) => $"{Week} was delivered: a second person has to agree here.",
            Result<SealRequested>.Ok({ Seal: { } made, IsNew: true }, _) => $"{Week} is sealed: revision {made.Revision}.",
            Result<SealRequested>.Ok({ Seal: { } made }, _) => $"Nothing changed since revision {made.Revision}.",
            Result<SealRequested>.Invalid { Errors: [var wrong, ..] } => $"Not sealed. {wrong.Message}",
            _ => $"{Week} is not over yet.",
        };
        return RedirectToPage(new { site = SiteCode, week = Week.ToString(), profile = Profile });
    }

    /// <summary>The page with something else about it.</summary>
    public string Link(string? week = null, int? revision = null, string? file = null, int? list = null, bool changes = false) =>
        Url.Page("Index", new
        {
            site = SiteCode,
            week = week ?? Week.ToString(),
            profile = Profile,
            revision = week is null ? revision ?? Revision : null,
            file,
            list = list is > 1 ? list : null,
            changes = changes ? "true" : null,
        })!;

    /// <summary>A file of the week as it is shown.</summary>
    public string Of(string handler, string? file = null) => Url.Page("Index", handler, new
    {
        site = SiteCode,
        week = Week.ToString(),
        profile = Profile,
        revision = Revision,
        file,
    })!;

    // Which week, site and revision it is about.
    private async Task<bool> FindAsync(Actor actor, CancellationToken cancellation)
    {
        Sites = [.. actor.OfOwnSites((await masterData.GetAsync(cancellation)).Sites.All)];
        Site = string.IsNullOrEmpty(SiteCode) ? Sites is [var only] ? only : null : Sites.FirstOrDefault(s => s.Code == SiteCode);
        if (!string.IsNullOrEmpty(SiteCode) && Site is null) return false;
        Weeks = await report.WeeksAsync(actor, cancellation);
        var current = IsoWeek.Of(present.Of(actor, await masterData.GetAsync(cancellation), Site));
        Week = Weeks.FirstOrDefault(w => w.Week < current)?.Week ?? current;
        if (!string.IsNullOrEmpty(WeekText))
        {
            if (!IsoWeek.TryParse(WeekText, out var asked)) return false;
            Week = asked;
        }

        IsOver = Week < current;
        if (Site is null) return Revision is null or 0;
        Revisions = await weeks.RevisionsAsync(actor, Week, Site, cancellation);
        if (Revision == 0) return true;
        Shown = Revision is { } wished ? Revisions.FirstOrDefault(r => r.Seal.Revision == wished)
            : Revisions is [var newest, ..] ? newest : null;
        return Revision is null || Shown is not null;
    }
}
