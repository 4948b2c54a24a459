using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>One baseline to read, with its history.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ViewModel(BaselineQuery baselines, DraftBaseline drafts, MasterDataReader master) : PageModel
{
    private CodeTable<Domain.Organisation.Channel>? channels;

    public BaselineStanding Standing { get; private set; } = null!;

    public IReadOnlyList<BaselineChange> History { get; private set; } = [];

    public bool MayEdit => User.ToActor().Manages;

    public bool MayPublish => User.ToActor().Publishes;

    /// <summary>What people call a channel.</summary>
    public string ChannelName(string code) => channels?.Find(code)?.Name ?? code;

    /// <summary>Deletes the draft.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(int number, int? version, CancellationToken cancellation)
    {
        var deleted = await drafts.DeleteAsync(User.ToActor(), number, version, cancellation);
        if (ModelState.AddRefusal(deleted)) return await OnGetAsync(number, cancellation);
        TempData["Done"] = $"Draft {number} is deleted. Nothing was scored by it.";
        return Redirect("/baselines");
    }

    public async Task<IActionResult> OnGetAsync(int number, CancellationToken cancellation)
    {
        if (await baselines.FindAsync(number, cancellation) is not { } standing) return NotFound();
        Standing = standing;
        History = await baselines.HistoryAsync(number, cancellation);
        channels = (await master.GetAsync(cancellation)).Channels;
        return Page();
    }
}
