using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>The first start: a starter template becomes the first draft.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class BasicsModel(SetupProgressQuery setup, StartFromTemplate start) : PageModel
{
    [BindProperty]
    public BasicsForm Input { get; set; } = new();

    public SetupProgress Progress { get; private set; } = null!;

    /// <summary>What the form asks for.</summary>
    public sealed class BasicsForm
    {
        public string? Template { get; set; }
    }

    public async Task OnGetAsync(CancellationToken cancellation) => Progress = await setup.RunAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var draft = await start.RunAsync(User.ToActor(), Input.Template, cancellation);
        if (!ModelState.AddRefusal(draft)) return Redirect(SetupSteps.EditorOf(((Result<Baseline>.Ok)draft).Value.Number));
        Progress = await setup.RunAsync(cancellation);
        return Page();
    }
}
