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
        var answers = TypedAnswers.Of(
            AnswerFields.Where(f => f.Channel == Channel).Select(f => (f.Basic, AnsweredOf(Channel!, f.Basic.Code))));
        Mistakes.AddRange(answers.Wrong.Select(w => new Mistake("full", w)));
        if (answers.Open > 0 && Mistakes.Count == 0) Mistakes.Add(new("full", answers.StillOpen));
        return answers.Observed;
    }
}
