using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>One interaction as a page, a program or a file hands it in.</summary>
public sealed record InteractionEntry
{
    /// <summary>The client's own id: the same id again is recognised as a retry.</summary>
    public Guid? Id { get; init; }

    /// <summary>The sender's own key, unique per site and source; behaves like the id.</summary>
    [MinLength(1), MaxLength(InteractionEntryValidator.MaxReference)]
    public string? ExternalId { get; init; }

    /// <summary>Code of the site.</summary>
    [Required, MaxLength(Code.MaxLength)]
    public string? Site { get; init; }

    /// <summary>Code of the team there; the staff member's usual one where absent.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Team { get; init; }

    /// <summary>Code of the person who served.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Staff { get; init; }

    /// <summary>Code of the channel.</summary>
    [Required, MaxLength(Code.MaxLength)]
    public string? Channel { get; init; }

    /// <summary>Code of what the customer came about.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Reason { get; init; }

    /// <summary>RFC 3339, with an offset.</summary>
    [Required]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>self, observer, mystery_shop, customer or system.</summary>
    [OneOf(typeof(Source))]
    public string? Source { get; init; }

    /// <summary>quick or full.</summary>
    [OneOf(typeof(CheckKind))]
    public string? Check { get; init; }

    /// <summary>"all_met", or an answer for each applicable expectation.</summary>
    [Required]
    public ObservationAnswers? Observations { get; init; }

    /// <summary>What got in the way of a missed basic, by its code: person, process, customer, outage or unknown.</summary>
    [OneOf(typeof(Cause))]
    public IReadOnlyDictionary<string, string>? Causes { get; init; }

    /// <summary>Moments beyond the basics.</summary>
    [MaxLength(InteractionEntryValidator.MaxStandOuts)]
    public IReadOnlyList<StandOutEntry>? StandOuts { get; init; }

    /// <summary>served, referred, abandoned or customer_conduct.</summary>
    [OneOf(typeof(Outcome))]
    public string? Outcome { get; init; }

    /// <summary>Optional reference to the customer.</summary>
    [MaxLength(InteractionEntryValidator.MaxReference)]
    public string? Customer { get; init; }

    /// <summary>The customer's own mark, 1 to 5.</summary>
    [Range(InteractionEntryValidator.MinCsat, InteractionEntryValidator.MaxCsat)]
    public int? Csat { get; init; }

    /// <summary>Id of other evidence on the same contact, which need not be there yet. Without it, what is at most five minutes apart goes together.</summary>
    public Guid? SameContactAs { get; init; }

    /// <summary>What the customer said.</summary>
    [MaxLength(InteractionEntryValidator.MaxText)]
    public string? Comment { get; init; }

    /// <summary>A note by the one who logs.</summary>
    [MaxLength(InteractionEntryValidator.MaxText)]
    public string? Note { get; init; }

    /// <summary>
    /// A hash of everything but the ids as it would be stored, in 128 bits: the same content in another order of members, with blanks around a code or
    /// a text, or with "na" where another leaves a blank, hashes the same.
    /// </summary>
    public byte[] ContentHash()
    {
        var content = new HashedContent(stackalloc byte[512]);
        content.Add(StoredForm.Of(Site));
        content.Add(StoredForm.Of(Team));
        content.Add(StoredForm.Of(Staff));
        content.Add(StoredForm.Of(Channel));
        content.Add(StoredForm.Of(Reason));
        content.Add(OccurredAt is { } at ? StoredForm.Of(at.UtcDateTime).Ticks : -1);
        content.Add(Source ?? "self");
        content.Add(Check ?? "quick");
        content.Add(Outcome ?? "served");
        content.Add(StoredForm.Of(Customer));
        content.Add(Csat ?? -1);
        content.Add(StoredForm.Of(Comment));
        content.Add(StoredForm.Of(Note));
        content.Add(Observations?.AllMet == true ? "all_met" : null);

        var start = content.Length;
        UInt128 answers = 0, causes = 0;
        if (Observations is not null)
        {
            foreach (var (code, answer) in Observations.Answers)
            {
                // Not answered and not applicable are stored alike.
                if (answer.Kind == AnswerKind.NotApplicable) continue;
                content.Add(code);
                answer.AddTo(ref content);
                answers += content.TakeHash(start);
            }
        }

        if (Causes is not null)
        {
            foreach (var (code, cause) in Causes)
            {
                content.Add(code);
                content.Add(cause);
                causes += content.TakeHash(start);
            }
        }

        content.Add(answers);
        content.Add(causes);
        if (StandOuts is not null)
        {
            foreach (var standOut in StandOuts)
            {
                content.Add(standOut?.Kind);
                content.Add(StoredForm.Of(standOut?.Note));
            }
        }

        if (SameContactAs is { } other) content.Add(other.ToString());
        return content.Hash();
    }
}

/// <summary>A moment beyond the basics, as it is handed in.</summary>
/// <param name="Kind">anticipated, personal, unexpected_extra, proactive or owned_mistake.</param>
/// <param name="Note">What happened.</param>
public sealed record StandOutEntry(
    [property: Required, OneOf(typeof(StandOutKind))] string? Kind, [property: MaxLength(InteractionEntryValidator.MaxReference)] string? Note);

/// <summary>The answers to a baseline's expectations.</summary>
/// <param name="AllMet">The quick form: every applicable check was met, measures are not applicable.</param>
/// <param name="Answers">Otherwise an answer by the code of each expectation.</param>
/// <param name="RestNotApplicable">What is not answered is not applicable, as in a file whose blank cells say so; otherwise it is an error.</param>
public sealed record ObservationAnswers(bool AllMet, IReadOnlyDictionary<string, Answer> Answers, bool RestNotApplicable = false)
{
    /// <summary>The quick form.</summary>
    public static ObservationAnswers EveryCheckMet { get; } = new(true, new Dictionary<string, Answer>());

    /// <summary>Answers from what was missed and what was measured: every other check of the channel was met, a measure without a value is not applicable.</summary>
    /// <param name="baseline">The baseline in force.</param>
    /// <param name="channel">Code of the channel.</param>
    /// <param name="missed">Codes of what was missed; one that does not apply there is kept, to be refused with its place named.</param>
    /// <param name="measured">Values by code.</param>
    public static ObservationAnswers From(Baseline baseline, string channel, IEnumerable<string> missed, IReadOnlyDictionary<string, double> measured)
    {
        var answers = baseline.Expectations.Where(e => e.AppliesTo(channel))
            .ToDictionary(e => e.Code, e => e.Kind == ExpectationKind.Check ? Answer.Met : Answer.NotApplicable, StringComparer.Ordinal);
        foreach (var code in missed) answers[code] = Answer.Missed;
        foreach (var (code, value) in measured) answers[code] = Answer.Of(value);
        return Of(answers);
    }

    /// <summary>Answers one by one.</summary>
    public static ObservationAnswers Of(IReadOnlyDictionary<string, Answer> answers) => new(false, answers);
}

/// <summary>One answer: met, missed, not applicable, a number, or something that is none of these.</summary>
public readonly record struct Answer
{
    private readonly double number;

    private Answer(AnswerKind kind, double number = 0, string? text = null)
    {
        Kind = kind;
        this.number = number;
        Text = text;
    }

    public static Answer Met => new(AnswerKind.Met);
    public static Answer Missed => new(AnswerKind.Missed);
    public static Answer NotApplicable => new(AnswerKind.NotApplicable);

    public AnswerKind Kind { get; }

    /// <summary>What was sent instead of an answer.</summary>
    public string? Text { get; }

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">It is not a number.</exception>
    public double Number => Kind == AnswerKind.Number ? number : throw new InvalidOperationException($"The answer is {Kind}.");

    /// <summary>A measured value; nothing is less than 0, so −0 is 0.</summary>
    public static Answer Of(double number) => new(AnswerKind.Number, number == 0 ? 0 : number);

    /// <summary>met, missed or na; anything else is kept as what it is, to be refused with its place named.</summary>
    public static Answer Parse(string text) => text switch
    {
        "met" => Met,
        "missed" => Missed,
        "na" => NotApplicable,
        _ => Unreadable(text),
    };

    /// <summary>Something that is no answer.</summary>
    public static Answer Unreadable(string text) => new(AnswerKind.Unreadable, 0, text);

    internal void AddTo(ref HashedContent content)
    {
        content.Add((long)Kind);
        if (Kind == AnswerKind.Number) content.Add(BitConverter.DoubleToInt64Bits(number));
        else if (Kind == AnswerKind.Unreadable) content.Add(Text);
    }

    public override string ToString() => Kind switch
    {
        AnswerKind.Number => number.ToString("R", CultureInfo.InvariantCulture),
        AnswerKind.Unreadable => Text ?? "",
        AnswerKind.Met => nameof(AnswerKind.Met),
        AnswerKind.Missed => nameof(AnswerKind.Missed),
        _ => nameof(AnswerKind.NotApplicable),
    };
}

/// <summary>What an answer is.</summary>
public enum AnswerKind
{
    NotApplicable,
    Met,
    Missed,
    Number,
    Unreadable,
}

/// <summary>What can be said about an entry without looking anything up.</summary>
public sealed class InteractionEntryValidator : AbstractValidator<InteractionEntry>
{
    /// <summary>Longest note and comment, in characters.</summary>
    public const int MaxText = 4000;

    /// <summary>Longest external id, customer reference and note on a stand-out.</summary>
    public const int MaxReference = 200;

    /// <summary>Most stand-outs in one interaction.</summary>
    public const int MaxStandOuts = 20;

    /// <summary>The customer's lowest and highest mark.</summary>
    public const int MinCsat = 1, MaxCsat = 5;

    // One rule for all: each of its own would cost every interaction a third of a microsecond, together more than scoring it.
    public InteractionEntryValidator() => RuleFor(e => e).Custom(Check);

    /// <summary>Whether a measured value is possible: finite, 0 to <see cref="Expectation.MaxMeasure"/>.</summary>
    public static bool IsPossible(double value) => value is >= 0 and <= Expectation.MaxMeasure;

    private static void Check(InteractionEntry entry, ValidationContext<InteractionEntry> context)
    {
        Needs(!string.IsNullOrWhiteSpace(entry.Site), nameof(entry.Site), "Say at which site it was.");
        Needs(!string.IsNullOrWhiteSpace(entry.Channel), nameof(entry.Channel), "Say on which channel it was.");
        Needs(entry.OccurredAt is not null, nameof(entry.OccurredAt), "Say when it was, with an offset, such as 2026-11-20T16:46:00+00:00.");
        Needs(entry.Observations is not null, nameof(entry.Observations), "Answer the basics, or send \"all_met\".");
        if (entry.Id == Guid.Empty) Invalid(nameof(entry.Id), "An id of zeros is not an id; leave it out or make a new one.");
        if (entry.ExternalId is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > MaxReference)) Invalid(nameof(entry.ExternalId), $"1 to {MaxReference} characters.");
        IsStorable(entry.ExternalId, nameof(entry.ExternalId));
        IsText(entry.Customer, MaxReference, nameof(entry.Customer));
        IsText(entry.Comment, MaxText, nameof(entry.Comment));
        IsText(entry.Note, MaxText, nameof(entry.Note));
        if (entry.Csat is < MinCsat or > MaxCsat) Invalid(nameof(entry.Csat), $"A whole number from {MinCsat} to {MaxCsat}.");
        if (entry.StandOuts is not { Count: > 0 } standOuts) return;
        if (standOuts.Count > MaxStandOuts) Invalid(nameof(entry.StandOuts), $"At most {MaxStandOuts} stand-outs.");
        for (var i = 0; i < standOuts.Count; i++)
        {
            if (standOuts[i]?.Note is { } note) IsText(note, MaxReference, $"{nameof(entry.StandOuts)}[{i}].{nameof(StandOutEntry.Note)}");
        }

        void Needs(bool there, string member, string message)
        {
            if (!there) context.AddFailure(new ValidationFailure(member, message) { ErrorCode = FieldError.Required });
        }

        void Invalid(string member, string message) => context.AddFailure(new ValidationFailure(member, message) { ErrorCode = FieldError.Invalid });

        void IsText(string? text, int longest, string member)
        {
            if (text?.Length > longest) Invalid(member, $"At most {longest} characters.");
            IsStorable(text, member);
        }

        void IsStorable(string? text, string member)
        {
            if (!StorableText.IsStorable(text)) Invalid(member, StorableText.Refusal);
        }
    }
}
