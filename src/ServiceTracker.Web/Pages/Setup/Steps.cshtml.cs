using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>How far the first start has come, and which step is open.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class StepsModel(SetupProgressQuery setup) : PageModel
{
    public SetupProgress Progress { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellation) => Progress = await setup.RunAsync(cancellation);
}
