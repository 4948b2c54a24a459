using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Checks;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>
/// The form that logs one interaction in two taps when all basics were met, and in a few more when something was missed: of those who are
/// signed in, and of the devices of the counter.
/// </summary>
public abstract partial class LogFormModel(
    LogInteraction log, UndoInteraction undo, InteractionDetailsQuery details, NextChecks checks, TimeProvider clock) : PageModel
{
    /// <summary>What the ways to save put in <see cref="EntryInput.How"/>.</summary>
    public const string AllMet = "all_met", SomethingMissed = "missed", OneByOne = "full";

    /// <summary>What got in the way, in the words of the counter, and the cause that each stands for.</summary>
    public static IReadOnlyList<(string Key, string Text, Cause Cause)> Hindrances { get; } =
    [
        ("busy", "Too busy", Cause.Process),
        ("system", "System slow or down", Cause.Outage),
        ("unsure", "Not sure how", Cause.Person),
        ("choice", "Customer’s choice", Cause.Customer),
        ("forgot", "Slipped my mind", Cause.Person),
        ("else", "Something else", Cause.Unknown),
    ];

    /// <summary>Something that is wrong, and the part of the form it belongs to.</summary>
    /// <param name="Field">Id of an element.</param>
    /// <param name="Message">What to do about it.</param>
    public sealed record Mistake(string Field, string Message);

    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    /// <summary>The reason that the form begins with: of the link or the device it was opened by.</summary>
    [BindProperty(Name = "preset")]
    public string? Preset { get; set; }

    [BindProperty]
    public EntryInput Entry { get; set; } = new();

    public LogSheet Sheet { get; protected set; } = null!;
    public Actor Actor { get; protected set; } = null!;
    public List<Mistake> Mistakes { get; } = [];

    /// <summary>The entry just saved, while it can be taken back.</summary>
    public InteractionDetails? Saved { get; private set; }

    /// <summary>Until when <see cref="Saved"/> can be taken back.</summary>
    public DateTime UndoUntil { get; private set; }

    /// <summary>An entry was just taken back.</summary>
    public bool TakenBack { get; private set; }

    /// <summary>An entry could not be taken back.</summary>
    public bool UndoFailed { get; private set; }

    /// <summary>It is the form of a device of the counter, from which nothing else can be reached.</summary>
    public virtual bool IsAtDevice => false;

    /// <summary>For whom the device's form is, signed; absent where the account says it.</summary>
    public virtual string? For => null;

    /// <summary>The path that the form is sent to.</summary>
    public string FormPath => IsAtDevice ? "/kiosk/log" : "/log";

    /// <summary>The PIN of the person has to be entered to save: the device was locked meanwhile.</summary>
    public virtual bool AsksPin => false;

    /// <summary>Whose name the buttons carry: on a device, and where one person logs for another.</summary>
    public string? ConfirmedBy => IsAtDevice || !Sheet.OwnOnly && Sheet.Person?.Id != Actor.StaffId ? Sheet.Person?.Name : null;

    /// <summary>Every measure on every channel, in the order of the form's fields.</summary>
    public IReadOnlyList<(string Channel, Expectation Measure)> MeasureFields { get; private set; } = [];

    /// <summary>The channels with the chosen one first: without a script the first one's basics stand on top.</summary>
    public IEnumerable<ChannelBasics> ChosenFirst => Sheet.Channels.OrderBy(c => c.Channel.Code != Channel);

    /// <summary>What heads the list of <see cref="Mistakes"/>.</summary>
    public string MistakesAre =>
        UndoFailed ? "Not taken back" : HttpMethods.IsPost(Request.Method) ? "Not saved yet" : "Not all of this link is known here";

    public async Task<IActionResult> OnGetAsync(Guid? saved, bool takenBack, string? reason, CancellationToken cancellation)
    {
        if (await LoadSheetAsync(cancellation) is { } elsewhere) return elsewhere;
        await LoadAsync(cancellation);
        if (!string.IsNullOrWhiteSpace(reason)) Preset = reason.Trim();
        if (Preset is not null && Sheet.Obstacle == LogObstacle.None)
        {
            if (Sheet.Reasons.Any(r => r.Code == Preset)) Entry.Reason = Preset;
            else
            {
                Mistakes.Add(new("reasons", $"There is no reason “{Preset}”. Pick what it was about."));
                Preset = null;
            }
        }

        NewForm();
        TakenBack = takenBack;
        if (saved is { } id) await OfferUndoAsync(id, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (await LoadSheetAsync(cancellation) is { } elsewhere) return elsewhere;
        await LoadAsync(cancellation);
        if (Sheet.Obstacle != LogObstacle.None || Mistakes.Count > 0) return Page();
        if (Read() is not { } entry || !await IsConfirmedAsync(cancellation)) return Page();
        switch (await SaveInTurnAsync(entry, cancellation))
        {
            case Result<InteractionDetails>.Ok { Value.Interaction.Id: var id }:
                return RedirectToPage(Where(saved: id));
            case Result<InteractionDetails>.Invalid { Errors: var errors } when errors.Any(IsOfTicket):
                Mistakes.Add(new(
                    "full", "Another entry came before this one. This one is now a full check: answer every basic, then save again."));
                return Page();
            case Result<InteractionDetails>.Invalid { Errors: var errors }:
                Mistakes.AddRange(errors.Select(MistakeOf));
                return Page();
            case Result<InteractionDetails>.Conflict:
                // Another entry was saved from this form, which somebody then came back to and changed.
                NewForm();
                Mistakes.Add(new(
                    "log", "This form was saved before with other answers. Nothing was changed; save again to log a second interaction."));
                return Page();
            case Result<InteractionDetails>.Forbidden { Message: var message }:
                Mistakes.Add(new("log", message));
                return Page();
            case Result<InteractionDetails>.Unavailable { Why: var why }:
                AddTrouble(why, "Your answers are still here", "save again");
                return Page();
            case var other:
                throw new InvalidOperationException($"Logging is not expected to answer {other.GetType().Name}.");
        }
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid id, CancellationToken cancellation)
    {
        if (await LoadSheetAsync(cancellation) is { } elsewhere) return elsewhere;
        if (AsksPin)
        {
            await LoadAsync(cancellation);
            NewForm();
            UndoFailed = true;
            Mistakes.Add(new("log", "This device was locked meanwhile. Enter the PIN and undo it from the list; it still counts."));
            return Page();
        }

        var result = await undo.RunAsync(Actor, id, cancellation);
        if (result is Result<Guid>.Ok) return RedirectToPage(Where(takenBack: true));
        UndoFailed = true;
        await LoadAsync(cancellation);
        NewForm();
        if (result is Result<Guid>.Unavailable or Result<Guid>.Stale) await OfferUndoAsync(id, cancellation);
        if (result is Result<Guid>.Unavailable { Why: var why }) AddTrouble(why, "The entry is still there and counts", "undo it again");
        else Mistakes.Add(new("log", result switch
        {
            Result<Guid>.Stale => "This entry was changed in the same moment. It is still there and counts: undo it again.",
            Result<Guid>.Conflict { Message: var message } => message,
            _ => "This entry is not there any more; it may have been taken back already.",
        }));
        return Page();
    }

    /// <summary>Finds out who logs, and reads their sheet into <see cref="Sheet"/> and <see cref="Actor"/>.</summary>
    /// <returns>Another page, where this one is not for whoever asked.</returns>
    protected abstract Task<IActionResult?> LoadSheetAsync(CancellationToken cancellation);

    /// <summary>Whether the person may save what was entered; what they have to do first becomes a mistake.</summary>
    protected virtual Task<bool> IsConfirmedAsync(CancellationToken cancellation) => Task.FromResult(true);

    /// <summary>Route values of this page as it stands.</summary>
    protected abstract object Where(Guid? saved = null, bool? takenBack = null);

    /// <summary>What the form begins with where nothing is said: a channel by its code.</summary>
    protected abstract string? UsualChannel { get; }

    // While it lasts: a form that is shown again offers what it offered before.
    private async Task OfferUndoAsync(Guid id, CancellationToken cancellation)
    {
        if (await details.FindAsync(Actor, id, Sheet.Site?.Code, cancellation) is not Result<InteractionDetails>.Ok { Value: var found }
            || found.Interaction.RecordedBy != Actor.Id) return;
        UndoUntil = found.Interaction.RecordedAt + UndoInteraction.Offered;
        if (UndoUntil > clock.GetUtcNow().UtcDateTime) Saved = found;
    }

    // Nothing is lost by a store in trouble: what stays as it is is said with what to do.
    private void AddTrouble(StoreTrouble why, string stays, string again)
    {
        Response.StatusCode = SaveTrouble.StatusOf(why);
        Mistakes.Add(new("log", SaveTrouble.Say(why, stays, again)));
    }

    private void NewForm() => Entry.Id = Guid.CreateVersion7(clock.GetUtcNow());

    private async Task LoadAsync(CancellationToken cancellation)
    {
        // A channel that was sent with answers and is gone is refused by name; where nothing was answered yet another one is shown.
        if (HttpMethods.IsGet(Request.Method) && Channel is not null && Sheet.Channels.Count > 0 && Sheet.Basics(Channel) is null)
        {
            Mistakes.Add(new("channels", $"There is no channel “{Channel}” on which anything is asked here. Choose one."));
            Channel = null;
        }

        Channel ??= (Sheet.Basics(UsualChannel) ?? (Sheet.Channels is [var first, ..] ? first : null))?.Channel.Code;
        MeasureFields = [.. Sheet.Channels.SelectMany(c => c.Measures.Select(m => (c.Channel.Code, m)))];
        AnswerFields = [.. Sheet.Channels.SelectMany(c => c.Checks.Concat(c.Measures).Select(e => (c.Channel.Code, e)))];
        Mistakes.AddRange(Sheet.Errors.Select(MistakeOf));
        await DrawAsync(cancellation);
    }

    private Task<Result<InteractionDetails>> SaveAsync(InteractionEntry entry, CancellationToken cancellation) =>
        log.SaveFormAsync(details, Actor, entry, Entry.When, cancellation);
}
