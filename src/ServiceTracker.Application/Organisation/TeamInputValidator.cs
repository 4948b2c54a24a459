using FluentValidation;

namespace ServiceTracker.Application.Organisation;

/// <inheritdoc />
public sealed class TeamInputValidator : AbstractValidator<TeamInput>
{
    public TeamInputValidator() => RuleFor(t => t.Name).IsName();
}
