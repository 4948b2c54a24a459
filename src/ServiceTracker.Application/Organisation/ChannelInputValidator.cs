using FluentValidation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <inheritdoc />
public sealed class ChannelInputValidator : AbstractValidator<ChannelInput>
{
    public ChannelInputValidator()
    {
        RuleFor(c => c.Name).IsName();
        RuleFor(c => c.Kind).Must(k => k is null || SnakeCase<ChannelKind>.TryParse(k, out _))
            .WithMessage($"One of: {string.Join(", ", SnakeCase<ChannelKind>.All)}.");
    }
}
