using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>The staff member whom another one turned out to be.</summary>
/// <param name="Into">Code of the one who stays.</param>
public sealed record StaffMergeInput([property: Required, MinLength(1), MaxLength(Code.MaxLength)] string? Into);
