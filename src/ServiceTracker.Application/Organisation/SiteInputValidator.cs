using FluentValidation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <inheritdoc />
public sealed class SiteInputValidator : AbstractValidator<SiteInput>
{
    public SiteInputValidator()
    {
        RuleFor(s => s.Name).IsName();
        RuleFor(s => s.Zone).NotEmpty().WithMessage("Say in which time zone it lies, such as Europe/London.")
            .Must(z => string.IsNullOrWhiteSpace(z) || BusinessCalendar.TryFindZone(z.Trim(), out _))
            .WithMessage(s => $"“{s.Zone}” is not an IANA time zone known here; write it like Europe/London.");
        RuleFor(s => s.IdleLock).InclusiveBetween(Site.LeastIdleLock, Site.MostIdleLock)
            .WithMessage($"{Site.LeastIdleLock} to {Site.MostIdleLock} seconds.");
        RuleFor(s => s.FullCheckOneIn).InclusiveBetween(FullCheckDraw.Never, Site.MostFullCheckOneIn)
            .WithMessage($"{FullCheckDraw.Never} (none) to {Site.MostFullCheckOneIn}.");
    }
}
