using System.Globalization;
using ServiceTracker.Application.Interactions.Writing;

namespace ServiceTracker.Application.Interactions;

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
