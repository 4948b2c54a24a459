using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>Logs one interaction in two taps when all basics were met, and a few more when something was missed.</summary>
[Authorize(Policy = nameof(Permission.Logs))]
public sealed class LogModel(
    LogSheetQuery sheets, LogInteraction log, UndoInteraction undo, InteractionDetailsQuery details, TimeProvider clock) : PageModel
{
    /// <summary>What the two ways to save put in <see cref="EntryInput.How"/>.</summary>
    public const string AllMet = "all_met", SomethingMissed = "missed";

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
    public string? Site { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty]
    public EntryInput Entry { get; set; } = new();

    public LogSheet Sheet { get; private set; } = null!;
    public Actor Actor { get; private set; } = null!;
    public List<Mistake> Mistakes { get; } = [];

    /// <summary>The entry just saved, while it can be taken back.</summary>
    public InteractionDetails? Saved { get; private set; }

    /// <summary>Until when <see cref="Saved"/> can be taken back.</summary>
    public DateTime UndoUntil { get; private set; }

    /// <summary>An entry was just taken back.</summary>
    public bool TakenBack { get; private set; }

    /// <summary>An entry could not be taken back.</summary>
    public bool UndoFailed { get; private set; }

    /// <summary>Every measure on every channel, in the order of the form's fields.</summary>
    public IReadOnlyList<(string Channel, Expectation Measure)> MeasureFields { get; private set; } = [];

    /// <summary>The channels with the chosen one first: without a script the first one's basics stand on top.</summary>
    public IEnumerable<ChannelBasics> ChosenFirst => Sheet.Channels.OrderBy(c => c.Channel.Code != Channel);

    public async Task OnGetAsync(Guid? saved, bool takenBack, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        Entry.Id = Guid.CreateVersion7(clock.GetUtcNow());
        TakenBack = takenBack;
        if (saved is { } id) await OfferUndoAsync(id, cancellation);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (Sheet.Obstacle != LogObstacle.None || Mistakes.Count > 0) return Page();
        if (Read() is not { } entry) return Page();
        switch (await SaveAsync(entry, cancellation))
        {
            case Result<InteractionDetails>.Ok { Value.Interaction.Id: var id }:
                return RedirectToPage(Where(saved: id));
            case Result<InteractionDetails>.Invalid { Errors: var errors }:
                Mistakes.AddRange(errors.Select(MistakeOf));
                return Page();
            case Result<InteractionDetails>.Conflict:
                // Another entry was saved from this form, which somebody then came back to and changed.
                Entry.Id = Guid.CreateVersion7(clock.GetUtcNow());
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
        var result = await undo.RunAsync(User.ToActor(), id, cancellation);
        if (result is Result<Guid>.Ok) return RedirectToPage(Where(takenBack: true));
        UndoFailed = true;
        await LoadAsync(cancellation);
        Entry.Id = Guid.CreateVersion7(clock.GetUtcNow());
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
        Response.StatusCode = why == StoreTrouble.DiskFull
            ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;
        Mistakes.Add(new("log", why.MayPass()
            ? $"The store is busy or away for a moment. {stays}: {again} in a few seconds."
            : $"{why.Sentence()} {stays}: tell whoever looks after the server, and {again} when it is mended."));
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        Sheet = await sheets.RunAsync(Actor, Site, Person, cancellation);
        // A channel that was sent and is gone is refused by name; one that a link remembers is only a wish.
        if (Channel is null || (HttpMethods.IsGet(Request.Method) && Sheet.Basics(Channel) is null))
            Channel = Sheet.Channels is [var first, ..] ? first.Channel.Code : null;
        MeasureFields = [.. Sheet.Channels.SelectMany(c => c.Measures.Select(m => (c.Channel.Code, m)))];
        Mistakes.AddRange(Sheet.Errors.Select(MistakeOf));
    }

    /// <summary>What was typed for a measure.</summary>
    public string? Typed(string channel, string code) => Entry.Measures.Find(m => m.Channel == channel && m.Code == code)?.Value;

    /// <summary>What is wrong with a part of the form.</summary>
    public IEnumerable<string> MistakesIn(string field) => Mistakes.Where(m => m.Field == field).Select(m => m.Message);

    /// <summary>Something is wrong in the part that is one tap away.</summary>
    public bool HasMistakesInMore => Mistakes.Exists(m =>
        m.Field is "more" or "standouts" || m.Field.StartsWith("measure-", StringComparison.Ordinal)
        || EntryInput.Texts.Any(t => t.Id == m.Field));

    /// <summary>One of today's entries in a line: where it was, how it went, and for whom if not for the person who logs.</summary>
    public string About(InteractionDetails entry)
    {
        var outcome = InteractionWords.Outcome(entry);
        var where = entry.Reason is null ? "" : entry.Channel.Name + ", ";
        var causes = entry.Causes.Count > 0 ? $" ({InteractionWords.Causes(entry)})" : "";
        var whom = Sheet.OwnOnly && entry.Staff?.Id != Sheet.Person?.Id ? $", for {entry.Staff?.Name ?? "nobody"}" : "";
        return $"{where}{char.ToLowerInvariant(outcome[0])}{outcome[1..]}{causes}{whom}";
    }

    private string MeasureField(string code)
    {
        for (var i = 0; i < MeasureFields.Count; i++)
        {
            if (MeasureFields[i].Channel == Channel && MeasureFields[i].Measure.Code == code) return $"measure-{i}";
        }

        return "more";
    }

    private object Where(Guid? saved = null, bool? takenBack = null) =>
        new { site = Site, person = Person, channel = Channel, saved, takenBack };

    // Everything that can be said before the rules of the application have their say; null when something is wrong.
    private InteractionEntry? Read()
    {
        var basics = Sheet.Basics(Channel);
        if (basics is null) Mistakes.Add(new("channels", "Choose a channel."));
        if (Entry.Baseline != Sheet.Baseline!.Number)
        {
            Entry.Baseline = Sheet.Baseline.Number;
            Mistakes.Add(new("basics", "The basics changed while this page was open. Look through them, then save again."));
        }

        if (Sheet.Reasons.Count > 0 && string.IsNullOrWhiteSpace(Entry.Reason))
            Mistakes.Add(new("reasons", "Pick what it was about first."));
        switch (Entry.How)
        {
            case AllMet when Entry.Missed.Count > 0:
                Mistakes.Add(new("missed", "A basic is ticked as missed. Untick it, or save it as missed."));
                break;
            case SomethingMissed when Entry.Missed.Count == 0:
                Mistakes.Add(new("missed", "Tick what was missed; at least one."));
                break;
            case AllMet or SomethingMissed:
                break;
            default:
                Mistakes.Add(new("basics", "Say whether all basics were met or something was missed."));
                break;
        }

        var measured = Measured();
        if (Mistakes.Count > 0) return null;
        var cause = Hindrances.Where(o => o.Key == Entry.Why).Select(o => (Cause?)o.Cause).FirstOrDefault();
        return Entry.AsTyped() with
        {
            Site = Sheet.Site!.Code,
            Staff = Sheet.Person!.Code,
            Channel = Channel,
            OccurredAt = Milliseconds(clock.GetUtcNow()),
            Observations = ObservationAnswers.From(Sheet.Baseline!, Channel!, Entry.Missed, measured),
            Causes = cause is { } c ? Entry.Missed.Distinct().ToDictionary(code => code, _ => SnakeCase<Cause>.Text(c)) : null,
        };
    }

    private Dictionary<string, double> Measured()
    {
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < Entry.Measures.Count; i++)
        {
            var given = Entry.Measures[i];
            if (given.Channel != Channel || given.Code is not { } code || string.IsNullOrWhiteSpace(given.Value)) continue;
            const NumberStyles plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
            if (double.TryParse(given.Value, plain, CultureInfo.InvariantCulture, out var value)) measured[code] = value;
            else
            {
                var name = Sheet.Baseline!.Find(code) is { } measure ? InteractionWords.Of(measure) : code;
                Mistakes.Add(new(MeasureField(code), $"{name}: “{given.Value}” is not a number such as 90 or 1.5."));
            }
        }

        return measured;
    }

    // A retry must have the time of the first attempt, or it would be another interaction under the same id.
    private async Task<Result<InteractionDetails>> SaveAsync(InteractionEntry entry, CancellationToken cancellation)
    {
        var result = await log.RunAsync(Actor, entry, cancellation);
        return result is Result<InteractionDetails>.Conflict
            && await details.FindAsync(Actor, Entry.Id, entry.Site, cancellation) is Result<InteractionDetails>.Ok { Value: var stored }
            ? await log.RunAsync(Actor, entry with { OccurredAt = stored.Interaction.OccurredAt }, cancellation)
            : result;
    }

    private Mistake MistakeOf(FieldError error)
    {
        const string observations = "$.observations.";
        if (error.Path.StartsWith(observations, StringComparison.Ordinal))
        {
            var code = error.Path[observations.Length..];
            return Sheet.Baseline?.Find(code) is { Kind: ExpectationKind.Measure } measure
                ? new Mistake(MeasureField(code), $"{InteractionWords.Of(measure)}: {error.Message}")
                : new Mistake("missed", error.Message);
        }

        return error.Path switch
        {
            "$.site" => new("site", error.Message),
            "$.staff" => new("person", error.Message),
            "$.channel" => new("channels", error.Message),
            _ => EntryInput.MistakeOf(error) ?? new("log", error.Message),
        };
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset instant) =>
        new(instant.Ticks - instant.Ticks % TimeSpan.TicksPerMillisecond, instant.Offset);
}
