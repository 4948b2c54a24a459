using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Charts;
using ServiceTracker.Web.Pages.Overview;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Flags;

/// <summary>Everything about one flag, and for who works on flags the steps that can be taken now.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class DetailsModel(
    FlagDetailsQuery query, FlagConfirmationQuery confirmation, WorkOnFlag work, InteractionChoicesQuery choices,
    MasterDataReader masterData, BusinessToday today, Accounts accounts) : PageModel
{
    [BindProperty]
    public StepForm Input { get; set; } = new();

    public FlagStory Story { get; private set; } = null!;
    public FlagChart Chart { get; private set; } = null!;

    /// <summary>Basics by which those of the evidence are worded.</summary>
    public IReadOnlyList<Expectation> Basics { get; private set; } = [];

    /// <summary>The steps that this user may take now.</summary>
    public IReadOnlyList<FlagStatus> Steps { get; private set; } = [];

    /// <summary>What confirms that it is over; null while nothing does.</summary>
    public FlagConfirmation? Confirmed { get; private set; }

    /// <summary>It is eight weeks old and was told again within the last eight: perhaps this is how it is now.</summary>
    public bool IsLasting { get; private set; }

    /// <summary>Where the change is marked: the unit's chart.</summary>
    public string ChartHref => BehindFlag.Chart(Url, Details);

    public FlagDetails Details => Story.Details;

    public Flag Flag => Story.Details.Flag;

    /// <summary>The pages of the basic, the channel and the site that it is about, for who sees everybody.</summary>
    public IReadOnlyList<(string Name, string Href)> Around
    {
        get
        {
            var pages = new List<(string, string)>();
            if (!User.ToActor().SeesEverybody) return pages;
            if (Flag.Expectation is { } basic && Basics.Any(b => b.Code == basic))
                pages.Add((FlagWords.Basic(basic, Basics), PageLinks.Basic(basic, Details.Site, Details.Channel, null)));
            if (Details.Channel is { } channel) pages.Add((channel.Name, PageLinks.Channel(channel, Details.Site, null)));
            pages.Add((Details.Site.Name, PageLinks.Site(Details.Site, null)));
            return pages;
        }
    }

    /// <summary>Where the interactions since the change are listed.</summary>
    public string Behind => BehindFlag.Href(Url, Details);

    /// <summary>What the forms ask for: each sends the step it is for.</summary>
    public sealed class StepForm
    {
        public string? To { get; set; }
        public string? Finding { get; set; }
        public string? Action { get; set; }
        public string? Note { get; set; }
        public string? Owner { get; set; }

        /// <summary>When to look again, as it was given.</summary>
        public string? LookAgainOn { get; set; }

        public string? Reason { get; set; }
        public int? Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation)
    {
        if (!await FindAsync(id, cancellation)) return NotFound();
        if (Steps.Count > 0) Input.Owner = Flag.Owner ?? await accounts.EmailOfAsync(User.ToActor().Id, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (!actor.May(Permission.WorksOnFlags)) return Forbid();
        if (!await FindAsync(id, cancellation)) return NotFound();
        DateOnly? again = null;
        if (!string.IsNullOrWhiteSpace(Input.LookAgainOn))
        {
            if (Dates.TryParse(Input.LookAgainOn.Trim(), out var date)) again = date;
            else ModelState.AddModelError($"{nameof(Input)}.{nameof(Input.LookAgainOn)}", Dates.Needed);
        }

        if (!ModelState.IsValid) return Page();
        var step = new FlagTransitionInput(Input.To, Input.Finding, Input.Action, Input.Note, Input.Owner, again, Input.Reason);
        var taken = await work.RunAsync(actor, id, step, Input.Version, cancellation);
        if (taken is Result<Flag>.Ok(var flag, _))
        {
            TempData["Done"] = flag.IsNote ? "Seen." : $"Saved: {FlagWords.Of(flag.Status).ToLowerInvariant()}.";
            return Redirect(flag.IsNote ? "/flags" : $"/flags/{id}");
        }

        if (taken is Result<Flag>.NotFound) return NotFound();
        if (taken is Result<Flag>.Stale) ModelState.AddStale();
        else ModelState.AddRefusal(taken);
        await FindAsync(id, cancellation);
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (await query.FindAsync(actor, id, cancellation) is not { } story) return false;
        Story = story;
        Basics = (await choices.RunAsync(actor, cancellation)).Basics;
        Steps = actor.May(Permission.WorksOnFlags) ? FlagSteps.From(Flag.Status, Flag.IsNote) : [];
        if (Steps.Count > 0)
        {
            var master = await masterData.GetAsync(cancellation);
            var day = today.Of(actor, master, master.Sites[Flag.SiteId]);
            Confirmed = await confirmation.OfAsync(Flag, day, cancellation);
            IsLasting = Flag.IsLastingOn(day);
        }

        var counted = Flag.Expectation is null ? "All basics met" : $"{FlagWords.Basic(Flag.Expectation, Basics)}: met";
        Chart = new FlagChart(counted, Details.Evidence, Flag.Kind == FlagKind.Better, day => BehindFlag.Href(Url, Details, day));
        return true;
    }
}
