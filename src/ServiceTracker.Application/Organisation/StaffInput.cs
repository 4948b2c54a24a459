using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>A staff member as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Site">Code of the home site.</param>
/// <param name="Team">Code of the usual team there.</param>
/// <param name="Role">What the person does, in the business's own words.</param>
/// <param name="ActiveFrom">First day of service. After the end of the last period it begins a new one, else it corrects the last
/// one.</param>
/// <param name="ActiveTo">Last day of service.</param>
/// <param name="Periods">All periods of service instead, the first one first; the last one is what the two dates say, where they are
/// there.</param>
public sealed record StaffInput(
    string? Name, [property: MaxLength(Code.MaxLength)] string? Site, [property: MaxLength(Code.MaxLength)] string? Team, string? Role,
    DateOnly? ActiveFrom, DateOnly? ActiveTo, IReadOnlyList<PeriodInput>? Periods = null);
