using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Checks;

namespace ServiceTracker.Web.Pages.Interactions;

/// <content>The draw of full checks: what it gave for each channel, and the answers one by one.</content>
public abstract partial class LogFormModel
{
    // Others of the same person log meanwhile, on another device or in another tab: more often than this nobody is overtaken.
    private const int MostTurns = 3;

    private Dictionary<string, HandedTicket> drawn = [];

    /// <summary>The answers to one basic, as the form sends them and calls them.</summary>
    public static IReadOnlyList<(string Key, string Text)> OneByOneAnswers { get; } =
        [("met", "Met"), ("missed", "Missed"), ("na", "N/A")];

    /// <summary>Every basic on every channel, in the order of the form's fields.</summary>
    public IReadOnlyList<(string Channel, Expectation Basic)> AnswerFields { get; private set; } = [];

    /// <summary>The tickets of all channels, sealed.</summary>
    public string AllDraws => checks.Together(drawn.Values);

    /// <summary>Whether the next entry on a channel is a full check.</summary>
    public bool IsFull(string? channel) => channel is not null && drawn.GetValueOrDefault(channel)?.Check == CheckKind.Full;

    /// <summary>Why it is asked for every basic.</summary>
    public string WhyFull => Sheet.Site!.FullCheckOneIn == 1
        ? "Every entry here asks for each basic."
        : $"One entry in {Sheet.Site.FullCheckOneIn}, drawn at random, asks for each basic: so all can trust the quick ones.";

    /// <summary>What was answered for a basic.</summary>
    public EntryInput.Answered? AnsweredOf(string channel, string code) =>
        Entry.Basics.Find(a => a.Channel == channel && a.Code == code);

    private static bool IsOfTicket(FieldError error) => error.Path == "$.ticket";

    private async Task DrawAsync(CancellationToken cancellation)
    {
        drawn = [];
        if (Sheet.Obstacle != LogObstacle.None) return;
        foreach (var channel in Sheet.Channels.Select(c => c.Channel))
        {
            var next = await checks.TicketsAheadAsync(Sheet.Site!, Sheet.Person!, channel, 1, cancellation);
            drawn.Add(channel.Code, next[0]);
        }
    }

    // The form's own ticket, by which a form that is sent twice is one entry; a form without one is judged by what is drawn now.
    private HandedTicket? TicketOfForm() => Sheet.Basics(Channel) is not { Channel: var channel } ? null
        : checks.Among(Entry.Draws, Sheet.Site!, Sheet.Person!, channel) ?? drawn[channel.Code];

    private static bool HasLostItsTurn(Result<InteractionDetails> result) =>
        result is Result<InteractionDetails>.Invalid { Errors: var errors } && errors.Any(IsOfTicket);

    // Where somebody else was before, the next one's draw decides; what is the same for the form is nothing that a person has to be told.
    private async Task<Result<InteractionDetails>> SaveInTurnAsync(InteractionEntry entry, CancellationToken cancellation)
    {
        var result = await SaveAsync(entry, cancellation);
        for (var turn = 0; turn < MostTurns && HasLostItsTurn(result); turn++)
        {
            await DrawAsync(cancellation);
            if (IsFull(Channel) && Entry.How != OneByOne) return result;
            result = await SaveAsync(entry with { Ticket = drawn.GetValueOrDefault(Channel!)?.Ticket, Check = null }, cancellation);
        }

        return result;
    }

    private ObservationAnswers AnswersOneByOne()
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var open = 0;
        foreach (var (_, basic) in AnswerFields.Where(f => f.Channel == Channel))
        {
            if (Of(AnsweredOf(Channel!, basic.Code), basic) is { } answer) answers[basic.Code] = answer;
            else open++;
        }

        if (open > 0 && Mistakes.Count == 0)
            Mistakes.Add(new("full", $"{open} {(open == 1 ? "basic is" : "basics are")} not answered yet. Answer each, then save again."));
        return ObservationAnswers.Of(answers);
    }

    private Answer? Of(EntryInput.Answered? given, Expectation basic)
    {
        if (given is null) return null;
        if (basic.Kind == ExpectationKind.Measure && !string.IsNullOrWhiteSpace(given.Value))
        {
            if (TypedNumber(given.Value) is { } value) return Answer.Of(value);
            Mistakes.Add(new("full", WrongNumber(basic, given.Value)));
            return null;
        }

        return given.Answer switch
        {
            "na" => Answer.NotApplicable,
            "met" when basic.Kind == ExpectationKind.Check => Answer.Met,
            "missed" when basic.Kind == ExpectationKind.Check => Answer.Missed,
            _ => null,
        };
    }

    private static string WrongNumber(Expectation? measure, string typed) =>
        $"{(measure is null ? "A number" : InteractionWords.Of(measure))}: “{typed}” " + (MayBeThousands(typed)
            ? "may be read in two ways; write it without a comma." : "is not a number such as 90 or 1.5.");
}
