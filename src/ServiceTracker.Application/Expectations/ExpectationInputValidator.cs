using FluentValidation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Expectations;

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
        RuleFor(e => e.Direction).Must(d => d is null or ExpectationInput.AtMost or ExpectationInput.AtLeast)
            .WithMessage("atMost or atLeast.");
        RuleFor(e => e.Weight).InclusiveBetween(Expectation.MinWeight, Expectation.MaxWeight)
            .WithMessage($"A whole number from {Expectation.MinWeight} to {Expectation.MaxWeight}.");
        When(e => e.IsMeasure, () =>
        {
            RuleFor(e => e.Target).NotNull().WithMessage("A measure needs a target.")
                .InclusiveBetween(0, Expectation.MaxMeasure).WithMessage($"0 to {Expectation.MaxMeasure:0}.");
            RuleFor(e => e.Direction).NotNull().WithMessage("Say whether the target is met atMost or atLeast.");
            RuleFor(e => e.Unit).NotEmpty().WithMessage("Say in which unit it is measured.");
        });
        RuleFor(e => e.Channels).Must(c => c is null || c.All(Code.IsValid)).WithMessage("Codes of channels, or \"*\" for all.")
            .Must(c => c is null || c.Count == 1 || !c.Contains(Expectation.EveryChannel))
            .WithMessage("\"*\" already means every channel.");
        RuleFor(e => e.Question).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Promise).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Guidance).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Evidence).MaximumLength(MaxText).WithMessage($"At most {MaxText} characters.");
        RuleFor(e => e.Owner).MaximumLength(200).WithMessage("At most 200 characters.");
        RuleFor(e => e.Unit).MaximumLength(50).WithMessage("At most 50 characters.");
    }
}
