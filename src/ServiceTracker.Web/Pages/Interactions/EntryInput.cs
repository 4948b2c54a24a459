using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>What the form of <see cref="LogFormModel"/> sends.</summary>
public sealed class EntryInput
{
    /// <summary>Made with the form, so that sending it twice stores it once.</summary>
    public Guid Id { get; set; }

    /// <summary>The baseline whose basics the form showed.</summary>
    public int Baseline { get; set; }

    /// <summary>Which button was pressed.</summary>
    public string? How { get; set; }

    public string? Reason { get; set; }
    public List<string> Missed { get; set; } = [];
    public string? Why { get; set; }

    /// <summary>When it was, as a key of <see cref="WhenServed.Choices"/>.</summary>
    public string? When { get; set; }

    /// <summary>The local time, where it was earlier today.</summary>
    public string? At { get; set; }

    /// <summary>The PIN of who confirms it, where a device was locked meanwhile.</summary>
    public string? Pin { get; set; }

    public List<Measure> Measures { get; set; } = [];

    /// <summary>The tickets that the form was given, one for each channel, sealed together.</summary>
    public string? Draws { get; set; }

    /// <summary>The answers of a full check.</summary>
    public List<Answered> Basics { get; set; } = [];

    public List<string> StandOuts { get; set; } = [];
    public string? Comment { get; set; }
    public string? Customer { get; set; }
    public string? Note { get; set; }

    /// <summary>The optional texts, in the order of the form.</summary>
    public static IReadOnlyList<TextField> Texts { get; } =
    [
        new(nameof(Comment), "What the customer said", InteractionEntry.MaxText, e => e.Comment),
        new(nameof(Note), "Note", InteractionEntry.MaxText, e => e.Note),
        new(nameof(Customer), "Customer reference", InteractionEntry.MaxReference, e => e.Customer),
    ];

    /// <summary>Whether anything of the part that is one tap away is filled in.</summary>
    public bool HasMore => StandOuts.Count > 0 || Texts.Any(t => t.Of(this) is not null)
        || Measures.Exists(m => !string.IsNullOrWhiteSpace(m.Value));

    /// <summary>What is sent on as it was typed; the page adds where, when and what was observed.</summary>
    public InteractionEntry AsTyped() => new()
    {
        Id = Id,
        Reason = Reason,
        StandOuts = [.. StandOuts.Select(kind => new StandOutEntry(kind, null))],
        Customer = Customer,
        Comment = Comment,
        Note = Note,
    };

    /// <summary>What is wrong with one of these fields, named as the form names it; null where it is about something else.</summary>
    public static LogFormModel.Mistake? MistakeOf(FieldError error) => error.Path switch
    {
        "$.reason" => new("reasons", error.Message),
        var path when path.StartsWith("$.standOuts", StringComparison.Ordinal) => new("standouts", error.Message),
        var path when Texts.FirstOrDefault(t => path == $"$.{t.Id}") is { } text => new(text.Id, $"{text.Label}: {error.Message}"),
        _ => null,
    };

    /// <summary>An optional text of the form.</summary>
    /// <param name="Name">Of its property here, and as the form sends it.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="MaxLength">In characters; one of more than a line has room for two.</param>
    /// <param name="Of">What was typed.</param>
    public sealed record TextField(string Name, string Label, int MaxLength, Func<EntryInput, string?> Of)
    {
        /// <summary>Of the element, as the entry's member is called.</summary>
        public string Id { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];

        /// <summary>Longer than a line.</summary>
        public bool IsLong => MaxLength > InteractionEntry.MaxReference;
    }

    /// <summary>The answer to one basic in a full check.</summary>
    public sealed class Answered
    {
        public string? Channel { get; set; }
        public string? Code { get; set; }

        /// <summary>met, missed or na; nothing while it is not answered.</summary>
        public string? Answer { get; set; }

        /// <summary>What was measured, as it was typed.</summary>
        public string? Value { get; set; }
    }

    /// <summary>One measured number, as it was typed.</summary>
    public sealed class Measure
    {
        public string? Channel { get; set; }
        public string? Code { get; set; }
        public string? Value { get; set; }
    }
}
