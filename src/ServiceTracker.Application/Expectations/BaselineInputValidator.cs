using FluentValidation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Expectations;

/// <inheritdoc />
public sealed class BaselineInputValidator : AbstractValidator<BaselineInput>
{
    public BaselineInputValidator()
    {
        RuleFor(b => b.Name).NotEmpty().WithMessage("Give it a name.").MaximumLength(200).WithMessage("At most 200 characters.");
        RuleFor(b => b.EffectiveFrom).NotNull().WithMessage("Say from which business date it is in force.");
        RuleFor(b => b.TargetConsistency).InclusiveBetween(0, 1).WithMessage("A share from 0 to 1, such as 0.95.");
        RuleFor(b => b.Expectations).Must(e => e is null || e.Count <= Baseline.MaxExpectations)
            .WithMessage($"At most {Baseline.MaxExpectations} expectations.")
            .Must(e => e is null || !e.Any(x => x is null)).WithMessage("An expectation is missing.");
        RuleForEach(b => b.Expectations).SetValidator(new ExpectationInputValidator());
        RuleForEach(b => b.Expectations)
            .Must((b, e) => e is null || b.Expectations!.Count(x => Code.Trim(x?.Code) == Code.Trim(e.Code)) == 1)
            .OverridePropertyName("Expectations").WithMessage((_, e) => $"The code “{e?.Code}” is used twice.");
    }
}
