using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Analysis;

namespace ServiceTracker.Application.Organisation;

/// <summary>A site as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Zone">IANA time zone, such as Europe/London.</param>
/// <param name="DayStart">Local time at which a business day begins, 00:00 where absent.</param>
public sealed record SiteInput(string? Name, string? Zone, TimeOnly? DayStart);

/// <summary>A team as it is saved.</summary>
public sealed record TeamInput(string? Name);

/// <summary>A staff member as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Site">Code of the home site.</param>
/// <param name="Team">Code of the usual team there.</param>
/// <param name="Role">What the person does, in the business's own words.</param>
/// <param name="ActiveFrom">First day of service. After the end of the last period it begins a new one, else it corrects the last one.</param>
/// <param name="ActiveTo">Last day of service.</param>
/// <param name="Periods">All periods of service instead, the first one first; the last one is what the two dates say, where they are there.</param>
public sealed record StaffInput(
    string? Name, [property: MaxLength(Code.MaxLength)] string? Site, [property: MaxLength(Code.MaxLength)] string? Team, string? Role,
    DateOnly? ActiveFrom, DateOnly? ActiveTo, IReadOnlyList<PeriodInput>? Periods = null);

/// <summary>A period of service as it is saved.</summary>
/// <param name="From">First day; absent means always.</param>
/// <param name="To">Last day; absent means still here.</param>
public sealed record PeriodInput(DateOnly? From, DateOnly? To);

/// <summary>A code that a staff member is to have.</summary>
public sealed record StaffCodeInput([property: Required, MinLength(1), MaxLength(Domain.Organisation.Code.MaxLength)] string? Code);

/// <summary>The staff member whom another one turned out to be.</summary>
/// <param name="Into">Code of the one who stays.</param>
public sealed record StaffMergeInput([property: Required, MinLength(1), MaxLength(Code.MaxLength)] string? Into);

/// <summary>A channel as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Kind">counter, phone, email, chat, social, field, web or other; other where absent.</param>
public sealed record ChannelInput(string? Name, [property: OneOf(typeof(ChannelKind))] string? Kind);

/// <summary>A reason as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Icon">Picture on the log page's tile.</param>
public sealed record ReasonInput(string? Name, [property: OneOf(typeof(Reason), nameof(Reason.Icons))] string? Icon);

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
        if (!Code.IsValid(code)) yield return new("$.code", FieldError.Invalid, $"A code has 1 to {Code.MaxLength} characters and is neither . nor .., which no address can hold.");
    }
}

/// <inheritdoc />
public sealed class SiteInputValidator : AbstractValidator<SiteInput>
{
    public SiteInputValidator()
    {
        RuleFor(s => s.Name).IsName();
        RuleFor(s => s.Zone).NotEmpty().WithMessage("Say in which time zone it lies, such as Europe/London.")
            .Must(z => string.IsNullOrWhiteSpace(z) || BusinessCalendar.TryFindZone(z.Trim(), out _)).WithMessage(s => $"“{s.Zone}” is not an IANA time zone known here; write it like Europe/London.");
    }
}

/// <inheritdoc />
public sealed class TeamInputValidator : AbstractValidator<TeamInput>
{
    public TeamInputValidator() => RuleFor(t => t.Name).IsName();
}

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

/// <inheritdoc />
public sealed class ChannelInputValidator : AbstractValidator<ChannelInput>
{
    public ChannelInputValidator()
    {
        RuleFor(c => c.Name).IsName();
        RuleFor(c => c.Kind).Must(k => k is null || SnakeCase<ChannelKind>.TryParse(k, out _)).WithMessage($"One of: {string.Join(", ", SnakeCase<ChannelKind>.All)}.");
    }
}

/// <inheritdoc />
public sealed class ReasonInputValidator : AbstractValidator<ReasonInput>
{
    public ReasonInputValidator()
    {
        RuleFor(r => r.Name).IsName();
        RuleFor(r => r.Icon).Must(i => i is null || Reason.Icons.Contains(i)).WithMessage($"One of: {string.Join(", ", Reason.Icons)}.");
    }
}
