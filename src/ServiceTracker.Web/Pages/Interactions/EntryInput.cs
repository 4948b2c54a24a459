using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>What the form of <see cref="LogModel"/> sends.</summary>
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
    public List<Measure> Measures { get; set; } = [];
    public List<string> StandOuts { get; set; } = [];
    public string? Comment { get; set; }
    public string? Customer { get; set; }
    public string? Note { get; set; }

    /// <summary>Whether anything of the part that is one tap away is filled in.</summary>
    public bool HasMore => StandOuts.Count > 0 || Comment is not null || Customer is not null || Note is not null
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
    public static LogModel.Mistake? MistakeOf(FieldError error) => error.Path switch
    {
        "$.reason" => new("reasons", error.Message),
        "$.customer" => new("customer", $"Customer reference: {error.Message}"),
        "$.comment" => new("comment", $"What the customer said: {error.Message}"),
        "$.note" => new("note", $"Note: {error.Message}"),
        var path when path.StartsWith("$.standOuts", StringComparison.Ordinal) => new("standouts", error.Message),
        _ => null,
    };

    /// <summary>One measured number, as it was typed.</summary>
    public sealed class Measure
    {
        public string? Channel { get; set; }
        public string? Code { get; set; }
        public string? Value { get; set; }
    }
}
