using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Disputes;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Shared;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>Everything about one interaction, and how it was scored.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class DetailsModel(
    InteractionDetailsQuery query, InteractionHistoryQuery history, DisputeListQuery disputes, CorrectInteraction correct,
    RaiseDispute raise, RuleOnDispute rule, Accounts accounts, MasterDataReader masterData) : PageModel
{
    // More than anybody changes one interaction.
    private const int MostSteps = 200;

    [BindProperty]
    public DisputeForm Input { get; set; } = new();

    /// <summary>What the forms about a miss, and about the customer's conduct, send.</summary>
    public sealed class DisputeForm
    {
        public string? Expectation { get; set; }
        public string? Reason { get; set; }
        public string? Ruling { get; set; }
        public string? Cause { get; set; }

        /// <summary>Whether the customer's conduct is confirmed.</summary>
        public bool Confirms { get; set; }
    }

    /// <summary>What was done to it, the last first, in words.</summary>
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    /// <summary>Disputes about its misses.</summary>
    public IReadOnlyList<DisputeDetails> Disputes { get; private set; } = [];

    /// <summary>The misses that this user may dispute now.</summary>
    public IReadOnlyList<Expectation> Disputable { get; private set; } = [];

    /// <summary>Whether this user may correct it now.</summary>
    public bool MayCorrect { get; private set; }

    /// <summary>Whether this user may say whether it was the customer's conduct.</summary>
    public bool MayConfirm { get; private set; }

    /// <summary>This page.</summary>
    public string Here => $"/interactions/{Found.Interaction.Id}?site={Uri.EscapeDataString(Found.Site.Code)}";

    public InteractionDetails Found { get; private set; } = null!;
    public ScoreExplanation Explanation { get; private set; } = null!;

    /// <summary>Who or what recorded it.</summary>
    public string Recorder { get; private set; } = "";

    /// <summary>When it was recorded, by the site's clock.</summary>
    public BusinessMoment Recorded { get; private set; }

    /// <summary>Why the business date is not the date on the calendar, or null when it is.</summary>
    public string? WhyOtherDate { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string? site, CancellationToken cancellation) =>
        await FindAsync(id, site, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostDisputeAsync(Guid id, string? site, CancellationToken cancellation)
    {
        if (!await FindAsync(id, site, cancellation)) return NotFound();
        return await AnswerAsync(
            await raise.RunAsync(User.ToActor(), Found.Site.Id, id, new DisputeInput(Input.Expectation, Input.Reason), cancellation),
            "Disputed. Until a manager rules, the miss is not in your figures.", cancellation);
    }

    public async Task<IActionResult> OnPostRulingAsync(Guid id, string? site, CancellationToken cancellation)
    {
        if (!await FindAsync(id, site, cancellation)) return NotFound();
        var ruling = new RulingInput(Input.Expectation, Input.Ruling, Input.Cause, Input.Reason);
        return await AnswerAsync(
            await rule.RunAsync(User.ToActor(), Found.Site.Id, id, ruling, cancellation), "Ruled. The figures follow in a moment.",
            cancellation);
    }

    public async Task<IActionResult> OnPostConductAsync(Guid id, string? site, CancellationToken cancellation)
    {
        if (!await FindAsync(id, site, cancellation)) return NotFound();
        if (!MayConfirm) return Forbid();
        var decided = Input.Confirms
            ? new InteractionCorrection { Reason = Input.Reason, State = "excluded", ExcludedAs = "customer_conduct" }
            : new InteractionCorrection
            {
                Reason = Input.Reason,
                State = CorrectForm.Counts,
                Outcome = Found.Interaction.Outcome == Outcome.CustomerConduct ? "served" : null,
            };
        return await AnswerAsync(
            await correct.RunAsync(User.ToActor(), Found.Site.Id, id, decided, Found.Interaction.Version, cancellation),
            Input.Confirms ? "Confirmed: it counts in the safety report alone." : "It counts as before.", cancellation);
    }

    private async Task<IActionResult> AnswerAsync<T>(Result<T> result, string done, CancellationToken cancellation)
    {
        switch (result)
        {
            case Result<T>.Ok:
                TempData["Done"] = done;
                return Redirect(Here);
            case Result<T>.NotFound:
                return NotFound();
            case Result<T>.Unavailable:
                ModelState.AddModelError("", "The store is busy for a moment. Send it again in a few seconds.");
                break;
            default:
                ModelState.AddRefusal(result);
                break;
        }

        await FindAsync(Found.Interaction.Id, Found.Site.Code, cancellation);
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, string? site, CancellationToken cancellation)
    {
        var actor = User.ToActor();
        if (await query.FindAsync(actor, id, site, cancellation) is not Result<InteractionDetails>.Ok { Value: var found }) return false;
        Found = found;
        await AddWhatCanBeDoneAsync(actor, cancellation);
        Explanation = ScoreExplanation.Of(found.Interaction, found.Baseline, found.Channel.Code);
        Recorder = found.Interaction.ImportId is not null
            ? "an import" : Domain.Devices.Device.IsActorId(found.Interaction.RecordedBy) ? "a PIN at a device"
            : await accounts.NameOfAsync(found.Interaction.RecordedBy, cancellation) ?? "a program";
        Recorded = found.Site.CalendarOf(found.Interaction.ZoneNumber).At(found.Interaction.RecordedAt);
        if (DateOnly.FromDateTime(found.LocalTime) != found.Interaction.BusinessDate)
        {
            WhyOtherDate = TimeOnly.FromDateTime(found.LocalTime) < found.Site.DayStart
                ? $"the business day at {found.Site.Name} begins at {found.Site.DayStart:HH:mm}, and until then it is still the day before"
                : "fixed when it was stored, by the day start the site had then";
        }

        return true;
    }

    private async Task AddWhatCanBeDoneAsync(Actor actor, CancellationToken cancellation)
    {
        var i = Found.Interaction;
        if (await history.RunAsync(actor, i.SiteId, i.Id, null, MostSteps, cancellation)
            is Result<ListPage<InteractionStep>>.Ok { Value.Items: var steps })
        {
            var master = await masterData.GetAsync(cancellation);
            var calendar = Found.Site.CalendarOf(i.ZoneNumber);
            History = [.. steps.Reverse().Select(s => HistoryLine.Of(s, Found.Baseline, master, calendar))];
        }

        Disputes = await disputes.OfAsync(actor, i.SiteId, i.Id, cancellation);
        var concerned = i.StaffId is { } staff && (actor.Is(staff) || actor.IsAdmin);
        Disputable = !concerned ? [] :
        [
            .. Found.Baseline.Expectations.Where(e => i.ResultOf(e) == ObservationResult.Missed
                && !Disputes.Any(d => d.Dispute.Expectation == e.Code && d.Dispute.Status == DisputeStatus.Stands)),
        ];
        MayCorrect = await correct.IsOpenToAsync(actor, i, cancellation);
        MayConfirm = i.Conduct == ConductStatus.Proposed && RuleOnDispute.IsOpenTo(actor, i);
    }
}
