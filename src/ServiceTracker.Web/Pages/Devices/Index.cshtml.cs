using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Devices;

/// <summary>The devices of the counter: registered here, paired by the code that is shown once, unlocked and revoked.</summary>
[Authorize(Policy = nameof(Permission.Manages))]
public sealed class IndexModel(
    DeviceAdministration administration, UnclaimedEntries unclaimed, MasterDataReader master, TimeProvider clock) : PageModel
{
    [BindProperty]
    public DeviceForm Input { get; set; } = new();

    public IReadOnlyList<DeviceRow> Rows { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Channels { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Reasons { get; private set; } = [];

    /// <summary>A device just registered, whose code is shown this once.</summary>
    public NewDevice? Made { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class DeviceForm
    {
        public string? Site { get; set; }
        public string? Name { get; set; }
        public string? Channel { get; set; }
        public string? Reason { get; set; }
    }

    /// <summary>A device in the list.</summary>
    /// <param name="Site">Where it stands.</param>
    /// <param name="Begins">What its form begins with.</param>
    /// <param name="Seen">When it was there last.</param>
    public sealed record DeviceRow(DeviceStanding Standing, string Site, string Begins, string Seen)
    {
        public Device Device => Standing.Device;
    }

    /// <summary>Entries that are nobody's, the oldest first.</summary>
    public IReadOnlyList<UnclaimedRow> Unclaimed { get; private set; } = [];

    /// <summary>An entry that is nobody's.</summary>
    /// <param name="Said">Whose it was said to be.</param>
    /// <param name="When">By the clock of its site.</param>
    /// <param name="What">What was entered.</param>
    /// <param name="Why">Why it is nobody's.</param>
    /// <param name="People">To whom it may be given.</param>
    public sealed record UnclaimedRow(
        Guid Id, string Device, string Said, string When, string What, string Why, IReadOnlyList<SelectListItem> People);

    public Task OnGetAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var made = await administration.RegisterAsync(
            User.ToActor(), new DeviceInput(Input.Site, Input.Name, Input.Channel, Input.Reason), cancellation);
        if (!ModelState.AddRefusal(made) && made is Result<NewDevice>.Ok(var device, _))
        {
            // Shown in this answer alone: a redirect would have to keep the code somewhere.
            (Made, Input) = (device, new DeviceForm());
            ModelState.Clear();
        }

        await LoadAsync(cancellation);
        return Page();
    }

    public Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellation) =>
        DoneAsync(administration.RevokeAsync(User.ToActor(), id, cancellation), "is revoked. It is out at its next request.", cancellation);

    public Task<IActionResult> OnPostUnlockAsync(Guid id, CancellationToken cancellation) =>
        DoneAsync(administration.UnlockAsync(User.ToActor(), id, cancellation), "takes PINs again.", cancellation);

    public async Task<IActionResult> OnPostAssignAsync(Guid id, string? to, CancellationToken cancellation) => await SettledAsync(
        await unclaimed.AssignAsync(User.ToActor(), id, to, cancellation), "The entry is stored as theirs.", cancellation);

    public async Task<IActionResult> OnPostDiscardAsync(Guid id, string? reason, CancellationToken cancellation) => await SettledAsync(
        await unclaimed.DiscardAsync(User.ToActor(), id, reason, cancellation), "The entry is discarded. It stays on record.",
        cancellation);

    private async Task<IActionResult> SettledAsync(Result<UnclaimedEntry> result, string words, CancellationToken cancellation)
    {
        if (result is Result<UnclaimedEntry>.NotFound) return NotFound();
        ModelState.Clear();
        // There is a form for each entry: what is wrong stands above them all.
        if (result is Result<UnclaimedEntry>.Invalid { Errors: var errors })
            foreach (var error in errors) ModelState.AddModelError("", error.Message);
        if (!ModelState.IsValid || ModelState.AddRefusal(result))
        {
            await LoadAsync(cancellation);
            return Page();
        }

        TempData["Done"] = words;
        return Redirect("/devices");
    }

    private async Task<IActionResult> DoneAsync(Task<Result<Device>> act, string words, CancellationToken cancellation)
    {
        var result = await act;
        if (result is Result<Device>.NotFound) return NotFound();
        ModelState.Clear();
        if (ModelState.AddRefusal(result))
        {
            await LoadAsync(cancellation);
            return Page();
        }

        TempData["Done"] = $"{((Result<Device>.Ok)result).Value.Name} {words}";
        return Redirect("/devices");
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var (data, actor, now) = (await master.GetAsync(cancellation), User.ToActor(), clock.GetUtcNow().UtcDateTime);
        Sites = [.. actor.OfOwnSites(data.Sites.All).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
            .Select(s => new SelectListItem(s.Name, s.Code))];
        Channels = [.. data.Channels.All.OrderBy(c => c.Kind).Select(c => new SelectListItem(c.Name, c.Code))];
        Reasons = [.. data.Reasons.All.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
            .Select(r => new SelectListItem(r.Name, r.Code))];
        Rows = [.. (await administration.ListAsync(actor, cancellation)).Select(Row).OrderBy(r => r.Site, StringComparer.OrdinalIgnoreCase)
            .ThenBy(r => r.Device.Name, StringComparer.OrdinalIgnoreCase)];
        var names = await administration.NamesAsync(actor, cancellation);
        Unclaimed = [.. (await unclaimed.ListAsync(actor, cancellation)).Select(u => UnclaimedRowOf(u, names, data))];

        DeviceRow Row(DeviceStanding standing)
        {
            var (device, site) = (standing.Device, data.Sites[standing.Device.SiteId]);
            string?[] begins = [data.Channels.Find(device.Channel)?.Name, data.Reasons.Find(device.Reason)?.Name];
            var seen = standing.StatusAt(now) switch
            {
                "waiting" => "waits to be paired",
                "expired" => "its code was not used in time; revoke it and add it again",
                _ => device.LastSeenAt is { } at ? $"{site.Calendar.At(at).Local:yyyy-MM-dd HH:mm} {site.Zone}" : "never",
            };
            return new(standing, site.Name, string.Join(", ", begins.Where(b => b is not null)), seen);
        }
    }

    private static UnclaimedRow UnclaimedRowOf(UnclaimedEntry entry, Dictionary<Guid, string> names, MasterData data)
    {
        var (site, content) = (data.Sites[entry.SiteId], UnclaimedEntries.ContentOf(entry));
        var missed = content.Observations?.Count(
            o => o.Value.ValueKind == System.Text.Json.JsonValueKind.String && o.Value.ValueEquals("missed"));
        string?[] what =
        [
            data.Reasons.Find(content.Reason)?.Name, data.Channels.Find(content.Channel)?.Name ?? content.Channel,
            missed > 0 ? $"{missed} missed" : "nothing missed",
        ];
        return new(
            entry.Id, names.GetValueOrDefault(entry.DeviceId, ""), data.Staff.Find(entry.Staff)?.Name ?? entry.Staff,
            $"{site.Calendar.At(entry.OccurredAt).Local:yyyy-MM-dd HH:mm} {site.Zone}", string.Join(", ", what.Where(w => w is not null)),
            entry.Ground switch
            {
                UnclaimedGround.WrongPin => "its PIN was not right",
                UnclaimedGround.Locked => "too many wrong PINs were tried before it",
                UnclaimedGround.HandedOver => "it was refused, and given to you at the device",
                _ => "no PIN that counts came with it",
            },
            [.. data.Staff.All.Where(p => p.HomeSiteId == site.Id).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
                .Select(p => new SelectListItem(p.Name, p.Code, p.Code == entry.Staff))]);
    }
}
