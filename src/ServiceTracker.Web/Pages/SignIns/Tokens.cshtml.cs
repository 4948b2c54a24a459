using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>The tokens by which programs call the API: made here, shown once, revoked.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class TokensModel(ApiTokens tokens, MasterDataReader master, TimeProvider clock) : PageModel
{
    [BindProperty]
    public TokenForm Input { get; set; } = new();

    public IReadOnlyList<TokenRow> Rows { get; private set; } = [];

    /// <summary>A token just made, which is shown this once.</summary>
    public NewToken? Made { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class TokenForm : RightsForm
    {
        public string? Name { get; set; }
        public bool Reads { get; set; } = true;
        public bool Writes { get; set; }

        /// <summary>The last day on which it is good, in UTC; null never ends.</summary>
        public DateOnly? LastDay { get; set; }
    }

    /// <summary>A token in the list.</summary>
    /// <param name="May">What it may do, and where.</param>
    /// <param name="HasEnded">Whether its time is over.</param>
    public sealed record TokenRow(ApiToken Token, string May, string Ends, string Used, bool HasEnded);

    public Task OnGetAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        var (role, sites, staff) = Input.Read(ModelState);
        if (!ModelState.IsValid) return Page();
        var scopes = (Input.Reads ? TokenScopes.Read : TokenScopes.None) | (Input.Writes ? TokenScopes.Write : TokenScopes.None);
        DateTime? end = Input.LastDay is { } last
            ? last == DateOnly.MaxValue ? DateTime.MaxValue : last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;
        if (end <= clock.GetUtcNow().UtcDateTime)
        {
            ModelState.AddModelError("Input.LastDay", "That day is over. Choose one to come, or none.");
            return Page();
        }

        var made = await tokens.CreateAsync(
            User.ToActor(), new TokenWish(Input.Name, role, sites, staff, scopes, end), cancellation);
        if (ModelState.AddRefusal(made) || made is not Result<NewToken>.Ok(var token, _)) return Page();
        // Shown in this answer alone: a redirect would have to keep it somewhere.
        (Made, Input) = (token, new TokenForm());
        ModelState.Clear();
        await LoadAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellation)
    {
        if (!await tokens.RevokeAsync(User.ToActor(), id, cancellation)) return NotFound();
        TempData["Done"] = "The token is revoked. It is dead everywhere within ten seconds.";
        return Redirect("/tokens");
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var (data, now) = (await master.GetAsync(cancellation), clock.GetUtcNow().UtcDateTime);
        Input.Offer(data);
        Rows = [.. (await tokens.ListAsync(cancellation)).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase).ThenBy(t => t.CreatedAt)
            .Select(Row)];

        TokenRow Row(ApiToken token)
        {
            var where = token.SiteIds is { } ids ? string.Join(", ", ids.Select(i => data.Sites[i].Name)) : "every site";
            var whom = token.StaffId is { } staff ? $", for {data.Staff[staff].Name} alone" : "";
            return new TokenRow(
                token, $"{token.Role.Name()}: {string.Join(" and ", TokenScopeWords.Of(token.Scopes))}, {where}{whom}",
                token.ExpiresAt is { } end ? $"{end:yyyy-MM-dd HH:mm} UTC" : "never",
                token.LastUsedAt is { } used ? $"{used:yyyy-MM-dd HH:mm} UTC" : "never", token.ExpiresAt <= now);
        }
    }
}
