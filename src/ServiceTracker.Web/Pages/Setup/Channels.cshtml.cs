using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>The first start: the channels.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class ChannelsModel(SetupProgressQuery setup, MasterDataReader master, AddSeveral add) : PageModel
{
    [BindProperty]
    public ChannelsForm Input { get; set; } = new();

    public SetupProgress Progress { get; private set; } = null!;

    /// <summary>The usual channels: kind, which is also the code, name, and what it is.</summary>
    public static IReadOnlyList<(string Kind, string Name, string About)> Offered { get; } =
    [
        ("counter", "Counter", "Face to face at your place: desk, till, table"),
        ("phone", "Phone", "Calls in and out"),
        ("email", "E-mail", "Letters too, if you like"),
        ("chat", "Chat", "On your site or in an app"),
        ("social", "Social media", "Posts and messages on platforms"),
        ("field", "Field", "At the customer's: delivery, repair, care"),
        ("web", "Web", "Forms and self-service"),
    ];

    /// <summary>What the form asks for.</summary>
    public sealed class ChannelsForm
    {
        public List<string> Kinds { get; set; } = [];
        public string? Own { get; set; }
    }

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var known = (await master.GetAsync(cancellation)).Channels;
        Input.Kinds = [.. Offered.Select(o => o.Kind).Where(k => known.Find(k) is not null)];
        Progress = await setup.RunAsync(cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var known = (await master.GetAsync(cancellation)).Channels;
        var ticked = Offered.Where(o => Input.Kinds.Contains(o.Kind)).Select(o => (Code: o.Kind, Input: new ChannelInput(o.Name, o.Kind)));
        var own = TypedLines.Of(Input.Own)
            .Select(name => (Code: Slug.Of(name, '-') is { Length: > 0 } slug ? slug : name, Input: new ChannelInput(name, null)));
        var wanted = ticked.Concat(own).DistinctBy(c => c.Code).Where(c => known.Find(c.Code) is null).ToList();
        if (wanted.Count == 0 && known.All.Count == 0)
            ModelState.AddModelError("Input.Kinds", "Tick at least one channel, or add your own.");
        if (ModelState.IsValid)
        {
            var added = await add.ChannelsAsync(User.ToActor(), wanted, cancellation);
            if (added is not Result<int>.Invalid(var errors))
            {
                if (!ModelState.AddRefusal(added)) return Redirect("/setup/people");
            }
            else foreach (var error in errors) ModelState.AddModelError("Input.Own", error.Message);
        }

        Progress = await setup.RunAsync(cancellation);
        return Page();
    }
}
