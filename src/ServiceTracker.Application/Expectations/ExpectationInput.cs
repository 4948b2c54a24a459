using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>An expectation as it is drafted.</summary>
/// <param name="Code">Short name, never used again for another basic.</param>
/// <param name="Question">What is asked about every interaction.</param>
/// <param name="Promise">The promise to customers that it keeps; needed to publish.</param>
/// <param name="Guidance">What counts as met.</param>
/// <param name="Kind">check or measure.</param>
/// <param name="Unit">Unit of a measure.</param>
/// <param name="Target">Target of a measure.</param>
/// <param name="Direction">atMost or atLeast, for a measure.</param>
/// <param name="Weight">1 to 10; 1 where absent.</param>
/// <param name="Critical">A miss makes the interaction count as failed.</param>
/// <param name="Channels">Codes of channels, or "*" for all; all where absent.</param>
/// <param name="Evidence">Why we believe that customers expect it.</param>
/// <param name="Owner">Who looks after it.</param>
/// <param name="ReviewDate">When to look at it again.</param>
public sealed record ExpectationInput(
    [property: Required, MaxLength(Domain.Organisation.Code.MaxLength)] string? Code,
    string? Question,
    string? Promise = null,
    string? Guidance = null,
    [property: OneOf(typeof(ExpectationKind))] string? Kind = null,
    string? Unit = null,
    double? Target = null,
    [property: OneOf(typeof(ExpectationInput), nameof(ExpectationInput.Directions))] string? Direction = null,
    int? Weight = null,
    bool? Critical = null,
    IReadOnlyList<string>? Channels = null,
    string? Evidence = null,
    string? Owner = null,
    DateOnly? ReviewDate = null)
{
    /// <summary>The names of the kinds.</summary>
    public const string Check = "check", Measure = "measure";

    /// <summary>The names of the directions.</summary>
    public const string AtMost = "atMost", AtLeast = "atLeast";

    /// <summary>All directions.</summary>
    public static IReadOnlyList<string> Directions { get; } = [AtMost, AtLeast];

    internal bool IsMeasure => Kind == Measure;

    /// <summary>The expectation at a position of a baseline. The input must be valid.</summary>
    public Expectation ToExpectation(int baselineNumber, int bit) => new()
    {
        BaselineNumber = baselineNumber,
        Bit = bit,
        Code = Domain.Organisation.Code.Trim(Code),
        Question = Question!.Trim(),
        Promise = Text(Promise),
        Guidance = Text(Guidance),
        Kind = IsMeasure ? ExpectationKind.Measure : ExpectationKind.Check,
        Unit = IsMeasure ? Text(Unit) : null,
        Target = IsMeasure ? Target : null,
        Direction = IsMeasure && Direction == AtLeast ? TargetDirection.AtLeast : TargetDirection.AtMost,
        Weight = Weight ?? 1,
        Critical = Critical ?? false,
        Channels = Channels is null or { Count: 0 } ? [Expectation.EveryChannel] : [.. Channels.Select(Domain.Organisation.Code.Trim)],
        Evidence = Text(Evidence),
        Owner = Text(Owner),
        ReviewDate = ReviewDate,
    };

    /// <summary>The input that gives this expectation again.</summary>
    public static ExpectationInput Of(Expectation e) => new(
        e.Code, e.Question, e.Promise, e.Guidance, e.Kind == ExpectationKind.Measure ? Measure : Check, e.Unit, e.Target,
        e.Kind == ExpectationKind.Check ? null : e.Direction == TargetDirection.AtLeast ? AtLeast : AtMost,
        e.Weight, e.Critical, e.Channels, e.Evidence, e.Owner, e.ReviewDate);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
