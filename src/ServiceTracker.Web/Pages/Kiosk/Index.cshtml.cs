using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Kiosk;

/// <summary>The names at a device of the counter.</summary>
[Authorize(Policy = Policies.AtDevice)]
public sealed class IndexModel(DeviceAccess access, MasterDataReader master, TimeProvider clock) : KioskModel(access, master, clock)
{
    /// <summary>As many tiles as fit on the smallest screen; with more, a row of first letters stands above them.</summary>
    private const int Fit = 14;

    /// <summary>Only names that begin so.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Letter { get; set; }

    /// <summary>The first letters, where not all names fit at once.</summary>
    public IReadOnlyList<string> Letters { get; private set; } = [];

    /// <summary>The names shown: those who are in already come first.</summary>
    public IReadOnlyList<StaffMember> Shown { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (People.Count > Fit) Letters = [.. People.Select(LetterOf).Distinct(StringComparer.Ordinal)];
        if (!Letters.Contains(Letter)) Letter = null;
        Shown = [.. People.Where(p => Letter is null || LetterOf(p) == Letter).OrderBy(p => !Open.Contains(p.Id))];
    }

    public async Task<IActionResult> OnPostLockAsync(CancellationToken cancellation)
    {
        await Access.LockAsync(Device, cancellation);
        return Redirect("/kiosk");
    }

    private static string LetterOf(StaffMember person) =>
        System.Globalization.StringInfo.GetNextTextElement(person.Name.TrimStart()).ToUpperInvariant();
}
