using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>A code that a staff member is to have.</summary>
public sealed record StaffCodeInput([property: Required, MinLength(1), MaxLength(Domain.Organisation.Code.MaxLength)] string? Code);
