using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Web.Pages.Interactions;

/// <content>What the form says, what is wrong with it, and where.</content>
public abstract partial class LogFormModel
{
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
        var ticket = TicketOfForm();
        switch (Entry.How)
        {
            case OneByOne:
                break;
            case not null when ticket?.Check == CheckKind.Full:
                Mistakes.Add(new("full", "This one is a full check: answer every basic, then save again."));
                break;
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

        var occurred = WhenServed.Read(Entry.When, Entry.At, Sheet.Site!, clock.GetUtcNow(), out var wrong);
        if (wrong is not null) Mistakes.Add(new("at", wrong));
        var observed = Entry.How == OneByOne && basics is not null ? AnswersOneByOne()
            : ObservationAnswers.From(Sheet.Baseline, Channel ?? "", Entry.Missed, Measured());
        if (Mistakes.Count > 0) return null;
        var cause = Hindrances.Where(o => o.Key == Entry.Why).Select(o => (Cause?)o.Cause).FirstOrDefault();
        return Entry.AsTyped() with
        {
            Site = Sheet.Site!.Code,
            Staff = Sheet.Person!.Code,
            Channel = Channel,
            OccurredAt = occurred,
            Ticket = ticket?.Ticket,
            Observations = observed,
            Causes = cause is { } c
                ? Missed(observed).ToDictionary(code => code, _ => SnakeCase<Cause>.Text(c), StringComparer.Ordinal) : null,
        };
    }

    private IEnumerable<string> Missed(ObservationAnswers observed) => Entry.How == OneByOne
        ? observed.Answers.Where(a => a.Value.Kind == AnswerKind.Missed).Select(a => a.Key) : Entry.Missed.Distinct();

    private Dictionary<string, double> Measured()
    {
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < Entry.Measures.Count; i++)
        {
            var given = Entry.Measures[i];
            if (given.Channel != Channel || given.Code is not { } code || string.IsNullOrWhiteSpace(given.Value)) continue;
            if (TypedAnswers.Number(given.Value) is { } value) measured[code] = value;
            else Mistakes.Add(new(MeasureField(code), TypedAnswers.WrongNumber(Sheet.Baseline!.Find(code), given.Value)));
        }

        return measured;
    }

    private Mistake MistakeOf(FieldError error)
    {
        const string observations = "$.observations.";
        if (error.Path.StartsWith(observations, StringComparison.Ordinal))
        {
            var code = error.Path[observations.Length..];
            return Sheet.Baseline?.Find(code) is { Kind: ExpectationKind.Measure } measure
                ? new Mistake(MeasureField(code), $"{InteractionWords.Of(measure)}: {error.Message}")
                : new Mistake(Entry.How == OneByOne ? "full" : "missed", error.Message);
        }

        return error.Path switch
        {
            "$.site" => new("site", error.Message),
            "$.staff" => new("person", error.Message),
            "$.channel" => new("channels", error.Message),
            "$.occurredAt" => new("at", error.Message),
            _ => EntryInput.MistakeOf(error) ?? new("log", error.Message),
        };
    }
}
