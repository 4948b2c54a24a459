using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Observing;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Pages.Observing;

/// <summary>What somebody else saw of a contact: an observer who sat beside, or a mystery shopper.</summary>
[Authorize(Policy = nameof(Permission.Observes))]
public sealed class IndexModel(
    LogSheetQuery sheets, PairingQuery pairings, NextToObserve next, LogInteraction log, InteractionDetailsQuery details,
    TimeProvider clock) : PageModel
{
    private const string BasicsKey = "basics";

    /// <summary>The ways to observe: what the form sends, and what it says.</summary>
    public static IReadOnlyList<(Source Source, string Text)> Sources { get; } =
        [(Domain.Interactions.Source.Observer, "I sat beside"), (Domain.Interactions.Source.MysteryShop, "Mystery shop")];

    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty]
    public ObservationForm Form { get; set; } = new();

    public LogSheet Sheet { get; private set; } = null!;
    public Actor Actor { get; private set; } = null!;

    /// <summary>Those who may be observed: everybody but oneself.</summary>
    public IReadOnlyList<StaffMember> People { get; private set; } = [];

    /// <summary>Who was observed, once it is said.</summary>
    public StaffMember? Observed { get; private set; }

    /// <summary>What is asked on the channel, once that is said.</summary>
    public ChannelBasics? Basics { get; private set; }

    /// <summary>Every basic that is asked.</summary>
    public IReadOnlyList<BasicField> Fields { get; private set; } = [];

    /// <summary>What the observation goes together with; null where it is not known when it was.</summary>
    public Pairing? Pairing { get; private set; }

    /// <summary>Who was drawn to be observed next; null while a form is filled in, and where nobody can be.</summary>
    public DrawnPeople? Drawn { get; private set; }

    /// <summary>The observation that was just saved.</summary>
    public InteractionDetails? Saved { get; private set; }

    /// <summary>Whether the person's own entry is part of the same contact as <see cref="Saved"/>.</summary>
    public bool IsPaired => Saved?.Contact.Any(e => e.Source == Source.Self) == true;

    /// <summary>How the observer saw it.</summary>
    public Source Source => Sources.FirstOrDefault(s => SnakeCase<Source>.Text(s.Source) == Form.Source, Sources[0]).Source;

    public async Task OnGetAsync(Guid? saved, CancellationToken cancellation)
    {
        await LoadAsync(null, cancellation);
        AddMistakesOfChoice(isSent: false);
        NewForm();
        if (Fields.Count > 0) await PairAsync(clock.GetUtcNow(), cancellation);
        else if (Sheet is { Site: { } site, Obstacle: LogObstacle.None or LogObstacle.PersonNotChosen }
            && await next.RunAsync(Actor, site.Code, cancellation) is Result<DrawnPeople>.Ok { Value: { Order.Count: > 0 } drawn })
            Drawn = drawn;
        if (saved is { } id && await details.FindAsync(Actor, id, Sheet.Site?.Code, cancellation)
            is Result<InteractionDetails>.Ok { Value: var found } && Actor.Recorded(found.Interaction)) Saved = found;
    }

    /// <summary>Looks again for the person's own entry; nothing is stored and nothing is lost.</summary>
    public async Task<IActionResult> OnPostLookAsync(CancellationToken cancellation)
    {
        await ReadTimeAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await ReadTimeAsync(cancellation) is not { } at || Read(at) is not { } entry) return Page();
        switch (await log.SaveFormAsync(details, Actor, entry, Form.When, cancellation))
        {
            case Result<InteractionDetails>.Ok { Value: var stored }:
                return RedirectToPage(new { site = stored.Site.Code, channel = stored.Channel.Code, saved = stored.Interaction.Id });
            case Result<InteractionDetails>.Invalid { Errors: var errors }:
                foreach (var error in errors) ModelState.AddModelError(KeyOf(error), error.Message);
                return Page();
            case Result<InteractionDetails>.Conflict:
                NewForm();
                ModelState.AddModelError(
                    "", "This form was saved before with other answers. Nothing was changed; save again to enter a second observation.");
                return Page();
            case Result<InteractionDetails>.Unavailable { Why: var why }:
                Response.StatusCode = SaveTrouble.StatusOf(why);
                ModelState.AddModelError("", SaveTrouble.Say(why, "Your answers are still here", "save again"));
                return Page();
            case var other:
                throw new InvalidOperationException($"Observing is not expected to answer {other.GetType().Name}.");
        }
    }

    private async Task LoadAsync(DateOnly? date, CancellationToken cancellation)
    {
        Actor = User.ToActor();
        Sheet = await sheets.RunAsync(Actor, Site, Person, cancellation, date);
        People = [.. Sheet.People.Where(p => !Actor.Is(p.Id))];
        Observed = string.IsNullOrWhiteSpace(Person) || Sheet.Person is { } own && Actor.Is(own.Id) ? null : Sheet.Person;
        Basics = Sheet.Channels is [var only] ? only : string.IsNullOrWhiteSpace(Channel) ? null : Sheet.Basics(Channel);
        Fields = Observed is null || Basics is not { Channel.Code: var channel } ? []
            :
            [
                .. Basics.Checks.Concat(Basics.Measures).Select((basic, n) =>
                    new BasicField(n, channel, basic, Form.Basics.Find(a => a.Channel == channel && a.Code == basic.Code))),
            ];
    }

    // The day of the contact says who was there and what was asked.
    private async Task<DateTimeOffset?> ReadTimeAsync(CancellationToken cancellation)
    {
        await LoadAsync(null, cancellation);
        if (Sheet.Site is not { } site) return null;
        var at = WhenServed.Read(Form.When, Form.On, Form.At, site, clock.GetUtcNow(), out var wrong);
        if (wrong is not null) ModelState.AddModelError(nameof(Form.At), wrong);
        if (at is { } moment && site.Calendar.At(moment.UtcDateTime).BusinessDate is var day && day != Sheet.Today)
            await LoadAsync(day, cancellation);
        AddMistakesOfChoice(isSent: true);
        if (at is { } known && Fields.Count > 0) await PairAsync(known, cancellation);
        return Fields.Count > 0 ? at : null;
    }

    // What is not said yet is no mistake before the form is sent.
    private void AddMistakesOfChoice(bool isSent)
    {
        foreach (var error in Sheet.Errors) ModelState.AddModelError(KeyOf(error), error.Message);
        if (Observed is null && Sheet.Errors.Count == 0 && (isSent || !string.IsNullOrWhiteSpace(Person)))
            ModelState.AddModelError(
                nameof(Person), string.IsNullOrWhiteSpace(Person)
                    ? "Choose whom you observed." : "Nobody observes themselves. Choose somebody else.");
        if (Basics is null && (isSent || !string.IsNullOrWhiteSpace(Channel)))
            ModelState.AddModelError(
                nameof(Channel), string.IsNullOrWhiteSpace(Channel)
                    ? "Choose a channel." : $"There is no channel “{Channel}” on which anything is asked here. Choose one.");
    }

    private async Task PairAsync(DateTimeOffset at, CancellationToken cancellation) =>
        Pairing = await pairings.RunAsync(Actor, Sheet.Site!, Observed!, Basics!.Channel, Source, at, cancellation);

    // Everything that can be said before the rules of the application have their say; null when something is wrong.
    private InteractionEntry? Read(DateTimeOffset at)
    {
        if (Form.Baseline != Sheet.Baseline!.Number)
        {
            Form.Baseline = Sheet.Baseline.Number;
            ModelState.AddModelError(
                BasicsKey, "That day has other basics than those of this page. Look through them, then save again.");
        }

        var answers = TypedAnswers.Of(Fields.Select(f => (f.Basic, f.Given)));
        foreach (var wrong in answers.Wrong) ModelState.AddModelError(BasicsKey, wrong);
        if (answers.Open > 0 && ModelState.IsValid) ModelState.AddModelError(BasicsKey, answers.StillOpen);
        return !ModelState.IsValid ? null : new InteractionEntry
        {
            Id = Form.Id,
            Site = Sheet.Site!.Code,
            Staff = Observed!.Code,
            Channel = Basics!.Channel.Code,
            OccurredAt = at,
            Source = SnakeCase<Source>.Text(Source),
            Check = SnakeCase<CheckKind>.Text(CheckKind.Full),
            Observations = answers.Observed,
            SameContactAs = Form.Same,
            Reason = Form.Reason,
            Note = Form.Note,
        };
    }

    private void NewForm() => Form.Id = Guid.CreateVersion7(clock.GetUtcNow());

    private static string KeyOf(FieldError error) => error.Path switch
    {
        "$.site" => nameof(Site),
        "$.staff" => nameof(Person),
        "$.channel" => nameof(Channel),
        "$.occurredAt" => nameof(Form.At),
        "$.reason" => nameof(Form.Reason),
        "$.note" => nameof(Form.Note),
        var path when path.StartsWith("$.observations", StringComparison.Ordinal) => BasicsKey,
        _ => "",
    };
}
