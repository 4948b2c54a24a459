using System.ComponentModel.DataAnnotations;

namespace ServiceTracker.Application.Organisation;

/// <summary>A code that a staff member is to have.</summary>
public sealed record StaffCodeInput([property: Required, MinLength(1), MaxLength(Domain.Organisation.Code.MaxLength)] string? Code);
