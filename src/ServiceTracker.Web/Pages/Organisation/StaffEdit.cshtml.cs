using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>One person, or a new one. A manager reaches those of their own sites.</summary>
[Authorize(Policy = nameof(Permission.Manages))]
public sealed class StaffEditModel(MasterDataReader master, SaveOrganisation save, PinAdministration pins, TimeProvider clock) : PageModel
{
    /// <summary>The person's code; absent for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public StaffForm Input { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(Code);

    /// <summary>The person as stored; null for a new one.</summary>
    public StaffMember? Stored { get; private set; }

    /// <summary>The person has left: another name on this code is asked about, since it might be meant for somebody else.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>What is stored, when somebody else saved it in between.</summary>
    public StaffInput? StoredNow { get; private set; }

    /// <summary>How their PIN stands; null for somebody new.</summary>
    public PinStanding? Pin { get; private set; }

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    /// <summary>Teams grouped by site; the value is the site's id and the team's code.</summary>
    public IReadOnlyList<SelectListItem> Teams { get; private set; } = [];

    /// <summary>What the form asks for.</summary>
    public sealed class StaffForm
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Site { get; set; }
        public string? Team { get; set; }
        public string? Role { get; set; }
        public DateOnly? ActiveFrom { get; set; }
        public DateOnly? ActiveTo { get; set; }

        /// <summary>Another name is meant: it is still the same person.</summary>
        public bool IsSamePerson { get; set; }

        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is not { } data) return NotFound();
        if (Stored is { } p)
        {
            Input = new()
            {
                Code = p.Code,
                Name = p.Name,
                Site = data.Sites[p.HomeSiteId].Code,
                Role = p.RoleTitle,
                ActiveFrom = p.ActiveFrom,
                ActiveTo = p.ActiveTo,
                Version = p.Version,
                Team = data.Team(p.HomeSiteId, p.HomeTeamId) is { } team ? ValueOf(team) : null,
            };
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadAsync(cancellation) is not { } data) return NotFound();
        var team = data.Teams.FirstOrDefault(t => User.ToActor().Sees(t.SiteId) && ValueOf(t) == Input.Team);
        if (team is not null && data.Sites[team.SiteId].Code != Input.Site)
            ModelState.AddModelError(
                "Input.Team", $"This team belongs to {data.Sites[team.SiteId].Name}. Choose one of the home site's, or none.");
        if (!ModelState.IsValid) return Page();

        var saved = await save.StaffAsync(
            User.ToActor(), Stored?.Code ?? Input.Code ?? "",
            new StaffInput(Input.Name, Input.Site, team?.Code, Input.Role, Input.ActiveFrom, Input.ActiveTo),
            IsNew ? SaveOrganisation.NotThere : Input.Version, cancellation, Input.IsSamePerson);
        if (saved is Result<StaffMember>.Ok(var person, _))
        {
            TempData["Done"] = $"{person.Name} is saved.";
            return Redirect("/staff");
        }

        if (saved is not Result<StaffMember>.Stale) ModelState.AddRefusal(saved);
        else if (IsNew) ModelState.AddModelError("Input.Code", "Somebody has this code already.");
        else if (await LoadAsync(cancellation) is { } newer && Stored is { } p)
        {
            ModelState.AddStale();
            Input.Version = p.Version;
            StoredNow = new(
                p.Name, newer.Sites[p.HomeSiteId].Name, newer.Team(p.HomeSiteId, p.HomeTeamId)?.Name, p.RoleTitle,
                p.ActiveFrom, p.ActiveTo);
        }

        return Page();
    }

    public Task<IActionResult> OnPostPinAsync(string? newPin, CancellationToken cancellation) =>
        PinAsync(p => pins.SetAsync(User.ToActor(), p, newPin, cancellation), "has a new PIN.", cancellation);

    public Task<IActionResult> OnPostRemovePinAsync(CancellationToken cancellation) =>
        PinAsync(p => pins.RemoveAsync(User.ToActor(), p, cancellation), "has no PIN any more.", cancellation);

    public Task<IActionResult> OnPostUnlockPinAsync(CancellationToken cancellation) =>
        PinAsync(p => pins.UnlockAsync(User.ToActor(), p, cancellation), "can enter their PIN again.", cancellation);

    private async Task<IActionResult> PinAsync(
        Func<string, Task<Result<StaffMember>>> act, string words, CancellationToken cancellation)
    {
        if (IsNew || await LoadAsync(cancellation) is null) return NotFound();
        ModelState.Clear();
        var result = await act(Stored!.Code);
        if (!ModelState.AddRefusal(result))
        {
            TempData["Done"] = $"{Stored.Name} {words}";
            return Redirect("/staff/edit?code=" + Uri.EscapeDataString(Stored.Code));
        }

        return await OnGetAsync(cancellation);
    }

    private static string ValueOf(Team team) => $"{team.SiteId}/{team.Code}";

    private async Task<MasterData?> LoadAsync(CancellationToken cancellation)
    {
        var (data, actor) = (await master.GetAsync(cancellation), User.ToActor());
        if (!IsNew)
        {
            Stored = data.Staff.Find(Code);
            if (Stored is null || !PeopleInSight.IsOnRecord(actor, Stored)) return null;
            Pin = await pins.StandingAsync(Stored, cancellation);
            HasLeft = Stored.HasLeftBy(data.Sites[Stored.HomeSiteId].Calendar.At(clock.GetUtcNow().UtcDateTime).BusinessDate);
        }

        var sites = actor.OfOwnSites(data.Sites.All).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ToList();
        Sites = [.. sites.Select(s => new SelectListItem(s.Name, s.Code))];
        Teams = [.. sites.SelectMany(s =>
        {
            var group = new SelectListGroup { Name = s.Name };
            return data.Teams.Where(t => t.SiteId == s.Id).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase)
                .Select(t => new SelectListItem { Text = t.Name, Value = ValueOf(t), Group = group });
        })];
        return data;
    }
}
