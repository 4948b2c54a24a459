using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Baselines;

/// <summary>Says what publishing a draft means, and publishes it.</summary>
[Authorize(Policy = nameof(Permission.Publishes))]
public sealed class PublishModel(BaselineQuery baselines, PublishBaseline publish) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    /// <summary>1 while this is a step of the set-up.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Setup { get; set; }

    public BaselineStanding Standing { get; private set; } = null!;

    /// <summary>What keeps the draft from being published.</summary>
    public IReadOnlyList<(string Path, string Problem)> Lacking { get; private set; } = [];

    /// <summary>The baseline in force on the draft's first date until then; null for the first one.</summary>
    public Baseline? TakesOverFrom { get; private set; }

    /// <summary>In what the draft differs from it.</summary>
    public IReadOnlyList<BaselineDifference> Differences { get; private set; } = [];

    public string EditorUrl => EditModel.UrlOf(Number, Setup == EditModel.InSetup);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation) => ShowAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(int? version, CancellationToken cancellation)
    {
        var published = await publish.RunAsync(User.ToActor(), Number, version, cancellation);
        if (published is Result<Baseline>.Ok(var done, _))
        {
            TempData["Done"] = $"Baseline {done.Number} is published and scores every interaction from {done.EffectiveFrom:yyyy-MM-dd} on.";
            return Redirect(Setup == EditModel.InSetup ? "/log" : $"/baselines/{Number}");
        }

        // What is missing is listed with links to its fields instead.
        if (published is not Result<Baseline>.Invalid) ModelState.AddRefusal(published);
        return await ShowAsync(cancellation);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellation)
    {
        if (await baselines.FindAsync(Number, cancellation) is not { } standing) return NotFound();
        if (standing.Baseline.IsPublished) return Redirect($"/baselines/{Number}");
        Standing = standing;
        Lacking = [.. standing.Baseline.WhatKeepsItFromPublishing()];
        TakesOverFrom = await baselines.TakesOverFromAsync(standing.Baseline, cancellation);
        if (TakesOverFrom is not null) Differences = BaselineDifference.Between(TakesOverFrom, standing.Baseline);
        return Page();
    }
}
