using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Kiosk;

/// <summary>Asks for the PIN of one person.</summary>
[Authorize(Policy = Policies.AtDevice)]
public sealed class PinModel(DeviceAccess access, MasterDataReader master, TimeProvider clock) : KioskModel(access, master, clock)
{
    /// <summary>Whose, by their code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>The device's own time, in milliseconds since 1970, where it says it.</summary>
    [BindProperty]
    public long? Clock { get; set; }

    /// <summary>As the tile called them.</summary>
    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        await NameAsync(cancellation);
        return string.IsNullOrWhiteSpace(Person) ? Redirect("/kiosk") : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await NameAsync(cancellation);
        if (Clock is { } its) await Access.KeepClockAsync(Device, its, cancellation);
        var outcome = await Access.TryAsync(Device, Person, Pin, cancellation);
        if (outcome is PinOutcome.Right) return Redirect("/kiosk/log?person=" + Uri.EscapeDataString(Person!));
        Pin = null;
        ModelState.Clear();
        ModelState.AddModelError(nameof(Pin), outcome.Words!);
        return Page();
    }

    private async Task NameAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        Name = People.FirstOrDefault(p => p.Code == Person)?.Name ?? Person ?? "";
    }
}
