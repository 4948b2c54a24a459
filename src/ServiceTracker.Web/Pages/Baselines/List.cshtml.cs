using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>All baselines.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ListModel(BaselineQuery baselines) : PageModel
{
    public IReadOnlyList<BaselineStanding> Rows { get; private set; } = [];

    public bool MayEdit => User.ToActor().Manages;

    public DateOnly Today => baselines.Today;

    public async Task OnGetAsync(CancellationToken cancellation) => Rows = await baselines.ListAsync(cancellation);
}
