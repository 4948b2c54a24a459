using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>The audit record, page by page.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class AuditModel(AuditQuery audit) : PageModel
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

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var found = await audit.RunAsync(User.ToActor(), new AuditFilter(From, To, By, What, null), After, AtOnce, cancellation);
        if (ModelState.AddRefusal(found)) return;
        var page = ((Result<ListPage<AuditEntry>>.Ok)found).Value;
        Lines = page.Items;
        if (page.Next is null) return;
        Next = QueryHelpers.AddQueryString("/audit", new Dictionary<string, string?>
        {
            ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["by"] = By,
            ["what"] = What,
            ["after"] = page.Next,
        }.Where(q => !string.IsNullOrEmpty(q.Value)));
    }
}
