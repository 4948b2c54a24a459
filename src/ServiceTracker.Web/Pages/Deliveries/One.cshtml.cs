using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Deliveries;

/// <summary>One delivery: what became of it, to be tried, sent again, changed and removed.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class OneModel(
    DeliveryAdministration deliveries, DeliveryReceiptQuery query, ResendDelivery resend, MasterDataReader master) : PageModel
{
    private const int OnPage = 50;

    [BindProperty(SupportsGet = true, Name = "name")]
    public string? Name { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    [BindProperty]
    public DeliveryForm Input { get; set; } = new();

    public Delivery? Delivery { get; private set; }
    public IReadOnlyList<DeliveryReceipt> Receipts { get; private set; } = [];
    public string? Next { get; private set; }
    public IReadOnlyDictionary<int, Site> Sites { get; private set; } = new Dictionary<int, Site>();
    public IReadOnlyList<Site> AllSites => [.. Sites.Values.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
    public bool MayEdit { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        Input = DeliveryForm.Of(Delivery!, Sites.Values);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (!MayEdit) return Forbid();
        var saved = await deliveries.SaveAsync(User.ToActor(), Delivery!.Name, Input.ToInput(), Input.Version, cancellation);
        if (saved is Result<SavedDelivery>.Stale)
        {
            ModelState.AddStale();
            Input.Version = Delivery.Version;
            return Page();
        }

        if (ModelState.AddRefusal(saved)) return Page();
        var secret = ((Result<SavedDelivery>.Ok)saved).Value.Secret;
        TempData["Done"] = "Saved." + (secret is null ? "" : $" The secret of the webhook, shown this once: {secret}");
        return Here();
    }

    public async Task<IActionResult> OnPostTestAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (!MayEdit) return Forbid();
        ModelState.Clear();
        var tried = await deliveries.TryAsync(User.ToActor(), Delivery!.Name, cancellation);
        if (tried is Result<DeliveryAnswer>.Ok(var answer, _) && answer.Outcome == DeliveryOutcome.Taken)
        {
            TempData["Done"] = $"It works: {answer.Words}";
            return Here();
        }

        if (tried is Result<DeliveryAnswer>.Ok(var refused, _)) ModelState.AddModelError("", $"It was not taken: {refused.Words}");
        else ModelState.AddRefusal(tried);
        Input = DeliveryForm.Of(Delivery, Sites.Values);
        return Page();
    }

    public async Task<IActionResult> OnPostResendAsync(Guid id, CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        ModelState.Clear();
        var sent = await resend.RunAsync(User.ToActor(), Delivery!.Name, id, cancellation);
        if (sent is Result<DeliveryReceipt>.NotFound) return NotFound();
        if (!ModelState.AddRefusal(sent))
        {
            TempData["Done"] = "It is sent again within seconds. Look again in a moment.";
            return Here();
        }

        Input = DeliveryForm.Of(Delivery, Sites.Values);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (!MayEdit) return Forbid();
        await deliveries.RemoveAsync(User.ToActor(), Delivery!.Name, null, cancellation);
        TempData["Done"] = $"{Delivery.Name} is removed.";
        return Redirect("/deliveries");
    }

    private RedirectResult Here() => Redirect($"/deliveries/one?name={Uri.EscapeDataString(Delivery!.Name)}");

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        var (actor, all) = (User.ToActor(), (await master.GetAsync(cancellation)).Sites.All);
        if (await deliveries.FindAsync(actor, Name ?? "", cancellation) is not { } found) return false;
        var page = await query.RunAsync(actor, found.Name, After, OnPage, cancellation);
        if (page is not Result<ListPage<DeliveryReceipt>>.Ok { Value: var list }) return false;
        (Delivery, MayEdit, Receipts, Next) = (found, actor.IsAdmin, list.Items, list.Next);
        Sites = actor.OfOwnSites(all).ToDictionary(s => s.Id);
        return true;
    }
}
