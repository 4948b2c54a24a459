using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>Another code for a person, or two who are one joined; before that is done the page says what comes of it.</summary>
[Authorize(Policy = nameof(Permission.Manages))]
public sealed class StaffCodeModel(MasterDataReader master, StaffCodes codes) : PageModel
{
    /// <summary>The person's code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>Code of the one who would stay; absent until somebody is chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Into { get; set; }

    [BindProperty]
    public CodeForm Input { get; set; } = new();

    /// <summary>The person as stored.</summary>
    public StaffMember Stored { get; private set; } = null!;

    /// <summary>What comes of joining, once somebody is chosen with whom that is possible.</summary>
    public StaffMerge? Merge { get; private set; }

    /// <summary>Everybody else in sight, leavers too: by their code.</summary>
    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    /// <summary>What the form asks for.</summary>
    public sealed class CodeForm
    {
        public string? Code { get; set; }

        /// <summary>The version of the person that was looked at.</summary>
        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        (Input.Code, Input.Version) = (Stored.Code, Stored.Version);
        await PreviewAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        var before = Stored.Code;
        var renamed = await codes.RenameAsync(User.ToActor(), before, Input.Code, Input.Version, cancellation);
        if (renamed is Result<StaffMember>.Ok(var person, _))
            return Done($"{person.Name} has the code {person.Code} now; {before} leads to the same person.");
        return await RefusedAsync(renamed, cancellation);
    }

    public async Task<IActionResult> OnPostMergeAsync(CancellationToken cancellation)
    {
        if (!await LoadAsync(cancellation)) return NotFound();
        var (name, code) = (Stored.Name, Stored.Code);
        var merged = await codes.MergeAsync(User.ToActor(), code, Into, Input.Version, cancellation);
        if (merged is Result<StaffMember>.Ok(var person, _))
            return Done($"{name} and {person.Name} are one person now; {code} leads to {person.Code}.");
        return await RefusedAsync(merged, cancellation);
    }

    private RedirectResult Done(string what)
    {
        TempData["Done"] = what;
        return Redirect("/staff");
    }

    private async Task<IActionResult> RefusedAsync(Result<StaffMember> refused, CancellationToken cancellation)
    {
        var isStale = refused is Result<StaffMember>.Stale;
        if (!isStale) Refuse(refused);
        if (!await LoadAsync(cancellation)) return NotFound();
        if (isStale)
        {
            ModelState.AddStale();
            Input.Version = Stored.Version;
        }

        await PreviewAsync(cancellation);
        return Page();
    }

    private async Task PreviewAsync(CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(Into)) return;
        var preview = await codes.PreviewAsync(User.ToActor(), Stored.Code, Into, cancellation);
        if (preview is Result<StaffMerge>.Ok(var merge, _)) Merge = merge;
        else if (ModelState.IsValid) Refuse(preview);
    }

    private void Refuse<T>(Result<T> refused)
    {
        // One of the two forms is about a code, the other about a person.
        if (refused is Result<T>.Invalid { Errors: var errors } && errors.All(e => e.Path == "$.into"))
            foreach (var error in errors) ModelState.AddModelError(nameof(Into), error.Message);
        else if (refused is Result<T>.Unavailable away) ModelState.AddModelError("", away.Why.Sentence());
        else ModelState.AddRefusal(refused);
    }

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        var (data, actor) = (await master.GetAsync(cancellation), User.ToActor());
        if (data.Staff.Find(Code) is not { } person || !PeopleInSight.IsOnRecord(actor, person)) return false;
        Stored = person;
        Others = [.. data.Staff.All.Where(p => p.Id != person.Id && PeopleInSight.IsOnRecord(actor, p))
            .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Code, StringComparer.Ordinal)
            .Select(p => new SelectListItem($"{p.Name} ({p.Code}, {data.Sites[p.HomeSiteId].Name})", p.Code))];
        return true;
    }
}
