using FluentValidation;

namespace ServiceTracker.Application.Flags;

/// <inheritdoc />
public sealed class ProcessChangeInputValidator : AbstractValidator<ProcessChangeInput>
{
    private const string TooLong = "At most {MaxLength} characters.";

    public ProcessChangeInputValidator()
    {
        RuleFor(c => c.Date).NotNull().WithMessage("Say from which day on it holds.");
        RuleFor(c => c.What).NotEmpty().WithMessage("Say what is done another way.");
        RuleFor(c => c.What).MaximumLength(ProcessChangeInput.MaxWhat).WithMessage(TooLong);
        RuleFor(c => c.Why).NotEmpty().WithMessage("Say why.");
        RuleFor(c => c.Why).MaximumLength(ProcessChangeInput.MaxWhy).WithMessage(TooLong);
    }
}
