using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>One reason, or a new one.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class ReasonEditModel(MasterDataReader master, SaveOrganisation save) : PageModel
{
    /// <summary>The reason's code; absent for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public ReasonForm Input { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(Code);

    /// <summary>The reason as it is stored; null for a new one.</summary>
    public Reason? Stored { get; private set; }

    /// <summary>Somebody else saved it in between.</summary>
    public bool WasStale { get; private set; }

    /// <summary>What the form asks for.</summary>
    public sealed class ReasonForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Icon { get; set; }
        public bool IsComplaint { get; set; }
        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (Stored is { } s)
        {
            Input = new() { Code = s.Code, Name = s.Name, Icon = s.Icon, IsComplaint = s.IsComplaint, Version = s.Version };
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var saved = await save.ReasonAsync(
            User.ToActor(), Stored?.Code ?? Input.Code ?? "", new ReasonInput(Input.Name, Input.Icon, Input.IsComplaint),
            IsNew ? SaveOrganisation.NotThere : Input.Version, cancellation);
        if (saved is Result<Reason>.Ok(var done, _))
        {
            TempData["Done"] = $"{done.Name} is saved.";
            return Redirect("/reasons");
        }

        if (saved is not Result<Reason>.Stale) ModelState.AddRefusal(saved);
        else if (IsNew) ModelState.AddModelError("Input.Code", "A reason has this code already.");
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
        Stored = (await master.GetAsync(cancellation)).Reasons.Find(Code);
        return Stored is not null;
    }
}
