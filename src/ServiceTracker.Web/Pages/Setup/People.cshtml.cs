using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>The first start: the people, or none yet.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class PeopleModel(SetupProgressQuery setup, MasterDataReader master, AddSeveral add) : PageModel
{
    [BindProperty]
    public PeopleForm Input { get; set; } = new();

    public SetupProgress Progress { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    /// <summary>What the form asks for.</summary>
    public sealed class PeopleForm
    {
        public string? Site { get; set; }
        public string? Lines { get; set; }
    }

    public Task OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var people = TypedLines.Of(Input.Lines).Select(line => line.Split(',', 3, StringSplitOptions.TrimEntries))
            .Select(cells =>
                (Code: cells[0], Input: new StaffInput(
                    cells.ElementAtOrDefault(1), Input.Site, null, cells.ElementAtOrDefault(2), null, null)))
            .ToList();
        var added = await add.PeopleAsync(User.ToActor(), people, cancellation);
        if (added is Result<int>.Invalid(var errors))
        {
            foreach (var error in errors) ModelState.AddModelError("Input.Lines", LineOf(error));
        }
        else if (!ModelState.AddRefusal(added)) return Redirect("/setup/basics");

        await ShowAsync(cancellation);
        return Page();
    }

    private static string LineOf(FieldError error) =>
        LineIndex.Match(error.Path) is { Success: true } m ? $"Person {int.Parse(m.Groups[1].Value) + 1}: {error.Message}" : error.Message;

    private static readonly Regex LineIndex = new(@"^\$\.lines\[(\d+)\]", RegexOptions.NonBacktracking);

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Sites = [.. (await master.GetAsync(cancellation)).Sites.All.Select(s => new SelectListItem(s.Name, s.Code))];
        Progress = await setup.RunAsync(cancellation);
    }
}
