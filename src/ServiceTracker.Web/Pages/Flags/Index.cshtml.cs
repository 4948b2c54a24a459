using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Flags;

/// <summary>What needs somebody today, first of all; narrowed by the filter in the address.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class IndexModel(FlagInboxQuery query, InteractionChoicesQuery choices) : PageModel
{
    /// <summary>What the filter form and links to this page send.</summary>
    public sealed class FilterInput
    {
        public string? Status { get; set; }
        public string? Kind { get; set; }
        public string? Site { get; set; }
        public string? Staff { get; set; }
        public string? Channel { get; set; }

        /// <summary>Whether anything is narrowed.</summary>
        public bool IsSet => Status is not null || Kind is not null || Site is not null || Staff is not null || Channel is not null;
    }

    [BindProperty(SupportsGet = true)]
    public FilterInput Filter { get; set; } = new();

    public Actor Actor { get; private set; } = null!;
    public InteractionChoices Choices { get; private set; } = null!;
    public FlagInbox Inbox { get; private set; } = new([], false, []);

    /// <summary>What is wrong with the filter.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        Choices = await choices.RunAsync(Actor, cancellation);
        var asked = new FlagFilter
        {
            Status = Filter.Status,
            Kind = Filter.Kind,
            Site = Filter.Site,
            Staff = Filter.Staff,
            Channel = Filter.Channel,
        };
        switch (await query.RunAsync(Actor, asked, cancellation))
        {
            case Result<FlagInbox>.Ok { Value: var inbox }:
                Inbox = inbox;
                break;
            case Result<FlagInbox>.Invalid { Errors: var errors }:
                Mistakes = [.. errors.Select(e => e.Message)];
                break;
        }
    }

    /// <summary>Where the interactions behind a flag are listed.</summary>
    public string? InteractionsOf(FlagDetails flag) => BehindFlag.Href(Url, flag);
}
