using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>Lists the interactions one may see, newest first, narrowed by the filter in the address.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class IndexModel(InteractionListQuery query, InteractionChoicesQuery choices) : PageModel
{
    private const int PageSize = 50;

    /// <summary>What the filter form and links to this page send.</summary>
    public sealed class FilterInput
    {
        public string? Site { get; set; }
        public string? Staff { get; set; }
        public string? Channel { get; set; }

        /// <summary>First business date, as it was given.</summary>
        public string? From { get; set; }

        /// <summary>Last business date, as it was given.</summary>
        public string? To { get; set; }

        public string? Missed { get; set; }
        public string? State { get; set; }

        /// <summary>First hour of the local clock, as it was given.</summary>
        public string? FromHour { get; set; }

        /// <summary>The hour of the local clock before which they occurred, as it was given.</summary>
        public string? BeforeHour { get; set; }

        public string? Role { get; set; }

        /// <summary>Whether anything is narrowed.</summary>
        public bool IsSet =>
            Site is not null || Staff is not null || Channel is not null || From is not null || To is not null || Missed is not null
                || State is not null || FromHour is not null || BeforeHour is not null || Role is not null;
    }

    [BindProperty(SupportsGet = true)]
    public FilterInput Filter { get; set; } = new();

    public Actor Actor { get; private set; } = null!;
    public InteractionChoices Choices { get; private set; } = null!;
    public IReadOnlyList<InteractionDetails> Items { get; private set; } = [];

    /// <summary>What is wrong with the filter.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    /// <summary>The path of the next page, where there is one.</summary>
    public string? Next { get; private set; }

    /// <summary>This is not the first page.</summary>
    public bool IsLater { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken cancellation)
    {
        Actor = User.ToActor();
        Choices = await choices.RunAsync(Actor, cancellation);
        IsLater = after is not null;
        var mistakes = new List<string>();
        var asked = new InteractionFilter
        {
            Site = Filter.Site,
            Staff = Filter.Staff,
            Channel = Filter.Channel,
            From = Date(Filter.From, mistakes),
            To = Date(Filter.To, mistakes),
            State = Filter.State,
            Missed = Filter.Missed,
            FromHour = Hour(Filter.FromHour, mistakes),
            BeforeHour = Hour(Filter.BeforeHour, mistakes),
            Role = Filter.Role,
        };
        if (asked.From > asked.To) mistakes.Add("The last day lies before the first.");
        switch (await query.RunAsync(Actor, asked, after, PageSize, cancellation))
        {
            case Result<ListPage<InteractionDetails>>.Ok { Value: var page } when mistakes.Count == 0:
                Items = page.Items;
                Next = page.Next is { } cursor ? PathTo(cursor) : null;
                break;
            case Result<ListPage<InteractionDetails>>.Invalid { Errors: var errors }:
                mistakes.AddRange(errors.Select(e => e.Message));
                break;
        }

        Mistakes = mistakes;
    }

    /// <summary>The path of this list with the same filter, from the newest or from a cursor on.</summary>
    public string? PathTo(string? after) =>
        Url.Page(
            "Index",
            new
            {
                site = Filter.Site,
                staff = Filter.Staff,
                channel = Filter.Channel,
                from = Filter.From,
                to = Filter.To,
                missed = Filter.Missed,
                state = Filter.State,
                fromHour = Filter.FromHour,
                beforeHour = Filter.BeforeHour,
                role = Filter.Role,
                after
            });

    private static int? Hour(string? text, List<string> mistakes)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hour)) return hour;
        mistakes.Add($"“{text}” is not an hour; write it like 13.");
        return null;
    }

    private static DateOnly? Date(string? text, List<string> mistakes)
    {
        if (text is null) return null;
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        mistakes.Add($"“{text}” is not a date; write it like 2026-11-20.");
        return null;
    }
}
