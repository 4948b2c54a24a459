using System.Globalization;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>What a form that asks every basic one by one was answered.</summary>
/// <param name="Observed">The answers that could be read.</param>
/// <param name="Wrong">What cannot be read, with what to do.</param>
/// <param name="Open">How many basics have no answer that could be read.</param>
public sealed record TypedAnswers(ObservationAnswers Observed, IReadOnlyList<string> Wrong, int Open)
{
    /// <summary>The answers to one basic, as forms send them and call them.</summary>
    public static IReadOnlyList<(string Key, string Text)> Choices { get; } = [("met", "Met"), ("missed", "Missed"), ("na", "N/A")];

    /// <summary>Said of basics that nothing was answered to.</summary>
    public string StillOpen => $"{Open} {(Open == 1 ? "basic is" : "basics are")} not answered yet. Answer each, then save again.";

    /// <summary>Reads the answers.</summary>
    /// <param name="fields">Every basic that is asked, with what was answered.</param>
    public static TypedAnswers Of(IEnumerable<(Expectation Basic, EntryInput.Answered? Given)> fields)
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var wrong = new List<string>();
        var open = 0;
        foreach (var (basic, given) in fields)
        {
            if (Of(given, basic, wrong) is { } answer) answers[basic.Code] = answer;
            else open++;
        }

        return new(ObservationAnswers.Of(answers), wrong, open);
    }

    /// <summary>A number with a point or a comma before the decimals, as in most of Europe; null for what is none, and for "1,500", which
    /// would be another number to whom a comma separates thousands.</summary>
    public static double? Number(string text)
    {
        const NumberStyles plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (MayBeThousands(text)) return null;
        return double.TryParse(text.Replace(',', '.'), plain, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>What is wrong with a number that <see cref="Number"/> does not read.</summary>
    public static string WrongNumber(Expectation? measure, string typed) =>
        $"{(measure is null ? "A number" : InteractionWords.Of(measure))}: “{typed}” " + (MayBeThousands(typed)
            ? "may be read in two ways; write it without a comma." : "is not a number such as 90 or 1.5.");

    private static Answer? Of(EntryInput.Answered? given, Expectation basic, List<string> wrong)
    {
        if (given is null) return null;
        if (basic.Kind == ExpectationKind.Measure && !string.IsNullOrWhiteSpace(given.Value))
        {
            if (Number(given.Value) is { } value) return Answer.Of(value);
            wrong.Add(WrongNumber(basic, given.Value));
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

    private static bool MayBeThousands(string text)
    {
        var groups = text.Trim().Split('.')[0].Split(',');
        return groups.Length > 1 && groups[0] is { Length: >= 1 and <= 3 } first && first[0] != '0' && first.All(char.IsAsciiDigit)
            && groups.Skip(1).All(g => g.Length == 3 && g.All(char.IsAsciiDigit));
    }
}
