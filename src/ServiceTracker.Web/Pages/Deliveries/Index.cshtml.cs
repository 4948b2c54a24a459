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

/// <summary>The deliveries of sealed weeks and how they stand; administrators add some.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class IndexModel(DeliveryAdministration deliveries, DeliveryReceiptQuery receipts, MasterDataReader master) : PageModel
{
    [BindProperty]
    public DeliveryForm Input { get; set; } = new();

    public IReadOnlyList<DeliveryRow> Rows { get; private set; } = [];
    public IReadOnlyList<Site> Sites { get; private set; } = [];
    public bool MayEdit { get; private set; }

    /// <summary>Name of the webhook just added, and its secret, which is shown this once.</summary>
    public string? Made { get; private set; }

    /// <inheritdoc cref="Made"/>
    public string? Secret { get; private set; }

    /// <summary>A delivery in the list.</summary>
    /// <param name="Sites">Its sites in words.</param>
    /// <param name="Words">How it stands.</param>
    /// <param name="HasFailed">Whether somebody has to look.</param>
    public sealed record DeliveryRow(Delivery Delivery, string Sites, string Words, bool HasFailed)
    {
        public string Href => $"/deliveries/one?name={Uri.EscapeDataString(Delivery.Name)}";
    }

    public Task OnGetAsync(CancellationToken cancellation)
    {
        Input.Enabled = true;
        return LoadAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!User.ToActor().IsAdmin) return Forbid();
        var saved = await deliveries.SaveAsync(
            User.ToActor(), Input.Name ?? "", Input.ToInput(), SaveOrganisation.NotThere, cancellation);
        if (saved is Result<SavedDelivery>.Stale) ModelState.AddModelError("Input.Name", "There is a delivery of this name.");
        else if (!ModelState.AddRefusal(saved) && saved is Result<SavedDelivery>.Ok(var made, _))
        {
            if (made.Secret is null)
            {
                TempData["Done"] = $"{made.Delivery.Name} is added. Try it now.";
                return Redirect($"/deliveries/one?name={Uri.EscapeDataString(made.Delivery.Name)}");
            }

            // Shown in this answer alone: a redirect would have to keep it somewhere.
            (Made, Secret, Input) = (made.Delivery.Name, made.Secret, new DeliveryForm { Enabled = true });
            ModelState.Clear();
        }

        await LoadAsync(cancellation);
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var (actor, all) = (User.ToActor(), (await master.GetAsync(cancellation)).Sites.All);
        MayEdit = actor.IsAdmin;
        Sites = [.. actor.OfOwnSites(all).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
        var counts = await receipts.CountsAsync(actor, cancellation);
        Rows = [.. (await deliveries.ListAsync(actor, cancellation)).Select(d => new DeliveryRow(
            d, d.SiteIds is null ? "all sites" : string.Join(", ", Sites.Where(s => d.SiteIds.Contains(s.Id)).Select(s => s.Name)),
            DeliveryWords.Of(d, counts[d.Name]), d.IsEnabled && counts[d.Name].Any(c => c.Status == DeliveryStatus.Failed)))];
    }
}
