using FluentValidation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

internal static class OrganisationRules
{
    /// <summary>Longest name, in characters.</summary>
    private const int MaxName = 200;

    public static IRuleBuilderOptions<T, string?> IsName<T>(this IRuleBuilder<T, string?> rule) => rule
        .NotEmpty().WithMessage("Give it a name.")
        .MaximumLength(MaxName).WithMessage($"At most {MaxName} characters.");

    /// <summary>What is wrong with a code, if anything.</summary>
    public static IEnumerable<FieldError> CheckCode(string? code)
    {
        if (!Code.IsValid(code))
            yield return new(
                "$.code", FieldError.Invalid,
                $"A code has 1 to {Code.MaxLength} characters and is neither . nor .., which no address can hold.");
    }
}
