using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Expectations;

/// <summary>A baseline as it is drafted.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="EffectiveFrom">First business date it is in force on.</param>
/// <param name="TargetConsistency">Share of interactions, 0 to 1, in which every basic is meant to be met; 0.95 where absent.</param>
/// <param name="Expectations">In the order in which they are shown.</param>
public sealed record BaselineInput(
    string? Name, DateOnly? EffectiveFrom, double? TargetConsistency, [property: MaxLength(Baseline.MaxExpectations)] IReadOnlyList<ExpectationInput>? Expectations)
{
    /// <summary>The target where none is given.</summary>
    public const double DefaultTarget = 0.95;
}

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

/// <inheritdoc />
public sealed class BaselineInputValidator : AbstractValidator<BaselineInput>
{
    public BaselineInputValidator()
    {
        RuleFor(b => b.Name).NotEmpty().WithMessage("Give it a name.").MaximumLength(200).WithMessage("At most 200 characters.");
        RuleFor(b => b.EffectiveFrom).NotNull().WithMessage("Say from which business date it is in force.");
        RuleFor(b => b.TargetConsistency).InclusiveBetween(0, 1).WithMessage("A share from 0 to 1, such as 0.95.");
        RuleFor(b => b.Expectations).Must(e => e is null || e.Count <= Baseline.MaxExpectations).WithMessage($"At most {Baseline.MaxExpectations} expectations.")
            .Must(e => e is null || !e.Any(x => x is null)).WithMessage("An expectation is missing.");
        RuleForEach(b => b.Expectations).SetValidator(new ExpectationInputValidator());
        RuleForEach(b => b.Expectations).Must((b, e) => e is null || b.Expectations!.Count(x => Code.Trim(x?.Code) == Code.Trim(e.Code)) == 1)
            .OverridePropertyName("Expectations").WithMessage((_, e) => $"The code “{e?.Code}” is used twice.");
    }
}

/// <inheritdoc />
public sealed class ExpectationInputValidator : AbstractValidator<ExpectationInput>
{
    private const int MaxText = 1000;

    public ExpectationInputValidator()
    {
        RuleFor(e => e.Code).Must(c => Code.IsValid(c) && c!.Trim().All(x => char.IsAsciiLetterOrDigit(x) || x is '_' or '-' or '.'))
            .WithMessage($"A code has 1 to {Code.MaxLength} letters, digits, dots, hyphens or underscores, such as greeted.");
        RuleFor(e => e.Question).NotEmpty().WithMessage("Ask a question that can be answered with met or missed.");
        RuleFor(e => e.Kind).Must(k => k is null or ExpectationInput.Check or ExpectationInput.Measure).WithMessage("check or measure.");
        RuleFor(e => e.Direction).Must(d => d is null or ExpectationInput.AtMost or ExpectationInput.AtLeast).WithMessage("atMost or atLeast.");
        RuleFor(e => e.Weight).InclusiveBetween(Expectation.MinWeight, Expectation.MaxWeight).WithMessage($"A whole number from {Expectation.MinWeight} to {Expectation.MaxWeight}.");
        When(e => e.IsMeasure, () =>
        {
            RuleFor(e => e.Target).NotNull().WithMessage("A measure needs a target.")
                .InclusiveBetween(0, Expectation.MaxMeasure).WithMessage($"0 to {Expectation.MaxMeasure:0}.");
            RuleFor(e => e.Direction).NotNull().WithMessage("Say whether the target is met atMost or atLeast.");
            RuleFor(e => e.Unit).NotEmpty().WithMessage("Say in which unit it is measured.");
        });
        RuleFor(e => e.Channels).Must(c => c is null || c.All(Code.IsValid)).WithMessage("Codes of channels, or \"*\" for all.")
            .Must(c => c is null || c.Count == 1 || !c.Contains(Expectation.EveryChannel)).WithMessage("\"*\" already means every channel.");
        RuleFor(e => e.Question).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Promise).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Guidance).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Evidence).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Owner).MaximumLength(200).WithMessage("At most 200 characters.");
        RuleFor(e => e.Unit).MaximumLength(50).WithMessage("At most 50 characters.");
    }
}
