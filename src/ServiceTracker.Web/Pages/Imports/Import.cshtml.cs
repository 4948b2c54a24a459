using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Imports;
using ServiceTracker.Web.Pages.Reports;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>How an import goes or went, with its errors.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class ImportModel(ImportQuery query) : PageModel
{
    public ImportReport Report { get; private set; } = null!;

    /// <summary>Whether it still runs; the page then asks again by itself.</summary>
    public bool IsRunning => Report.Run.IsUnderWay;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation)
    {
        if (await query.FindAsync(User.ToActor(), id, cancellation) is not { } report) return NotFound();
        Report = report;
        // A header and not a script: progress is shown without one.
        if (IsRunning) Response.Headers["Refresh"] = "1";
        return Page();
    }

    public async Task<IActionResult> OnGetBadRowsAsync(Guid id, CancellationToken cancellation)
    {
        if (await query.FindAsync(User.ToActor(), id, cancellation) is not { RowsKept: > 0, Run: var run }) return NotFound();
        var (name, type) = BadRowsName.Of(run);
        return new PushedFile(name, stream => query.WriteBadRowsAsync(run, stream, HttpContext.RequestAborted), type);
    }

    public async Task<IActionResult> OnGetErrorsAsync(Guid id, CancellationToken cancellation)
    {
        if (await query.FindAsync(User.ToActor(), id, cancellation) is null) return NotFound();
        return new PushedFile($"import-{id}-errors.csv", stream => query.WriteErrorsAsync(id, stream, HttpContext.RequestAborted));
    }
}
