using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Interactions;

/// <summary>One interaction as a page, a program or a file hands it in.</summary>
public sealed record InteractionEntry
{
    /// <summary>The client's own id: the same id again is recognised as a retry.</summary>
    public Guid? Id { get; init; }

    /// <summary>The sender's own key, unique per site and source; behaves like <see cref="Id"/>.</summary>
    public string? ExternalId { get; init; }

    public string? Site { get; init; }
    public string? Team { get; init; }
    public string? Staff { get; init; }
    public string? Channel { get; init; }
    public string? Reason { get; init; }

    /// <summary>RFC 3339, with an offset.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>self, observer, mystery_shop, customer or system.</summary>
    public string? Source { get; init; }

    /// <summary>quick or full.</summary>
    public string? Check { get; init; }

    /// <summary>"all_met", or an answer for each applicable expectation.</summary>
    public ObservationAnswers? Observations { get; init; }

    /// <summary>What got in the way of a missed basic, by its code: person, process, customer, outage or unknown.</summary>
    public IReadOnlyDictionary<string, string>? Causes { get; init; }

    public IReadOnlyList<StandOutEntry>? StandOuts { get; init; }

    /// <summary>served, referred, abandoned or customer_conduct.</summary>
    public string? Outcome { get; init; }

    /// <summary>Optional reference to the customer.</summary>
    public string? Customer { get; init; }

    /// <summary>The customer's own mark, 1 to 5.</summary>
    public int? Csat { get; init; }

    /// <summary>What the customer said.</summary>
    public string? Comment { get; init; }

    /// <summary>A note by the one who logs.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// First 128 bits of the SHA-256 of everything but the ids, in a fixed order: the same content in another order of members, or with
    /// blanks around a code, hashes the same.
    /// </summary>
    public byte[] ContentHash()
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        void Add(string? value)
        {
            if (value is null)
            {
                bytes.Write("-:"u8);
                return;
            }

            value.Length.TryFormat(bytes.GetSpan(11), out var digits, provider: CultureInfo.InvariantCulture);
            bytes.Advance(digits);
            bytes.Write(":"u8);
            Encoding.UTF8.GetBytes(value.AsSpan(), bytes);
        }

        void AddCode(string? value) => Add(value?.Trim());

        AddCode(Site);
        AddCode(Team);
        AddCode(Staff);
        AddCode(Channel);
        AddCode(Reason);
        Add(OccurredAt?.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Add(Source ?? "self");
        Add(Check ?? "quick");
        Add(Outcome ?? "served");
        Add(Customer);
        Add(Csat?.ToString(CultureInfo.InvariantCulture));
        Add(Comment);
        Add(Note);
        Add(Observations?.AllMet == true ? "all_met" : null);
        foreach (var (code, answer) in InOrder(Observations?.Answers))
        {
            Add(code);
            Add(answer.ToString());
        }

        foreach (var (code, cause) in InOrder(Causes))
        {
            Add(code);
            Add(cause);
        }

        foreach (var standOut in StandOuts ?? [])
        {
            Add(standOut.Kind);
            Add(standOut.Note);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.WrittenSpan, hash);
        return hash[..16].ToArray();
    }

    private static KeyValuePair<string, T>[] InOrder<T>(IReadOnlyDictionary<string, T>? byCode)
    {
        if (byCode is null || byCode.Count == 0) return [];
        KeyValuePair<string, T>[] pairs = [.. byCode];
        Array.Sort(pairs, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return pairs;
    }
}

/// <summary>A moment beyond the basics, as it is handed in.</summary>
/// <param name="Kind">anticipated, personal, unexpected_extra, proactive or owned_mistake.</param>
/// <param name="Note">What happened.</param>
public sealed record StandOutEntry(string? Kind, string? Note);

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

    /// <summary>A measured value.</summary>
    public static Answer Of(double number) => new(AnswerKind.Number, number);

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

    public InteractionEntryValidator()
    {
        RuleFor(e => e.Site).NotEmpty().WithMessage("Say at which site it was.");
        RuleFor(e => e.Channel).NotEmpty().WithMessage("Say on which channel it was.");
        RuleFor(e => e.OccurredAt).NotNull().WithMessage("Say when it was, with an offset, such as 2026-11-20T16:46:00+00:00.");
        RuleFor(e => e.Observations).NotNull().WithMessage("Answer the basics, or send \"all_met\".");
        RuleFor(e => e.Id).Must(id => id != Guid.Empty).WithMessage("An id of zeros is not an id; leave it out or make a new one.");
        RuleFor(e => e.ExternalId).Must(x => x is null || (x.Trim().Length > 0 && x.Length <= MaxReference)).WithMessage($"1 to {MaxReference} characters.").IsStorable();
        RuleFor(e => e.Customer).MaximumLength(MaxReference).WithMessage($"At most {MaxReference} characters.").IsStorable();
        RuleFor(e => e.Comment).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.").IsStorable();
        RuleFor(e => e.Note).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.").IsStorable();
        RuleFor(e => e.Csat).InclusiveBetween(1, 5).WithMessage("A whole number from 1 to 5.");
        RuleFor(e => e.StandOuts).Must(s => s is null || s.Count <= MaxStandOuts).WithMessage($"At most {MaxStandOuts} stand-outs.");
        RuleForEach(e => e.StandOuts).ChildRules(s =>
            s.RuleFor(x => x.Note).MaximumLength(MaxReference).WithMessage($"At most {MaxReference} characters.").IsStorable());
    }

    /// <summary>Whether a measured value is possible: finite, 0 to <see cref="Expectation.MaxMeasure"/>.</summary>
    public static bool IsPossible(double value) => value is >= 0 and <= Expectation.MaxMeasure;
}
