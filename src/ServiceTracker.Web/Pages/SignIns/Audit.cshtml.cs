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

    /// <summary>Ticks and id of the last line of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<AuditEntry> Lines { get; private set; } = [];

    /// <summary>Address of the next page, or null.</summary>
    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var found = await audit.RunAsync(User.ToActor(), new AuditFilter(From, To, By, What, null), Cursor(), AtOnce + 1, cancellation);
        if (ModelState.AddRefusal(found)) return;
        Lines = [.. ((Result<List<AuditEntry>>.Ok)found).Value.Take(AtOnce)];
        if (((Result<List<AuditEntry>>.Ok)found).Value.Count <= AtOnce) return;
        Next = QueryHelpers.AddQueryString("/audit", new Dictionary<string, string?>
        {
            ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["by"] = By,
            ["what"] = What,
            ["after"] = $"{Lines[^1].At.Ticks}.{Lines[^1].Id:N}",
        }.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    private (DateTime, Guid)? Cursor()
    {
        var parts = (After ?? "").Split('.');
        return parts.Length == 2 && long.TryParse(parts[0], out var ticks) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            && Guid.TryParse(parts[1], out var id)
            ? (new DateTime(ticks, DateTimeKind.Utc), id) : null;
    }
}
