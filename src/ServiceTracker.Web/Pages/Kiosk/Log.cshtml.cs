using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Pages.Kiosk;

/// <summary>
/// The log of one person at a device. The form carries for whom it is, signed: what is saved by it is theirs, whoever another tab was
/// given to meanwhile; and where the device was locked meanwhile, it asks for their PIN and keeps what was entered.
/// </summary>
[Authorize(Policy = Policies.AtDevice)]
public sealed class LogModel(
    LogSheetQuery sheets, LogInteraction log, UndoInteraction undo, InteractionDetailsQuery details, DeviceAccess access,
    NextChecks checks, MasterDataReader master, IDataProtectionProvider protection, TimeProvider clock)
    : LogFormModel(log, undo, details, checks, clock)
{
    private readonly TimeProvider clock = clock;
    private readonly IDataProtector signed = protection.CreateProtector("ServiceTracker.DeviceForm");

    private bool isOpen;

    /// <summary>Who is at the desk, by their code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    /// <summary>For whom the form is, as it was signed.</summary>
    [BindProperty]
    public string? Ticket { get; set; }

    public Device Device => KioskDevices.Of(HttpContext);

    public override bool IsAtDevice => true;

    public override string? For => signed.Protect($"{Device.Id:N} {Sheet.Person!.Id.ToString(CultureInfo.InvariantCulture)}");

    public override bool AsksPin => !isOpen;

    protected override string? UsualChannel => Device.Channel;

    protected override async Task<IActionResult?> LoadSheetAsync(CancellationToken cancellation)
    {
        var (data, isAsked) = (await master.GetAsync(cancellation), HttpMethods.IsGet(Request.Method));
        var here = DeviceAccess.PeopleAt(data, data.Sites[Device.SiteId], clock.GetUtcNow().UtcDateTime);
        var asked = isAsked ? data.Staff.Find(Person)?.Id : SignedFor();
        if (here.FirstOrDefault(p => p.Id == asked) is not { } person) return Elsewhere(isAsked);
        isOpen = (await access.OpenAsync(Device, cancellation)).Contains(person.Id);
        if (isOpen) await access.UseAsync(Device, person.Id, cancellation);
        Person = person.Code;
        if (isAsked && !isOpen) return Redirect("/kiosk/pin?person=" + Uri.EscapeDataString(person.Code));
        Actor = DeviceAccess.ActorOf(Device, person);
        Sheet = await sheets.RunAsync(Actor, data.Sites[Device.SiteId].Code, null, cancellation);
        if (isAsked) Preset ??= Device.Reason;
        return null;
    }

    protected override async Task<bool> IsConfirmedAsync(CancellationToken cancellation)
    {
        if (isOpen) return true;
        if (string.IsNullOrEmpty(Entry.Pin))
        {
            Mistakes.Add(new("pin", "This device was locked meanwhile. Your answers are still here: enter your PIN and save again."));
            return false;
        }

        var outcome = await access.TryAsync(Device, Person, Entry.Pin, cancellation);
        isOpen = outcome is PinOutcome.Right;
        if (outcome.Words is { } words) Mistakes.Add(new("pin", words + " Your answers are still here."));
        return isOpen;
    }

    protected override object Where(Guid? saved = null, bool? takenBack = null) =>
        new { person = Person, channel = Channel, reason = Preset == Device.Reason ? null : Preset, saved, takenBack };

    private RedirectResult Elsewhere(bool isAsked)
    {
        if (!isAsked)
            TempData["Done"] = "This form was made for somebody else’s device, or for nobody who is active here. Nothing was saved by it.";
        return Redirect("/kiosk");
    }

    private int? SignedFor()
    {
        try
        {
            return signed.Unprotect(Ticket ?? "").Split(' ') is [var device, var staff] && device == Device.Id.ToString("N")
                ? int.Parse(staff, CultureInfo.InvariantCulture) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
