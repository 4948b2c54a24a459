using FluentValidation;

namespace ServiceTracker.Application.Flags;

/// <inheritdoc />
public sealed class FlagTransitionInputValidator : AbstractValidator<FlagTransitionInput>
{
    private const string TooLong = "At most {MaxLength} characters.";

    public FlagTransitionInputValidator()
    {
        RuleFor(t => t.To).NotEmpty().WithMessage("Say where the step leads.");
        RuleFor(t => t.Action).MaximumLength(FlagTransitionInput.MaxText).WithMessage(TooLong);
        RuleFor(t => t.Note).MaximumLength(FlagTransitionInput.MaxText).WithMessage(TooLong);
        RuleFor(t => t.Reason).MaximumLength(FlagTransitionInput.MaxText).WithMessage(TooLong);
        RuleFor(t => t.Owner).MaximumLength(FlagTransitionInput.MaxOwner).WithMessage(TooLong);
    }
}
