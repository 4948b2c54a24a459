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

/// <summary>One site with its teams, or a new site.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class SiteEditModel(MasterDataReader master, SaveOrganisation save) : PageModel
{
    /// <summary>The site's code; absent for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public SiteForm Input { get; set; } = new();

    [BindProperty]
    public TeamForm Team { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(Code);

    /// <summary>The site as it is stored; null for a new one.</summary>
    public Site? Stored { get; private set; }

    public IReadOnlyList<Team> Teams { get; private set; } = [];

    /// <summary>Somebody else saved it in between.</summary>
    public bool WasStale { get; private set; }

    /// <summary>What the site's form asks for.</summary>
    public sealed class SiteForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Zone { get; set; }
        public TimeOnly? DayStart { get; set; } = TimeOnly.MinValue;
        public int? IdleLock { get; set; } = Site.UsualIdleLock;
        public int? FullCheckOneIn { get; set; } = Site.UsualFullCheckOneIn;
        public int Version { get; set; }
    }

    /// <summary>What a team's form asks for.</summary>
    public sealed class TeamForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public int Version { get; set; }

        /// <summary>What was typed for a new team, kept when it was refused.</summary>
        public string? NewName => Version == SaveOrganisation.NotThere ? Name : null;

        public string? NewCode => Version == SaveOrganisation.NotThere ? Code : null;
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (Stored is not null) Input = FormOf(Stored);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var saved = await save.SiteAsync(
            User.ToActor(), Stored?.Code ?? Input.Code ?? "",
            new SiteInput(Input.Name, Input.Zone, Input.DayStart, Input.IdleLock, Input.FullCheckOneIn),
            IsNew ? SaveOrganisation.NotThere : Input.Version, cancellation);
        if (saved is Result<Site>.Ok(var site, _))
        {
            TempData["Done"] = $"{site.Name} is saved.";
            return IsNew ? Redirect($"/sites/edit?code={Uri.EscapeDataString(site.Code)}") : Redirect("/sites");
        }

        if (saved is not Result<Site>.Stale) ModelState.AddRefusal(saved);
        else if (IsNew) ModelState.AddModelError("Input.Code", "A site has this code already.");
        else
        {
            await LoadAsync(cancellation);
            ModelState.AddStale();
            (WasStale, Input.Version) = (true, Stored!.Version);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostTeamAsync(CancellationToken cancellation)
    {
        if (IsNew || !await LoadAsync(cancellation)) return NotFound();
        ModelState.Clear();
        var saved = await save.TeamAsync(User.ToActor(), Code!, Team.Code ?? "", new TeamInput(Team.Name), Team.Version, cancellation);
        if (saved is Result<Team>.Ok(var team, _))
        {
            TempData["Done"] = $"Team {team.Name} is saved.";
            return Redirect($"/sites/edit?code={Uri.EscapeDataString(Code!)}");
        }

        if (saved is Result<Team>.Stale)
        {
            ModelState.AddModelError("", Team.Version == SaveOrganisation.NotThere
                ? $"A team of this site has the code “{Team.Code}” already."
                : $"Somebody else renamed team “{Team.Code}” meanwhile; its name now stands below.");
        }
        else if (saved is Result<Team>.Invalid(var errors))
        {
            foreach (var error in errors) ModelState.AddModelError("", $"Team: {error.Message}");
        }
        else ModelState.AddRefusal(saved);

        await LoadAsync(cancellation);
        Input = FormOf(Stored!);
        return Page();
    }

    private static SiteForm FormOf(Site site) =>
        new()
        {
            Code = site.Code,
            Name = site.Name,
            Zone = site.Zone,
            DayStart = site.DayStart,
            IdleLock = site.IdleLock,
            FullCheckOneIn = site.FullCheckOneIn,
            Version = site.Version,
        };

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        if (IsNew) return true;
        var data = await master.GetAsync(cancellation);
        Stored = data.Sites.Find(Code);
        Teams = [.. data.Teams.Where(t => t.SiteId == Stored?.Id).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase)];
        return Stored is not null;
    }
}
