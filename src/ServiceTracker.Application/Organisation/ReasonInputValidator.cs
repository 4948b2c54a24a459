using FluentValidation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <inheritdoc />
public sealed class ReasonInputValidator : AbstractValidator<ReasonInput>
{
    public ReasonInputValidator()
    {
        RuleFor(r => r.Name).IsName();
        RuleFor(r => r.Icon).Must(i => i is null || Reason.Icons.Contains(i)).WithMessage($"One of: {string.Join(", ", Reason.Icons)}.");
    }
}
