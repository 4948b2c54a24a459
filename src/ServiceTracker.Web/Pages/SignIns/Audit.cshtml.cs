using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Reports;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>The audit record, page by page.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class AuditModel(AuditQuery audit, AuditFile file) : PageModel
{
    private const int AtOnce = 100;

    /// <summary>What there is to choose from: how actions begin, and what they are called.</summary>
    public static IReadOnlyList<(string Value, string Words)> Kinds { get; } =
    [
        ("account.sign", "Signing in and out"), ("account.", "Accounts"), ("token.", "Tokens"), ("baseline.", "Baselines"),
        ("interaction.", "Interactions"),
        ("site.", "Sites"), ("staff.", "People"), ("import.", "Imports"), ("report.", "Files taken out"),
    ];

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    /// <summary>How the action begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? What { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<AuditEntry> Lines { get; private set; } = [];

    /// <summary>Address of the next page, or null.</summary>
    public string? Next { get; private set; }

    /// <summary>How far the chain of closed days goes.</summary>
    public string Closed { get; private set; } = "";

    /// <summary>Address of the file with all lines that fit.</summary>
    public string AsFile => Address("/audit?handler=download", null);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Closed = await audit.LastDayAsync(cancellation) is { } last
            ? $"days up to {last.Day:yyyy-MM-dd} are closed in a chain, which ends with {Convert.ToHexStringLower(last.Hash.AsSpan(0, 6))}."
            : "each day is closed in a chain after its end; none is yet.";
        var found = await audit.RunAsync(User.ToActor(), Filter, After, AtOnce, cancellation);
        if (ModelState.AddRefusal(found)) return;
        var page = ((Result<ListPage<AuditEntry>>.Ok)found).Value;
        Lines = page.Items;
        if (page.Next is not null) Next = Address("/audit", page.Next);
    }

    public IActionResult OnGetDownload(CancellationToken cancellation) => new PushedFile(
        "audit.csv", stream => file.WriteAsync(User.ToActor(), Filter, CsvProfile.Standard, stream, cancellation));

    private AuditFilter Filter => new(From, To, By, What, null);

    private string Address(string path, string? after) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>
    {
        ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["by"] = By,
        ["what"] = What,
        ["after"] = after,
    }.Where(q => !string.IsNullOrEmpty(q.Value)));
}
