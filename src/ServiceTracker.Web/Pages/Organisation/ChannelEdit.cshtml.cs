using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>One channel, or a new one.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class ChannelEditModel(MasterDataReader master, SaveOrganisation save) : PageModel
{
    /// <summary>The channel's code; absent for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public ChannelForm Input { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(Code);

    /// <summary>The channel as it is stored; null for a new one.</summary>
    public Channel? Stored { get; private set; }

    /// <summary>Somebody else saved it in between.</summary>
    public bool WasStale { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class ChannelForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Kind { get; set; }
        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (Stored is { } s)
            Input = new() { Code = s.Code, Name = s.Name, Kind = SnakeCase<ChannelKind>.Text(s.Kind), Version = s.Version };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var saved = await save.ChannelAsync(
            User.ToActor(), Stored?.Code ?? Input.Code ?? "", new ChannelInput(Input.Name, Input.Kind),
            IsNew ? SaveOrganisation.NotThere : Input.Version, cancellation);
        if (saved is Result<Channel>.Ok(var done, _))
        {
            TempData["Done"] = $"{done.Name} is saved.";
            return Redirect("/channels");
        }

        if (saved is not Result<Channel>.Stale) ModelState.AddRefusal(saved);
        else if (IsNew) ModelState.AddModelError("Input.Code", "A channel has this code already.");
        else
        {
            await LoadAsync(cancellation);
            ModelState.AddStale();
            (WasStale, Input.Version) = (true, Stored!.Version);
        }

        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        if (IsNew) return true;
        Stored = (await master.GetAsync(cancellation)).Channels.Find(Code);
        return Stored is not null;
    }
}
