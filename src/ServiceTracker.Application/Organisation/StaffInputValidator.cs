using FluentValidation;

namespace ServiceTracker.Application.Organisation;

/// <inheritdoc />
public sealed class StaffInputValidator : AbstractValidator<StaffInput>
{
    public StaffInputValidator()
    {
        RuleFor(s => s.Name).IsName();
        RuleFor(s => s.Site).NotEmpty().WithMessage("Name the home site by its code.");
        RuleFor(s => s.Role).MaximumLength(100).WithMessage("At most 100 characters.");
    }
}
