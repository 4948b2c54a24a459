using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>One baseline to read, with its history.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ViewModel(BaselineQuery baselines, MasterDataReader master) : PageModel
{
    private CodeTable<Domain.Organisation.Channel>? channels;

    public BaselineStanding Standing { get; private set; } = null!;

    public IReadOnlyList<BaselineChange> History { get; private set; } = [];

    public bool MayEdit => User.ToActor().Manages;

    public bool MayPublish => User.ToActor().Publishes;

    /// <summary>What people call a channel.</summary>
    public string ChannelName(string code) => channels?.Find(code)?.Name ?? code;

    public async Task<IActionResult> OnGetAsync(int number, CancellationToken cancellation)
    {
        if (await baselines.FindAsync(number, cancellation) is not { } standing) return NotFound();
        Standing = standing;
        History = await baselines.HistoryAsync(number, cancellation);
        channels = (await master.GetAsync(cancellation)).Channels;
        return Page();
    }
}
